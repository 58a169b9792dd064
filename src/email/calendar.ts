import ical, {
  ICalCalendarMethod,
  ICalEventStatus,
  ICalEventTransparency,
  type ICalDateTimeValue,
  type ICalEventData,
} from 'ical-generator'
import {
  addDays,
  dateOf,
  dayOf,
  instant,
  londonTimeOf,
  millisecondsBetween,
  type Day,
  type Instant,
} from '../domain/time.ts'

/** An entry in a calendar: for a whole day, or from one moment to another. */
export type CalendarEntry = {
  /** the same in every version of the entry, so that a calendar replaces the old one */
  uid: string
  title: string
  text: string
  /** the page that the entry links to; null for a person who cannot sign in */
  address: string | null
  /** when the date of the entry was set or last changed */
  changedAt: Instant
  /** the version number of an entry that is also emailed; other entries get a number from `changedAt` */
  sequence?: number
} & ({ day: Day } | { from: Instant; until: Instant })

export interface CalendarFile {
  /** the language of the titles and texts */
  language: string
  /** the name that calendars show for a feed */
  name?: string
}

const secondsBetweenReads = 6 * 60 * 60

/**
 * @returns the text of an .ics file (RFC 5545), always the same for the same entries. Entries with a time are in London
 * time
 */
export function calendarOf(entries: readonly CalendarEntry[], { language, name }: CalendarFile): string {
  const calendar = ical({
    prodId: { company: 'Library of Sanctuary', product: 'Reminders', language },
    method: ICalCalendarMethod.PUBLISH,
    // No name: with one, ical-generator would convert all-day entries to the server's time zone.
    timezone: { name: null, generator: () => londonZone },
    ...(name ? { name, ttl: secondsBetweenReads } : {}),
  })
  for (const entry of entries)
    calendar.createEvent({
      ...timesOf(entry),
      id: entry.uid,
      sequence: entry.sequence ?? sequenceOf(entry.changedAt),
      stamp: entry.changedAt,
      lastModified: entry.changedAt,
      summary: withoutControls(entry.title),
      description: withoutControls(entry.text),
      ...(entry.address !== null && { url: entry.address }),
      transparency: ICalEventTransparency.TRANSPARENT,
    })
  return `${calendar.toString()}\r\n`
}

/** Records of these kinds can have several dates, each with its own calendar entry. */
const hasSeveralDates = (kind: string): boolean => ['recurring', 'consent'].includes(kind)

/** The UID of the calendar entry for a date of a record. */
export function uidOf(kind: string, id: string, baseUrl: string, day: Day): string {
  const parts = [kind.replace(' ', '-'), id, ...(hasSeveralDates(kind) ? [day] : [])]
  return `${parts.join('-')}@${new URL(baseUrl).hostname}`
}

const timesOf = (
  entry: CalendarEntry,
): Pick<ICalEventData, 'start' | 'end' | 'allDay' | 'timezone'> & { start: ICalDateTimeValue } =>
  'day' in entry
    ? { start: entry.day, end: addDays(entry.day, 1), allDay: true }
    : { start: inLondon(entry.from), end: inLondon(entry.until), timezone: 'Europe/London' }

/** Seconds from the start of 2026 to the change. A calendar replaces an entry when it gets one with a higher number. */
const sequenceOf = (changedAt: Instant): number =>
  Math.max(0, Math.floor(millisecondsBetween(instant('2026-01-01T00:00Z'), changedAt) / 1_000))

/** A Day.js date, because ical-generator would write a `Date` in the time zone of the server. */
const inLondon = (at: Instant): ICalDateTimeValue => ({
  format: (pattern?: string) => (pattern === 'YYYYMMDD' ? digitsIn(dayOf(at)) : `${digitsIn(londonTimeOf(at))}00`),
  isValid: () => true,
  toDate: () => dateOf(at),
  toJSON: () => at,
})

const digitsIn = (text: string): string => text.replace(/\D/g, '')

/** `Europe/London` as a VTIMEZONE (RFC 5545, section 3.6.5), with the summer time rules used since 1996. */
const londonZone = [
  'BEGIN:VTIMEZONE',
  'TZID:Europe/London',
  'X-LIC-LOCATION:Europe/London',
  'BEGIN:DAYLIGHT',
  'TZNAME:BST',
  'TZOFFSETFROM:+0000',
  'TZOFFSETTO:+0100',
  'DTSTART:19960331T010000',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'TZNAME:GMT',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0000',
  'DTSTART:19961027T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'END:STANDARD',
  'END:VTIMEZONE',
].join('\r\n')

/** A calendar keeps one entry for each `uid`, with the highest `sequence`. */
export interface CalendarMeeting {
  uid: string
  sequence: number
  startsAt: Instant
  endsAt: Instant
  title: string
  text: string
  place: string
  address: string
  isCancelled: boolean
}

/**
 * @param sent.from the sender, as `Name <address>` or an address
 * @returns the text of an .ics file (RFC 5546) that adds the meeting to one person's calendar, or removes it; in UTC,
 * so that clock changes do not move it
 */
export function calendarInvitation(
  { uid, sequence, startsAt, endsAt, title, text, place, address, isCancelled }: CalendarMeeting,
  sent: { language: string; from: string; to: string; at: Instant },
): string {
  const calendar = ical({
    prodId: { company: 'Library of Sanctuary', product: 'Meetings', language: sent.language },
    method: isCancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST,
  })
  calendar.createEvent({
    id: uid,
    sequence,
    stamp: sent.at,
    start: startsAt,
    end: endsAt,
    summary: withoutControls(title),
    description: withoutControls(text),
    location: place === '' ? null : withoutControls(place),
    url: address,
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: 'Library of Sanctuary', email: /<([^<>]+)>\s*$/.exec(sent.from)?.[1] ?? sent.from },
    attendees: [{ email: sent.to, rsvp: false }],
  })
  return `${calendar.toString()}\r\n`
}

/** The text without control characters other than line breaks, because ical-generator escapes no others. */
const withoutControls = (text: string): string => text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n]/gu, '')
