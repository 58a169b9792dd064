import { decideDate, decideHold, holdsInForce } from '../../../clock/clock.store.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { agrees, minutesBetween } from '../../../domain/clock-check.ts'
import { OtherDate, Stale } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import type { HoldGiven } from './clock.forms.ts'

/**
 * Records whether the clock that put a process's jobs on hold is correct. An administrator can also confirm the date of
 * a clock that one of them found wrong before.
 * @throws Stale when an administrator has decided since the page was opened, or the clock has been corrected; OtherDate
 * when confirming a date that is not the date of this process
 */
export async function decideClock(
  work: UnitOfWork,
  { hold: id, seen }: HoldGiven,
  status: 'continued' | 'wrong',
): Promise<void> {
  const hold = (await holdsInForce(work.trx)).find(each => each.id === id && each.status === seen)
  if (hold && status === 'continued' && !agrees(hold.lastReadAt, work.at)) throw new OtherDate(hold.lastReadAt, work.at)
  const isDecided = hold && (await decideHold(work.trx, hold, { status, by: work.actor.id, at: work.at }))
  if (!hold || !isDecided) throw new Stale()
  const { why, firstReadAt, lastReadAt, comparedWith } = hold
  await recordEvent(
    work,
    `setting.clock_${status}`,
    { kind: 'setting', id: 'clock' },
    { hold: id, why, read: lastReadAt, comparedWith },
  )
  const minutesAhead = why === 'database' ? Math.round(minutesBetween(comparedWith, firstReadAt)) : null
  if (status === 'continued') await decideDate(work.trx, lastReadAt, minutesAhead)
}
