import { decideDate, decideHold, holdsInForce } from '../../../clock/clock.store.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { minutesBetween } from '../../../domain/clock-check.ts'
import { Stale } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'

/**
 * Records whether a clock on hold is correct. If so, its date is trusted from now on. If not, the process stays on hold
 * until the clock is corrected.
 * @throws Stale when another administrator has already decided
 */
export async function decideClock(work: UnitOfWork, id: string, status: 'continued' | 'wrong'): Promise<void> {
  const hold = (await holdsInForce(work.trx)).find(each => each.id === id)
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
