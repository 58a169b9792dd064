import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { awardRoles } from '../../../domain/award.ts'
import { queueEmail, queueMailboxCopy, recipientOf } from '../../../email/outbox.ts'
import { readersById, readersWithRole } from '../../../email/readers.store.ts'
import type { NamedAward } from '../awards/award.store.ts'
import { leadsOf } from '../lifecycle/lifecycle.store.ts'

/**
 * Emails the leads and the shared mailbox about a correction or removal, if someone outside the charity has seen the
 * award.
 */
export async function emailLeadsAboutCorrection(
  work: UnitOfWork,
  award: NamedAward,
  { kind, reason }: { kind: 'correct' | 'remove'; reason: string },
): Promise<void> {
  if (award.firstShownAt === null) return
  const correction = {
    name: kind === 'correct' ? ('award corrected' as const) : ('award removed' as const),
    entity: { kind: 'award', id: award.id } as const,
    facts: { awardId: award.id, organisation: award.organisationName, reason },
  }
  for (const lead of await leadsOf(work.trx, award)) await queueEmail(work, { ...correction, to: recipientOf(lead) })
  await queueMailboxCopy(work, award, correction)
}

/** Emails the trustees who can confirm a correction, except the person who proposed it. */
export async function emailTrustees(work: UnitOfWork, award: NamedAward): Promise<void> {
  const trustees = (await readersWithRole(work.trx, 'trustee')).filter(
    ({ actor }) => actor.id !== work.actor.id && awardRoles(actor, award).includes('trustee'),
  )
  for (const trustee of trustees)
    await queueEmail(work, {
      name: 'correction waiting',
      to: recipientOf(trustee),
      entity: { kind: 'award', id: award.id },
      facts: { awardId: award.id, organisation: award.organisationName },
    })
}

/** Emails a trustee's answer to the coordinator who proposed the correction. */
export async function emailAnswer(
  work: UnitOfWork,
  award: NamedAward,
  { proposedBy, isMade }: { proposedBy: string; isMade: boolean },
): Promise<void> {
  for (const proposer of await readersById(work.trx, [proposedBy]))
    await queueEmail(work, {
      name: 'correction answered',
      to: recipientOf(proposer),
      entity: { kind: 'award', id: award.id },
      facts: { awardId: award.id, organisation: award.organisationName, isMade },
    })
}
