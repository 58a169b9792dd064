import { addDays, addMonths, type Day } from './time.ts'

// Regular evidence is collected every month, quarter, half year or year. Its occurrences are numbered from 1.

/** The number of months between due dates. */
export const frequencies = { month: 1, quarter: 3, 'half-year': 6, year: 12 } as const
export type Frequency = keyof typeof frequencies
export const allFrequencies = Object.keys(frequencies) as Frequency[]

/** The maximum number of sets of regular evidence that a library can collect at a time. */
export const recurringMax = 200

/** How an occurrence was closed: with evidence, or skipped for a reason. */
export const occurrenceStates = ['answered', 'skipped'] as const
export type OccurrenceState = (typeof occurrenceStates)[number]

/**
 * Due dates are counted from one fixed day, never from the previous due date, so that 31 January is followed by 28
 * February and then 31 March.
 */
export interface Rhythm {
  every: Frequency
  countedFrom: Day
  /** the number of the occurrence that is due on `countedFrom` */
  anchorNumber: number
}

/** The due date of an occurrence. Monthly from 31 January: 28 February, 31 March. */
export const occurrenceDue = ({ every, countedFrom, anchorNumber }: Rhythm, occurrence: number): Day =>
  addMonths(countedFrom, (occurrence - anchorNumber) * frequencies[every])

/**
 * The whole months that an occurrence is about, without gap or overlap: up to the month before the due date or, if due
 * dates are counted from the last day of a month, up to the due date's month.
 */
export function occurrencePeriod(
  { every, countedFrom, anchorNumber }: Rhythm,
  occurrence: number,
): { from: Day; to: Day } {
  const isLastOfMonth = addDays(countedFrom, 1).slice(8) === '01'
  const months = frequencies[every]
  const firstOfMonth = `${countedFrom.slice(0, 8)}01` as Day
  const after = addMonths(firstOfMonth, (occurrence - anchorNumber) * months + (isLastOfMonth ? 1 : 0))
  return { from: addMonths(after, -months), to: addDays(after, -1) }
}

/**
 * Whether an occurrence can be answered or skipped. The next occurrence opens one period before its due date. Earlier
 * occurrences stay open, so that people can correct them.
 */
export const isOpenOccurrence = (it: Rhythm & { nextOccurrence: number }, occurrence: number, today: Day): boolean =>
  occurrence >= 1 &&
  (occurrence < it.nextOccurrence ||
    (occurrence === it.nextOccurrence && occurrenceDue(it, occurrence) <= addMonths(today, frequencies[it.every])))

/** The occurrence number in a URL; null for any text but a whole number from 1 to 999999. */
export const occurrenceNumber = (text: string): number | null => (/^[1-9]\d{0,5}$/.test(text) ? Number(text) : null)

/** How many days before its due date regular evidence appears on home pages. */
export const soonDays = (every: Frequency): number => (every === 'month' ? 7 : 14)

export const isLate = ({ nextDue }: { nextDue: Day }, today: Day): boolean => nextDue < today
