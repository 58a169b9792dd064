import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import { addDays, type Day, type Instant } from '../domain/time.ts'

/** An entry for one day in a calendar. */
export interface CalendarDay {
  /** the same for each subject and day, so that a calendar keeps one entry when it gets several files */
  uid: string
  day: Day
  title: string
  text: string
  address: string
}

/**
 * @param language the language of the titles and texts
 * @returns the text of an .ics file (RFC 5545). Its entries have no time or time zone, so every calendar shows them on
 * that day
 */
export function calendarOf(days: readonly CalendarDay[], language: string, at: Instant): string {
  const calendar = ical({
    prodId: { company: 'Library of Sanctuary', product: 'Reminders', language },
    method: ICalCalendarMethod.PUBLISH,
  })
  for (const { uid, day, title, text, address } of days)
    calendar.createEvent({
      id: uid,
      stamp: at,
      start: day,
      end: addDays(day, 1),
      allDay: true,
      summary: withoutControls(title),
      description: withoutControls(text),
      url: address,
      transparency: ICalEventTransparency.TRANSPARENT,
    })
  return `${calendar.toString()}\r\n`
}

/** A meeting in a calendar. A calendar keeps one entry for each `uid`, and follows the highest `sequence`. */
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
 * @returns the text of an .ics file (RFC 5546) that adds the meeting to one person's calendar, or removes it. Its times
 * are in UTC, so a change of clocks does not move them
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

/** ical-generator escapes line breaks but keeps other control characters. */
const withoutControls = (text: string): string => text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n]/gu, '')
