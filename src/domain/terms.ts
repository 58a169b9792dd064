import type { ApplicationKind } from './application.ts'
import type { Terms } from './framework.ts'
import { addDays, addMonths, type Day } from './time.ts'

/** One period of an award's validity, both days included. */
export interface TermDates {
  /**
   * the day its length counts from; the next term starts from the same anchor, so that a leap day is not lost on the
   * way
   */
  anchor: Day
  /** months from the anchor to the day after the last one */
  monthsFromAnchor: number
  startsOn: Day
  endsOn: Day
}

/** The last day of a term: the day before its anchor plus the months, or the last of a month that lacks that day. */
export function lastDay(anchor: Day, months: number): Day {
  const end = addMonths(anchor, months)
  return end.slice(8) === anchor.slice(8) ? addDays(end, -1) : end
}

/** The first term runs from the day that the letter is released. */
export function firstTerm(released: Day, months: number): TermDates {
  return { anchor: released, monthsFromAnchor: months, startsOn: released, endsOn: lastDay(released, months) }
}

/** From paper: the anchor is the day after its last day, so the next term follows without a gap. */
export function recordedTerm(from: Day, to: Day): TermDates {
  return { anchor: addDays(to, 1), monthsFromAnchor: 0, startsOn: from, endsOn: to }
}

/**
 * The term after one that ends: it follows without a gap. Released later than that, its length counts from the release
 * and the anchor moves there, so the time with us is not taken from the library.
 * @param wasValid whether the award was valid on the day of the release; if not, the term itself starts with the
 * release
 */
export function nextTerm(old: TermDates, released: Day, months: number, wasValid: boolean): TermDates {
  const following = addDays(old.endsOn, 1)
  if (released <= following) {
    const monthsFromAnchor = old.monthsFromAnchor + months
    return { anchor: old.anchor, monthsFromAnchor, startsOn: following, endsOn: lastDay(old.anchor, monthsFromAnchor) }
  }
  return { ...firstTerm(released, months), startsOn: wasValid ? following : released }
}

/**
 * Which kind the next renewal is: every n-th is full, counted since the last full appraisal, and so is one after a
 * lapse or a `not yet`.
 * @param lightSinceFull light renewals since the last first application, reappraisal or record from paper
 */
export function nextKind(
  terms: Pick<Terms, 'fullReappraisalEvery'>,
  lightSinceFull: number,
  after: { lapse: boolean; notYet: boolean; askedFor: boolean },
): Exclude<ApplicationKind, 'first'> {
  const isDue = lightSinceFull + 1 >= terms.fullReappraisalEvery
  return isDue || after.lapse || after.notYet || after.askedFor ? 'reappraisal' : 'renewal'
}
