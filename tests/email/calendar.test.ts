import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import ICAL from 'ical.js'
import { addDays, instantAt, parseDay, type Day, type Instant } from '../../src/domain/time.ts'
import { calendarOf, type CalendarEntry } from '../../src/email/calendar.ts'

const at = instantAt(parseDay('2028-01-30')!, '07:00')
const entry = (given: { uid?: string; day?: Day; title?: string; text?: string } = {}): CalendarEntry => ({
  uid: 'award-a@sanctuary.example',
  day: parseDay('2028-02-29')!,
  changedAt: at,
  title: 'Last day of the award',
  text: 'Renew it by then.',
  address: 'https://sanctuary.example/awards/a',
  ...given,
})

/** The entries of a calendar file, read by an independent library. */
const read = (file: string): ICAL.Event[] =>
  new ICAL.Component(ICAL.parse(file) as unknown[])
    .getAllSubcomponents('vevent')
    .map(component => new ICAL.Event(component))

test('an all-day entry has dates without a time zone, and a DTSTAMP', () => {
  const file = calendarOf([entry(), entry({ uid: 'b', day: parseDay('2027-12-31')! })], { language: 'en' })
  expect(file.split('\r\n')).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Library of Sanctuary//Reminders//EN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    'UID:award-a@sanctuary.example',
    'SEQUENCE:65602800',
    'DTSTAMP:20280130T070000Z',
    'DTSTART;VALUE=DATE:20280229',
    'DTEND;VALUE=DATE:20280301',
    'X-MICROSOFT-CDO-ALLDAYEVENT:TRUE',
    'X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT:TRUE',
    'SUMMARY:Last day of the award',
    'TRANSP:TRANSPARENT',
    'DESCRIPTION:Renew it by then.',
    'URL;VALUE=URI:https://sanctuary.example/awards/a',
    'LAST-MODIFIED:20280130T070000Z',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:b',
    'SEQUENCE:65602800',
    'DTSTAMP:20280130T070000Z',
    'DTSTART;VALUE=DATE:20271231',
    'DTEND;VALUE=DATE:20280101',
    ...file.split('\r\n').slice(24, 31),
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ])
})

test.each([
  ['punctuation that has a meaning in a calendar file', 'Ours; yours, theirs: \\n "both"'],
  ['a line that would begin another entry', 'Renew\r\nEND:VEVENT\r\nBEGIN:VEVENT\rSUMMARY:x'],
  ['every script', 'ሰላም سلام Ŵythnos Сонце 👩🏽‍🦱'.repeat(20)],
  ['control characters', 'a\0b\u0007c\u0085d\u007fe'],
])('an entry keeps its text, except control characters: %s', (_what, text) => {
  const [event, ...others] = read(calendarOf([entry({ title: text, text })], { language: 'en' }))
  const shown = text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n]/gu, '')
  expect([event!.summary, event!.description, others]).toEqual([shown, shown, []])
})

test('an entry keeps any text, and no line of the file has more than 75 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), text => {
      const file = calendarOf([entry({ title: text, text })], { language: 'cy' })
      expect(file.split('\r\n').filter(line => Buffer.byteLength(line) > 75)).toEqual([])
      expect(read(file).map(({ summary, description }) => [summary ?? '', description ?? ''])).toEqual([[text, text]])
    }),
    { seed: 1 },
  )
})

/** The days on which clocks change in 2027 and 2028, and the days around them. */
const clockChanges = ['2027-03-28', '2027-10-31', '2028-03-26', '2028-10-29']
  .map(text => parseDay(text)!)
  .flatMap(day => [-1, 0, 1].map(days => addDays(day, days)))

/** The times shown by a calendar that knows time zones only from the file, as Outlook does. */
function shownIn(file: string): { start: string; end: string; utc: string[]; zone: string }[] {
  const calendar = new ICAL.Component(ICAL.parse(file) as unknown[])
  ICAL.TimezoneService.reset()
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
  return read(file).map(({ startDate, endDate }) => ({
    start: startDate.toString(),
    end: endDate.toString(),
    utc: [startDate, endDate].map(time => time.toJSDate().toISOString()),
    zone: startDate.zone.tzid,
  }))
}

const meetingOn = (day: Day, from: string, until: string): CalendarEntry & { from: Instant; until: Instant } => ({
  uid: `meeting-${day}@sanctuary.example`,
  from: instantAt(day, from),
  until: instantAt(day, until),
  changedAt: at,
  title: 'Meeting',
  text: 'Read by then.',
  address: 'https://sanctuary.example/home',
})

test.each(clockChanges)('an independent library reads the correct London times on %s', day => {
  const meeting = meetingOn(day, '00:30', '17:00')
  expect(shownIn(calendarOf([meeting], { language: 'en' }))).toEqual([
    { start: `${day}T00:30:00`, end: `${day}T17:00:00`, utc: [meeting.from, meeting.until], zone: 'Europe/London' },
  ])
})

test.each(clockChanges)('an entry for the whole of %s is one day without a time', day => {
  const [event, ...others] = read(calendarOf([entry({ day })], { language: 'en' }))
  const { startDate, endDate } = event!
  expect([startDate.isDate, endDate.isDate, startDate.toString(), endDate.toString(), others]).toEqual([
    true,
    true,
    day,
    addDays(day, 1),
    [],
  ])
})

test('the time zone is described once, and only in a file with times', () => {
  const zones = (entries: readonly CalendarEntry[]) =>
    calendarOf(entries, { language: 'en' }).split('BEGIN:VTIMEZONE').length - 1
  const [day] = clockChanges
  expect([
    zones([entry()]),
    zones([entry(), meetingOn(day!, '09:00', '10:00'), meetingOn(addDays(day!, 9), '09:00', '10:00')]),
  ]).toEqual([0, 1])
})

test('an entry that was changed later has a higher sequence, and equal entries give an identical file', () => {
  const changedAt = instantAt(parseDay('2028-01-30')!, '07:01')
  const file = (entries: readonly CalendarEntry[]) => calendarOf(entries, { language: 'en', name: 'Dates' })
  const sequences = [entry(), { ...entry(), changedAt }].map(each => read(file([each]))[0]!.sequence)
  const [first, second] = [file([entry()]), file([entry()])]
  expect([sequences[1]! - sequences[0]!, first === second]).toEqual([60, true])
})
