import type { AwardChange, AwardStatus } from './award.ts'
import { addDays, type Day } from './time.ts'
import { earliest } from './valid-to.ts'

// Whether an award is valid on a day, from its stored changes. Six files are about validity:
// - terms.ts: the award periods
// - valid-to.ts: the last valid day, while a renewal is with us and after each decision
// - award-clock.ts: the moves that fall due on a date
// - validity.ts: whether an award is valid on any day
// - award-phase.ts: the state of an award today, in words for pages
// - certificate-period.ts: the award period that a certificate shows

type Stated = Pick<AwardChange, 'from' | 'to' | 'validTo'> & Partial<Pick<AwardChange, 'move'>>

const validStatuses: readonly AwardStatus[] = ['valid', 'renewal open', 'renewal with us', 'extended']

/**
 * Whether an award is valid on a day, past or future.
 * @param changes every change of state or last valid day, oldest first. `from` is a day in Europe/London. `validTo` is
 * null in the same cases as in `LastDay` of valid-to.ts
 */
export function wasValidOn(changes: readonly Stated[], day: Day): boolean {
  const state = inForce(changes).findLast(({ from }) => from <= day)
  if (!state || !validStatuses.includes(state.to)) return false
  return state.validTo === null || day <= state.validTo // dates decide, not whether the nightly job has run
}

/**
 * The changes from the latest correction or removal onwards, or all changes if there is neither. A correction sets all
 * dates again, so earlier changes no longer count.
 */
export function inForce<Change extends { move?: AwardChange['move'] }>(changes: readonly Change[]): Change[] {
  return changes.slice(
    Math.max(
      0,
      changes.findLastIndex(({ move }) => move === 'correct' || move === 'remove'),
    ),
  )
}

/** The days that an award spent in one state, and its last valid day then. */
export interface StateDays {
  to: AwardStatus
  from: Day
  /** the last day of the state; null for the latest state */
  until: Day | null
  /** the last valid day of the award during this state; null in the same cases as in `LastDay` */
  validTo: Day | null
  /** whether an award can be valid in this state */
  canBeValid: boolean
}

/** The states of an award, oldest first. A state that was changed on its first day is left out. */
export function statesOf(changes: readonly Stated[]): StateDays[] {
  const counted = inForce(changes)
  return counted.flatMap(({ to, from, validTo }, index) => {
    const next = counted[index + 1]
    if (next && next.from <= from) return []
    return [{ to, from, until: next ? addDays(next.from, -1) : null, validTo, canBeValid: validStatuses.includes(to) }]
  })
}

/** The last day up to `day` on which an award was valid; null if there was none. */
export function lastValidDay(changes: readonly Stated[], day: Day): Day | null {
  const days = statesOf(inForce(changes).filter(({ from }) => from <= day))
    .filter(({ canBeValid, from, validTo }) => canBeValid && (validTo === null || validTo >= from))
    .map(({ until, validTo }) => earliest(until ?? day, validTo ?? day))
  return days.at(-1) ?? null
}

/**
 * The first day of an award that was valid on every day up to `day`; null if it was not, or if the history does not
 * prove it.
 */
export function validSince(changes: readonly Stated[], day: Day): Day | null {
  const counted = inForce(changes)
  const [first] = counted
  if (!first || !wasValidOn(changes, day)) return null
  if (counted.some(({ from, to }) => from < first.from || !validStatuses.includes(to))) return null
  const isWhole = statesOf(counted.filter(({ from }) => from <= day)).every(({ canBeValid, until, validTo }) => {
    const last = until ?? day
    return canBeValid && (validTo === null || validTo >= last)
  })
  return isWhole ? first.from : null
}

/**
 * Whether the award was valid on every day from its first up to `day`. Only then do pages say "accredited since" its
 * start.
 */
export const wasNeverInvalid = (changes: readonly Stated[], day: Day): boolean => validSince(changes, day) !== null
