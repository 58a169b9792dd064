import type { AwardFacts } from './award-guards.ts'
import { guards } from './award-guards.ts'
import { awardMoves, type AwardMove } from './award.ts'
import { offers } from './lifecycle.ts'
import { addDays, type Day } from './time.ts'

/** A move of the clock and the day from which it counts, whenever the job runs. */
export interface DueMove { move: AwardMove; from: Day }

/**
 * The next move of the clock that is due, or null. The clock goes on until nothing more is: a renewal handed back after its term is
 * overdue the same morning.
 * @param since the first day of the state it is in: no move counts from before that
 */
export function nextDueMove(facts: AwardFacts, since: Day): DueMove | null {
  if (facts.status === 'not begun') return null
  const due = offers(awardMoves, guards, facts.status, ['clock'], facts).find(({ unmet }) => unmet.length === 0)
  return due ? { move: due.move, from: latest(since, dayItFellDue(due.move, facts)) } : null
}

function dayItFellDue(move: AwardMove, { today, validTo, renewalOpensDays, lapseAfterDays }: AwardFacts): Day {
  if (validTo === null) return today
  if (move === 'openRenewal') return addDays(validTo, -renewalOpensDays)
  if (move === 'fallOverdue') return addDays(validTo, 1)
  if (move === 'lapse') return addDays(validTo, lapseAfterDays + 1)
  return today   // a receipt or a handing back: the case knows its day
}

function latest(a: Day, b: Day): Day {
  return a > b ? a : b
}
