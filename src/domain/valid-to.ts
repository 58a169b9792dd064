import { addDays, type Day } from './time.ts'

/** What the last valid day of an award follows from. The rules are those of product.md, section 3, "Awards". */
export interface LastDay {
  /** null while a renewal handed in by it is with us, and nothing waits for the library */
  validTo: Day | null
  /** the end of the term or of an extension, or a later day that a `not yet` gave */
  baseValidTo: Day
  /** the renewal that is with us was handed in by valid to, and not after a `not yet` in the same term */
  holds: boolean
}

/** The days that a letter leaves to a library when it takes an award away, or does not renew it. */
const daysAfterDecisionLetter = 28

/** Whether a renewal handed in today holds the award: by valid to, and not after a `not yet` in the same term. */
export function isKeptWhenSubmitted({ validTo }: Pick<LastDay, 'validTo'>, today: Day, notYetInTerm: boolean): boolean {
  return !notYetInTerm && !isOver(validTo, today)
}

/**
 * While a renewal holds it, an award has no end; while a return, a request for evidence or a question waits for the
 * library, its end is the first such date, or the end of term or extension if that is later. A renewal that holds
 * nothing moves nothing.
 * @param waits the dates that wait for the library
 */
export function validToNow({ validTo, baseValidTo, holds }: LastDay, waits: readonly Day[]): Day | null {
  if (!holds) return validTo
  const first = waits.toSorted()[0]
  return first === undefined ? null : latest(first, baseValidTo)
}

/** A date passed without an answer: valid to stays where it is, and the renewal holds nothing any more. */
export function isUnanswered({ holds }: Pick<LastDay, 'holds'>, waits: readonly Day[], today: Day): boolean {
  return holds && waits.some(day => day < today)
}

/** Withdrawn: the end of term or extension, or the day before if that is later. */
export function validToAfterWithdrawal({ validTo, baseValidTo, holds }: LastDay, today: Day): Day | null {
  return holds ? latest(baseValidTo, addDays(today, -1)) : validTo
}

/**
 * `Not yet`: the end of term or extension, or the 28th day after the letter if that is later; once in a term, and never
 * after its end.
 */
export function validToAfterNotYet(
  { validTo, baseValidTo }: LastDay,
  releasedOn: Day,
  notYetInTerm: boolean,
): Day | null {
  return isOver(validTo, releasedOn) || notYetInTerm
    ? validTo
    : latest(baseValidTo, addDays(releasedOn, daysAfterDecisionLetter))
}

/** A new decision takes the award away: the 28th day after its letter, unless the term ends sooner. */
export function validToShortened({ validTo, baseValidTo }: LastDay, releasedOn: Day): Day {
  const most = addDays(releasedOn, daysAfterDecisionLetter)
  const end = validTo ?? (baseValidTo < releasedOn ? most : baseValidTo)
  return end < most ? end : most
}

export const latest = (a: Day, b: Day): Day => (a > b ? a : b)

const isOver = (validTo: Day | null, today: Day): boolean => validTo !== null && validTo < today
