import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { lapseDay } from '../../../domain/renewal-board.ts'
import { whyNotExtended, whyNotReminded, type LeftOut } from '../../../domain/renewal-bulk.ts'
import { dayOf } from '../../../domain/time.ts'
import { queueEmail } from '../../../email/outbox.ts'
import { findAward, lockAward, leadsOf, moveAward } from '../../awards/awards.public.ts'
import { recordEvent } from '../../../history/record.ts'
import { linesOfAwards } from '../renewals-board/renewals-board.store.ts'
import type { ExtensionGiven, Shown } from './renewals-bulk.forms.ts'
import { insertManualReminder } from './renewals-bulk.store.ts'

/** What became of one award of many. */
export type Done = 'extended' | 'reminded' | LeftOut

/**
 * Extends one of many, unless it changed since the page that named it. The moves of the calendar that fell due in
 * between are made first.
 * @throws MoveRefused, NotFound when it cannot be extended any more
 */
export async function extendShown(
  work: UnitOfWork,
  { id, version }: Shown,
  given: Pick<ExtensionGiven, 'reason' | 'until'>,
): Promise<Done> {
  const award = await findAward(work.trx, work.actor, 'award.read', id)
  const [line] = await linesOfAwards(work.trx, work.actor, [id])
  const why = line ? whyNotExtended(work.actor, line, given.until) : 'not now'
  if (version !== award.version) return why === 'own library' || why === 'conflict' ? why : 'changed meanwhile'
  if (why) return why
  await moveAward(work, award, 'extend', given)
  return 'extended'
}

/** One short letter to each lead now; one a day for an award, whoever sends it. */
export async function remindByHand(work: UnitOfWork, id: string): Promise<Done> {
  await findAward(work.trx, work.actor, 'award.read', id)
  const award = await lockAward(work.trx, id)
  const [line] = await linesOfAwards(work.trx, work.actor, [id])
  const today = dayOf(work.at)
  const why = line ? whyNotReminded(work.actor, line, today) : 'nothing waits'
  if (why || !line) return why ?? 'nothing waits'
  if (!(await insertManualReminder(work.trx, { award_id: id, day: today, sent_by: work.actor.id, sent_at: work.at })))
    return 'told today'
  const lapsesOn = line.validTo !== null && line.validTo < today ? lapseDay(line.validTo, line.lapseAfterDays) : null
  const leads = await leadsOf(work.trx, award)
  for (const { actor: lead, address } of leads) {
    await queueEmail(work, {
      name: 'manual reminder',
      to: { personId: lead.id, name: lead.name, address, language: lead.language },
      entity: { kind: 'award', id },
      facts: {
        awardId: id,
        organisation: award.organisationName,
        status: award.status,
        validTo: award.validTo,
        lapsesOn,
      },
    })
  }
  await recordEvent(
    work,
    'award.reminded',
    { kind: 'award', id, organisationId: award.organisationId },
    {
      leads: leads.length,
    },
  )
  return 'reminded'
}
