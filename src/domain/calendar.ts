import { addDays, type Day, type Instant } from './time.ts'

/** The dates of a library that can be in a calendar. Someone has to act by each of them. */
export const libraryDates = [
  'award',
  'draft',
  'return',
  'more evidence',
  'question',
  'recommendation',
  'consent',
  'recurring',
] as const
/** The dates of the charity and its panels. */
export const charityDates = ['seat offer', 'findings', 'meeting', 'round'] as const

export const calendarKinds = [...libraryDates, ...charityDates] as const
export type CalendarKind = (typeof calendarKinds)[number]

/** A date that someone has to act by. `at` is its time, where it has one. */
export interface CalendarDate {
  kind: CalendarKind
  /** of the record that the date belongs to */
  id: string
  /** the name of the organisation or of the round */
  name: string
  applicationId: string | null
  day: Day
  at: Instant | null
  /** of a meeting: when it ends, and the number that its emails gave it */
  meeting: { endsAt: Instant; sequence: number } | null
  changedAt: Instant
  /** of a panel: whether the reader sits on it */
  isOnPanel: boolean
}

/** A feed has dates from a month ago, which may still need action, to three years ahead, the longest usual term. */
export const feedWindow = (today: Day): { from: Day; upTo: Day } => ({
  from: addDays(today, -31),
  upTo: addDays(today, 3 * 366),
})

/** The most entries of a feed. */
export const mostInFeed = 300
/** The most entries of one kind, so that one kind leaves room for others. */
export const mostOfAKind = 100

/** The kind in an address, where dashes take the place of spaces; null for any other text. */
export const calendarKindIn = (text: string): CalendarKind | null =>
  calendarKinds.find(kind => addressOfKind(kind) === text) ?? null

export const addressOfKind = (kind: CalendarKind): string => kind.replace(' ', '-')
