import { addDays, type Day, type Instant } from './time.ts'

/** The kinds of date that concern a library. */
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
/** The kinds of date that concern the charity and its panels. */
export const charityDates = ['seat offer', 'findings', 'meeting', 'round'] as const

export const calendarKinds = [...libraryDates, ...charityDates] as const
export type CalendarKind = (typeof calendarKinds)[number]

/** One date in a calendar. `at` is null for a date without a time of day. */
export interface CalendarDate {
  kind: CalendarKind
  /** the id of the record that the date belongs to */
  id: string
  /** the name of the organisation or of the round */
  name: string
  applicationId: string | null
  day: Day
  at: Instant | null
  /** for a meeting: when it ends, and the iCalendar sequence number of its emails */
  meeting: { endsAt: Instant; sequence: number } | null
  changedAt: Instant
  /** for a date of a panel: whether the owner of the calendar has a seat on that panel */
  isOnPanel: boolean
  /** for the date of a suspended award: whether a renewal or a review of it may be with the charity */
  mayBeWithUs?: boolean
}

/** The first day that a feed covers, 31 days ago, because overdue dates can still need action. */
export const feedFrom = (today: Day): Day => addDays(today, -31)

/** The maximum number of entries in a feed. */
export const mostInFeed = 300
/** The maximum number of entries of one kind, so that one kind does not crowd out the others. */
export const mostOfAKind = 100

/** The calendar kind in a URL, which has a hyphen in place of the space; null for any other text. */
export const calendarKindIn = (text: string): CalendarKind | null =>
  calendarKinds.find(kind => addressOfKind(kind) === text) ?? null

export const addressOfKind = (kind: CalendarKind): string => kind.replace(' ', '-')
