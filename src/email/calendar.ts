import ical, { ICalCalendarMethod, ICalEventTransparency } from 'ical-generator'
import { addDays, type Day, type Instant } from '../domain/time.ts'

/** An entry for one day in a calendar. */
export interface CalendarDay {
  /** the same for the same subject and day, so that a calendar keeps one entry however often it is sent */
  uid: string
  day: Day
  title: string
  text: string
  address: string
}

/**
 * @param language of the titles and texts
 * @returns the text of an .ics file (RFC 5545). Its entries have no time or time zone, so every calendar shows that day
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

/** ical-generator escapes line breaks but keeps other control characters. */
const withoutControls = (text: string): string => text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n]/gu, '')
