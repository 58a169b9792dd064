import { addDays, addMonths, type Day } from './time.ts'

// A piece of evidence that is collected again and again. Each time is a turn, numbered from 1.

/** How often, in months. */
export const frequencies = { month: 1, quarter: 3, 'half-year': 6, year: 12 } as const
export type Frequency = keyof typeof frequencies
export const allFrequencies = Object.keys(frequencies) as Frequency[]

/** So many are kept going for one library. */
export const recurringMax = 200

/** What became of a turn: something came in for it, or it was left out for a reason. */
export const occurrenceStates = ['answered', 'skipped'] as const
export type OccurrenceState = (typeof occurrenceStates)[number]

/** What its days are counted from: never from the day before, so that a month without a 31st costs nothing. */
export interface Rhythm {
  every: Frequency
  countedFrom: Day
  /** the turn that is due on that day */
  anchorNumber: number
}

/** 31 Jan, 28 Feb, 31 Mar. */
export const occurrenceDue = ({ every, countedFrom, anchorNumber }: Rhythm, occurrence: number): Day =>
  addMonths(countedFrom, (occurrence - anchorNumber) * frequencies[every])

/**
 * The whole months that a turn is about: as many as lie between two turns, the last of them over on the day it is due.
 * Where the first day is the last of its month, that month is among them. No month is asked for twice and none is left
 * out, however long the months are.
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
 * Whether something may come in for a turn, or it may be left out: one that is over, or the next one from one of its
 * periods before it is due.
 */
export const isOpenOccurrence = (it: Rhythm & { nextOccurrence: number }, occurrence: number, today: Day): boolean =>
  occurrence >= 1 &&
  (occurrence < it.nextOccurrence ||
    (occurrence === it.nextOccurrence && occurrenceDue(it, occurrence) <= addMonths(today, frequencies[it.every])))

/** As it stands in an address; null for what is none. */
export const occurrenceNumber = (text: string): number | null => (/^[1-9]\d{0,5}$/.test(text) ? Number(text) : null)

/**
 * From so many days before it is due it stands on the pages of whoever is asked and of the leads; what is due every
 * month a week before.
 */
export const soonDays = (every: Frequency): number => (every === 'month' ? 7 : 14)

export const isLate = ({ nextDue }: { nextDue: Day }, today: Day): boolean => nextDue < today
