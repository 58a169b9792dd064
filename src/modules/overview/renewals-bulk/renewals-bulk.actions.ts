import type { Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { lapseDay } from '../../../domain/renewal-board.ts'
import { whyNotExtended, whyNotNudged, type LeftOut } from '../../../domain/renewal-bulk.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { queueLetter } from '../../../email/outbox.ts'
import { findAward, holdAward, leadsOf, moveAward } from '../../awards/awards.public.ts'
import { recordEvent } from '../../../history/record.ts'
import { linesOfAwards } from '../renewals-board/renewals-board.store.ts'
import type { ExtensionGiven, Shown } from './renewals-bulk.forms.ts'
import { insertNudge } from './renewals-bulk.store.ts'

/** What became of one award of many. */
export type Done = 'extended' | 'nudged' | LeftOut

/**
 * Extends one of many, unless it changed since the page that named it. The moves of the calendar that fell due in between are made first.
 * @throws MoveRefused, NotFound when it cannot be extended any more
 */
export async function extendShown(
  trx: Tx,
  who: Actor,
  { id, version }: Shown,
  given: Pick<ExtensionGiven, 'reason' | 'until'>,
  at: Instant,
): Promise<Done> {
  const award = await findAward(trx, who, 'award.read', id)
  const [line] = await linesOfAwards(trx, who, [id])
  const why = line ? whyNotExtended(who, line, given.until) : 'not now'
  if (version !== award.version) return why === 'own library' || why === 'conflict' ? why : 'changed meanwhile'
  if (why) return why
  await moveAward(trx, who, award, 'extend', at, given)
  return 'extended'
}

/** One short letter to each lead now; one a day for an award, whoever sends it. */
export async function nudge(trx: Tx, who: Actor, id: string, at: Instant): Promise<Done> {
  await findAward(trx, who, 'award.read', id)
  const award = await holdAward(trx, id)
  const [line] = await linesOfAwards(trx, who, [id])
  const today = dayOf(at)
  const why = line ? whyNotNudged(who, line, today) : 'nothing waits'
  if (why || !line) return why ?? 'nothing waits'
  if (!(await insertNudge(trx, { award_id: id, day: today, sent_by: who.id, sent_at: at }))) return 'told today'
  const lapsesOn = line.validTo !== null && line.validTo < today ? lapseDay(line.validTo, line.lapseAfterDays) : null
  const leads = await leadsOf(trx, award)
  for (const { who: lead, address } of leads) {
    await queueLetter(
      trx,
      {
        name: 'renewal nudge',
        to: { personId: lead.id, name: lead.name, address, language: lead.language },
        thing: { kind: 'award', id },
        facts: {
          awardId: id,
          organisation: award.organisationName,
          status: award.status,
          validTo: award.validTo,
          lapsesOn,
        },
      },
      at,
    )
  }
  await recordEvent(trx, who, 'award.nudged', { kind: 'award', id, organisationId: award.organisationId }, at, {
    leads: leads.length,
  })
  return 'nudged'
}
