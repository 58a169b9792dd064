import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { theClock } from '../../../domain/actor.ts'
import type { AwardGuard } from '../../../domain/award-guards.ts'
import { awardMoves, type AwardMove, type AwardStatus } from '../../../domain/award.ts'
import type { Move } from '../../../domain/moves.ts'
import { dayOf, instantAt } from '../../../domain/time.ts'
import { queueEmail, queueMailboxCopy, recipientOf } from '../../../email/outbox.ts'
import type { NamedAward } from '../awards/award.store.ts'
import { awardsFullNext } from '../terms/next-kind.store.ts'
import { lapsesAfter, leadsOf } from './lifecycle.store.ts'

/** The time of day, in London, before which no emails about moves by date are sent. */
const morning = '07:00'

/** Emails the leads and the shared mailbox about a move. When a renewal opens by date, reminders are sent instead. */
export async function emailLeads(work: UnitOfWork, award: NamedAward, name: AwardMove): Promise<void> {
  if (work.actor === theClock && name === 'openRenewal') return
  const { sends = [] }: Move<AwardStatus, AwardGuard> = awardMoves[name]
  const notBefore = work.actor === theClock ? instantAt(dayOf(work.at), morning) : work.at
  const facts = {
    awardId: award.id,
    organisation: award.organisationName,
    validTo: award.validTo,
    lapsesAfter: sends.length > 0 ? await lapsesAfter(work.trx, award, dayOf(work.at)) : null,
    isFullNext: name === 'openRenewal' && (await awardsFullNext(work.trx, [award.id])).has(award.id),
  }
  for (const message of sends) {
    const copied = { name: message as 'award ended', entity: { kind: 'award' as const, id: award.id }, facts }
    for (const lead of await leadsOf(work.trx, award))
      await queueEmail(work, { ...copied, to: recipientOf(lead) }, notBefore)
    await queueMailboxCopy(work, award, copied, notBefore)
  }
}
