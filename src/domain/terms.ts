import type { ApplicationKind } from './application.ts'
import type { Terms } from './framework.ts'
import { addDays, addMonths, type Day } from './time.ts'

// A term is what screens call an award period.

/** One award period, both days included. */
export interface TermDates {
  /** the day from which months are counted; later terms count from the same day, so that a leap day is not lost */
  anchor: Day
  /**
   * the number of months from the anchor to the end of the term; 0 for a recorded award, whose anchor is the day after
   * its last day
   */
  monthsFromAnchor: number
  startsOn: Day
  endsOn: Day
}

/**
 * The last day of a term: the day before the date that is `months` after the anchor. If that month has no such date,
 * the term ends on the last day of the month.
 */
export function lastDay(anchor: Day, months: number): Day {
  const end = addMonths(anchor, months)
  return end.slice(8) === anchor.slice(8) ? addDays(end, -1) : end
}

/** The first term of an award, which starts on the day of the decision letter. */
export function firstTerm(released: Day, months: number): TermDates {
  return { anchor: released, monthsFromAnchor: months, startsOn: released, endsOn: lastDay(released, months) }
}

/** The term of a recorded award. Its anchor is the day after its last day, so the next term follows without a gap. */
export function recordedTerm(from: Day, to: Day): TermDates {
  return { anchor: addDays(to, 1), monthsFromAnchor: 0, startsOn: from, endsOn: to }
}

/**
 * The next term.
 * - A decision letter released by the day after the old term: the new term follows the old one, counted from the same
 *   anchor, even for a suspended award.
 * - A later letter: the new term ends `months` after the letter, so that a delay at the charity does not shorten it.
 *   The new term starts on the day after the old one if the award was still valid, otherwise with the letter.
 * - After a shortened term: the new term starts with the letter.
 * @param months the length of the term
 * @param wasValid whether the award was valid on the day of the letter
 * @param isShortened see valid-to.ts
 */
export function nextTerm(
  old: TermDates,
  released: Day,
  { months, wasValid, isShortened = false }: { months: number; wasValid: boolean; isShortened?: boolean },
): TermDates {
  if (isShortened) return firstTerm(released, months)
  const following = addDays(old.endsOn, 1)
  if (released <= following) {
    const monthsFromAnchor = old.monthsFromAnchor + months
    return { anchor: old.anchor, monthsFromAnchor, startsOn: following, endsOn: lastDay(old.anchor, monthsFromAnchor) }
  }
  return { ...firstTerm(released, months), startsOn: wasValid ? following : released }
}

/**
 * The kind of the next renewal. Every renewal number `fullReappraisalEvery` since the last full appraisal is full. So
 * is one after a lapse or a `not yet`, and one for which a coordinator asked for a full reappraisal.
 * @param lightSinceFull the number of light renewals since the last first application, reappraisal or recorded award
 */
export function nextKind(
  terms: Pick<Terms, 'fullReappraisalEvery'>,
  lightSinceFull: number,
  after: { lapse: boolean; notYet: boolean; askedFor: boolean },
): Exclude<ApplicationKind, 'first'> {
  const isDue = lightSinceFull + 1 >= terms.fullReappraisalEvery
  return isDue || after.lapse || after.notYet || after.askedFor ? 'reappraisal' : 'renewal'
}
