import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Actor } from '../../../domain/actor.ts'
import { MoveRefused, NotFound, Stale } from '../../../domain/refusals.ts'
import { lapsesOn } from '../../../domain/renewal-board.ts'
import { whyNotExtended, whyNotReminded, type LeftOut } from '../../../domain/renewal-bulk.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import { queueEmail, queueMailboxCopy, recipientOf } from '../../../email/outbox.ts'
import { recordEvent } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import { claimKey, saveResult, type SentForm } from '../../../web/idempotency.ts'
import { findAward, leadsOf, lockAward, moveAward } from '../../awards/awards.public.ts'
import { linesOfAwards, type BoardLine } from '../renewals-board/board-line.store.ts'
import type { ChosenAward, ExtensionGiven } from './renewals-bulk.forms.ts'
import { insertManualReminder, keyOf } from './renewals-bulk.store.ts'

export type Done = 'extended' | 'reminded' | LeftOut

/**
 * Runs `act` for each award in its own transaction, with its own idempotency key. If one award is refused, the others
 * continue. When the form is sent again, awards that already have a result are skipped.
 */
export async function forEachAward(
  { write }: Pick<Parts, 'write'>,
  actor: Actor,
  { awards, sent }: { awards: readonly ChosenAward[]; sent: SentForm },
  act: (work: UnitOfWork, award: ChosenAward) => Promise<Done>,
): Promise<void> {
  for (const award of awards) {
    const own = { ...sent, key: keyOf(sent.key, award.id) }
    try {
      await write(actor, work => once(work, own, () => act(work, award)))
    } catch (refusal) {
      if (!(refusal instanceof MoveRefused || refusal instanceof Stale || refusal instanceof NotFound)) throw refusal
      await write(actor, work => once(work, own, async () => 'changed'))
    }
  }
}

async function once(work: UnitOfWork, sent: SentForm, act: () => Promise<Done>): Promise<void> {
  if (await claimKey(work, sent, {})) return
  await saveResult(work, sent, { address: await act(), notice: null })
}

/**
 * Extends one award, unless it has changed since the page was shown.
 * @returns 'extended', or the reason why the award was left out
 * @throws NotFound when the actor cannot read the award; MoveRefused when it can no longer be extended
 */
export async function extendAward(
  work: UnitOfWork,
  { id, version }: ChosenAward,
  { reason, until }: Pick<ExtensionGiven, 'reason' | 'until'>,
): Promise<Done> {
  const award = await findAward(work.trx, work.actor, 'award.read', id)
  const [line] = await linesOfAwards(work.trx, work.actor, [id])
  const why = line ? whyNotExtended(work.actor, line, until) : 'not now'
  if (version !== award.version) return why === 'own library' || why === 'conflict' ? why : 'changed'
  if (why) return why
  await moveAward(work, award, 'extend', { reason, until })
  return 'extended'
}

/**
 * Emails the leads of the award's library, and its shared mailbox, at most once a day for each award.
 * @returns 'reminded', or the reason why no reminder was sent
 * @throws NotFound when the actor cannot read the award
 */
export async function remindLeads(work: UnitOfWork, { id }: ChosenAward): Promise<Done> {
  await findAward(work.trx, work.actor, 'award.read', id)
  const award = await lockAward(work.trx, id)
  const [line] = await linesOfAwards(work.trx, work.actor, [id])
  const today = dayOf(work.at)
  const why = line ? whyNotReminded(work.actor, line, today) : 'not waiting for it'
  if (why || !line) return why ?? 'not waiting for it'
  const leads = await leadsOf(work.trx, award)
  if (leads.length === 0) return 'emails not started'
  const row = { award_id: id, day: today, sent_by: work.actor.id, sent_at: work.at }
  if (!(await insertManualReminder(work.trx, row))) return 'reminded today'
  const reminder = {
    name: 'manual reminder',
    entity: { kind: 'award', id },
    facts: {
      awardId: id,
      organisation: award.organisationName,
      status: award.status,
      validTo: award.validTo,
      lapsesOn: lapsesOn(line, today),
      isWithUs: isWithUs(line, today),
    },
  } as const
  for (const lead of leads) await queueEmail(work, { ...reminder, to: recipientOf(lead) })
  await queueMailboxCopy(work, award, reminder)
  const entity = { kind: 'award', id, organisationId: award.organisationId } as const
  await recordEvent(work, 'award.reminded', entity, { leads: leads.length })
  return 'reminded'
}

/** Whether the award is past its last valid day but does not lapse, because a renewal was submitted. */
const isWithUs = (line: BoardLine, today: Day): boolean =>
  line.status !== 'lapsed' &&
  line.status !== 'ended' &&
  line.validTo !== null &&
  line.validTo < today &&
  lapsesOn(line, today) === null
