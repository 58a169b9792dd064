import { addDays, type Day } from './time.ts'

// The last valid day of an award. validity.ts lists the other files about validity.

/** The facts that determine the last valid day of an award. */
export interface LastDay {
  /** null while a renewal keeps the award valid and the library has no deadline */
  validTo: Day | null
  /** the end of the term or of an extension, unless a `not yet` or a restored term set another day */
  baseValidTo: Day
  /**
   * true when the renewal keeps the award valid: it was submitted by the last valid day, and there was no `not yet` in
   * this term
   */
  isKeptByRenewal: boolean
}

/**
 * The fewest days that an award stays valid after a decision letter with `not yet`, or after one that restores a
 * shortened period.
 */
const leastDaysAfterLetter = 28
/** The maximum number of days that an award stays valid after a decision letter that ends it. */
const mostDaysAfterLetter = 28

/**
 * Whether a renewal that is submitted today keeps the award valid: today is not after the last valid day, and there was
 * no `not yet` in this term.
 */
export function keepsAwardValid({ validTo }: Pick<LastDay, 'validTo'>, today: Day, notYetInTerm: boolean): boolean {
  return !notYetInTerm && !isOver(validTo, today)
}

/**
 * The last valid day while City of Sanctuary is dealing with a renewal. If the renewal keeps the award valid: the
 * library's earliest deadline, or `baseValidTo` if that is later; null when there is no deadline. Otherwise unchanged.
 * @param deadlines the dates by which the library must answer
 */
export function validToNow({ validTo, baseValidTo, isKeptByRenewal }: LastDay, deadlines: readonly Day[]): Day | null {
  if (!isKeptByRenewal) return validTo
  const first = deadlines.toSorted()[0]
  return first === undefined ? null : latest(first, baseValidTo)
}

/**
 * Whether the library has missed a deadline while its renewal was keeping the award valid. The caller must then record
 * that the renewal no longer keeps it valid.
 */
export function isUnanswered(
  { isKeptByRenewal }: Pick<LastDay, 'isKeptByRenewal'>,
  deadlines: readonly Day[],
  today: Day,
): boolean {
  return isKeptByRenewal && deadlines.some(day => day < today)
}

/**
 * The last valid day after a withdrawal: the end of the term or its extension, or yesterday if that is later. Unchanged
 * if the renewal did not keep the award valid.
 */
export function validToAfterWithdrawal({ validTo, baseValidTo, isKeptByRenewal }: LastDay, today: Day): Day | null {
  return isKeptByRenewal ? latest(baseValidTo, addDays(today, -1)) : validTo
}

/**
 * The last valid day after a `not yet` decision: the end of the term or its extension, or 28 days after the decision
 * letter if that is later. Unchanged if the award is no longer valid, or after an earlier `not yet` in this term.
 */
export function validToAfterNotYet(
  { validTo, baseValidTo }: LastDay,
  releasedOn: Day,
  notYetInTerm: boolean,
): Day | null {
  return isOver(validTo, releasedOn) || notYetInTerm
    ? validTo
    : latest(baseValidTo, addDays(releasedOn, leastDaysAfterLetter))
}

/**
 * The last valid day after a new decision that ends the award: 28 days after the decision letter, or the last valid day
 * so far if that is sooner. If the award had no last valid day, the end of the term or extension counts, unless it has
 * passed.
 */
export function validToShortened({ validTo, baseValidTo }: LastDay, releasedOn: Day): Day {
  const most = addDays(releasedOn, mostDaysAfterLetter)
  const end = validTo ?? (baseValidTo < releasedOn ? most : baseValidTo)
  return earliest(end, most)
}

/**
 * Whether the award was shortened in this award period, because the decision that gave the period changed to `not yet`.
 */
export const isShortened = ({ baseValidTo }: Pick<LastDay, 'baseValidTo'>, { endsOn }: { endsOn: Day }): boolean =>
  baseValidTo < endsOn

/**
 * The last valid day of a shortened award once a decision letter restores its award period: the end of the period,
 * or 28 days after the letter if that is later, so that the library can still renew.
 */
export const validToGivenBack = ({ endsOn }: { endsOn: Day }, releasedOn: Day): Day =>
  latest(endsOn, addDays(releasedOn, leastDaysAfterLetter))

export const latest = (a: Day, b: Day): Day => (a > b ? a : b)
export const earliest = (a: Day, b: Day): Day => (a < b ? a : b)

const isOver = (validTo: Day | null, today: Day): boolean => validTo !== null && validTo < today
