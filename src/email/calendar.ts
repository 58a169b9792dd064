import { addDays, type Day, type Instant } from '../domain/time.ts'

/** One day to keep in mind. */
export interface CalendarDay {
  /** stays the same for the same thing and day, however often it is sent: a calendar then keeps one entry */
  uid: string
  day: Day
  title: string
  text: string
  address: string
}

const lineLength = 75

/** Days as a calendar takes them (RFC 5545): whole days without a time or a zone, so no clock moves them. */
export function calendarOf(days: readonly CalendarDay[], language: string, at: Instant): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Library of Sanctuary//Reminders//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    ...days.flatMap(({ uid, day, title, text, address }) => [
      'BEGIN:VEVENT',
      `UID:${uid}`,
      `DTSTAMP:${at.slice(0, 19).replace(/[-:]/g, '')}Z`,
      `DTSTART;VALUE=DATE:${plain(day)}`,
      `DTEND;VALUE=DATE:${plain(addDays(day, 1))}`,
      `SUMMARY;LANGUAGE=${language}:${escaped(title)}`,
      `DESCRIPTION;LANGUAGE=${language}:${escaped(text)}`,
      `URL:${address}`,
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ]
  return lines
    .flatMap(folded)
    .map(line => `${line}\r\n`)
    .join('')
}

const plain = (day: Day): string => day.replaceAll('-', '')

const escaped = (text: string): string =>
  text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/\p{Cc}/gu, '')

/** A line is at most 75 bytes; one that goes on begins with a space. No letter is cut in two. */
function folded(line: string): string[] {
  const lines = ['']
  for (const email of line) {
    if (Buffer.byteLength(lines.at(-1)! + email) > lineLength) lines.push(' ')
    lines[lines.length - 1] += email
  }
  return lines
}
