import { type AwardFacts, guards } from './award-guards.ts'
import { awardMoves, type AwardMove, type AwardStatus } from './award.ts'
import { offers, stateAfter } from './moves.ts'
import { addDays, type Day } from './time.ts'
import { latest } from './valid-to.ts'

/** A move that falls due on a date. It applies from the day `from`, however late the job runs. */
export interface DueMove {
  move: AwardMove
  from: Day
}

/**
 * The next move that is due by date, or null. Make the move and call this again until it returns null, because one move
 * can make another due on the same day.
 * @param since the first day of the current state; no move applies from an earlier day
 */
export function nextDueMove(facts: AwardFacts, since: Day): DueMove | null {
  if (facts.status === 'not started') return null
  const due = offers(awardMoves, guards, { status: facts.status, roles: ['clock'], facts }).find(
    ({ unmet }) => unmet.length === 0,
  )
  return due ? { move: due.move, from: latest(since, dayItFellDue(due.move, facts)) } : null
}

function dayItFellDue(
  move: AwardMove,
  { today, validTo, renewalOpensDays, lapseAfterDays, aRenewalIsWithUs, returnedToRenewalOn }: AwardFacts,
): Day {
  if (move === 'handBack') return returnedToRenewalOn ?? today
  // if the charity already has a renewal, `openRenewal` is due today, because `receive` can only follow it
  if (validTo === null || aRenewalIsWithUs) return today
  if (move === 'openRenewal') return addDays(validTo, -renewalOpensDays)
  if (move === 'fallOverdue') return addDays(validTo, 1)
  if (move === 'lapse') return latest(addDays(validTo, lapseAfterDays + 1), returnedToRenewalOn ?? validTo)
  return today
}

/** A day that never comes, for an award that has no further move due. */
const never = '2999-12-31' as Day

/**
 * The first day on which a move can fall due if no person acts before then.
 * @param facts the facts after every move that is due today
 * @param deadlines the dates by which the library must answer
 * @returns `never` when no move can fall due
 */
export function nextDueDay(facts: AwardFacts, deadlines: readonly Day[]): Day {
  if (['lapsed', 'ended', 'not started'].includes(facts.status)) return never
  const days = [...deadlines.filter(day => day >= facts.today).map(day => addDays(day, 1)), ...dueDayOf(facts)]
  return days.toSorted()[0] ?? never
}

function dueDayOf({ status, validTo, renewalOpensDays, lapseAfterDays, aRenewalIsWithUs }: AwardFacts): Day[] {
  if (validTo === null || aRenewalIsWithUs) return []
  if (status === 'valid') return [addDays(validTo, -renewalOpensDays)]
  if (status === 'renewal open' || status === 'extended') return [addDays(validTo, 1)]
  return status === 'overdue' || status === 'suspended' ? [addDays(validTo, lapseAfterDays + 1)] : []
}

/** The status after every move that is due by date, for pages opened before the nightly job has run. */
export function statusByNow(facts: AwardFacts): AwardFacts['status'] {
  const due = nextDueMove(facts, facts.today)
  if (!due || facts.status === 'not started') return facts.status
  return statusByNow({
    ...facts,
    status: stateAfter<AwardStatus>(awardMoves[due.move], { status: facts.status, statusBefore: null }).status,
  })
}
