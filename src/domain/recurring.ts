import { reminderSteps } from './reminder-schedule.ts'
import { addDays, addMonths, type Day, type Instant } from './time.ts'

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
 * Due dates are counted from one fixed day, never from the previous due date, so that 30 January is followed by 28
 * February and then 30 March. If that day is the last of its month, every due date is the last of its month.
 */
export interface Rhythm {
  every: Frequency
  countedFrom: Day
  /** the number of the occurrence that is due on `countedFrom` */
  anchorNumber: number
}

/** The due date of an occurrence. Monthly from 31 January: 28 February, 31 March. From 28 February: 31 March. */
export function occurrenceDue({ every, countedFrom, anchorNumber }: Rhythm, occurrence: number): Day {
  const months = (occurrence - anchorNumber) * frequencies[every]
  if (!isLastOfMonth(countedFrom)) return addMonths(countedFrom, months)
  return addDays(addMonths(firstOfMonth(countedFrom), months + 1), -1)
}

const isLastOfMonth = (day: Day): boolean => addDays(day, 1).endsWith('-01')
const firstOfMonth = (day: Day): Day => `${day.slice(0, 8)}01` as Day

/**
 * The whole months that an occurrence is about, without gap or overlap: up to the month before the due date or, if due
 * dates are counted from the last day of a month, up to the due date's month.
 */
export function occurrencePeriod(
  { every, countedFrom, anchorNumber }: Rhythm,
  occurrence: number,
): { from: Day; to: Day } {
  const months = frequencies[every]
  const monthsAfter = (occurrence - anchorNumber) * months + (isLastOfMonth(countedFrom) ? 1 : 0)
  const after = addMonths(firstOfMonth(countedFrom), monthsAfter)
  return { from: addMonths(after, -months), to: addDays(after, -1) }
}

/** Regular evidence with the number of its first occurrence that nobody has answered or skipped. */
export type Unanswered = Rhythm & { nextOccurrence: number }

/** The number of occurrences whose due date has passed without an answer. */
export const lateCount = (it: Unanswered, today: Day): number => countDueBefore(it, today)

/** How many days before each due date its first reminder is sent. */
const firstReminderDays = Math.max(...reminderSteps.recurring)

/**
 * The due date that reminders and calendars are about: the latest whose reminders have begun or, without one, the next.
 * @returns the date, and the number of earlier due dates without an answer
 */
export function dueToRemind(it: Unanswered, today: Day): { day: Day; earlier: number } {
  const begun = countDueBefore(it, addDays(today, firstReminderDays + 1))
  const earlier = Math.max(0, begun - 1)
  return { day: occurrenceDue(it, it.nextOccurrence + earlier), earlier }
}

function countDueBefore(it: Unanswered, day: Day): number {
  let count = 0
  while (occurrenceDue(it, it.nextOccurrence + count) < day) count += 1
  return count
}

/**
 * Whether an occurrence can be answered or skipped. The next occurrence opens one period before its due date, unless
 * the regular evidence has ended. Earlier occurrences stay open, so that people can correct them.
 */
export const isOpenOccurrence = (
  it: Unanswered & { endedAt: Instant | null },
  occurrence: number,
  today: Day,
): boolean =>
  occurrence >= 1 &&
  (occurrence < it.nextOccurrence ||
    (occurrence === it.nextOccurrence &&
      it.endedAt === null &&
      occurrenceDue(it, occurrence) <= addMonths(today, frequencies[it.every])))

/** The occurrence number in a URL; null when the text is not a whole number from 1 to 999999. */
export const occurrenceNumber = (text: string): number | null => (/^[1-9]\d{0,5}$/.test(text) ? Number(text) : null)

/** How many days before its due date regular evidence appears on home pages. */
export const soonDays = (every: Frequency): number => (every === 'month' ? 7 : 14)

export const isLate = ({ nextDue }: { nextDue: Day }, today: Day): boolean => nextDue < today
