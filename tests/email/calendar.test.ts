import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import ICAL from 'ical.js'
import { instantAt, parseDay } from '../../src/domain/time.ts'
import { calendarOf, type CalendarDay } from '../../src/email/calendar.ts'

const at = instantAt(parseDay('2028-01-30')!, '07:00')
const entry = (given: Partial<CalendarDay> = {}): CalendarDay => ({
  uid: 'award-a-2028-02-29@sanctuary.example',
  day: parseDay('2028-02-29')!,
  title: 'Last day of the award',
  text: 'Renew it by then.',
  address: 'https://sanctuary.example/awards/a',
  ...given,
})

/** The calendar file, parsed by a library that is not ours. */
const read = (file: string): ICAL.Event[] =>
  new ICAL.Component(ICAL.parse(file) as unknown[])
    .getAllSubcomponents('vevent')
    .map(component => new ICAL.Event(component))

test('writes all-day entries without a time zone, with the time when they were written', () => {
  const file = calendarOf([entry(), entry({ uid: 'b', day: parseDay('2027-12-31')! })], 'en', at)
  expect(file.split('\r\n')).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Library of Sanctuary//Reminders//EN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    'UID:award-a-2028-02-29@sanctuary.example',
    'SEQUENCE:0',
    'DTSTAMP:20280130T070000Z',
    'DTSTART;VALUE=DATE:20280229',
    'DTEND;VALUE=DATE:20280301',
    'X-MICROSOFT-CDO-ALLDAYEVENT:TRUE',
    'X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT:TRUE',
    'SUMMARY:Last day of the award',
    'TRANSP:TRANSPARENT',
    'DESCRIPTION:Renew it by then.',
    'URL;VALUE=URI:https://sanctuary.example/awards/a',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:b',
    'SEQUENCE:0',
    'DTSTAMP:20280130T070000Z',
    'DTSTART;VALUE=DATE:20271231',
    'DTEND;VALUE=DATE:20280101',
    ...file.split('\r\n').slice(23, 29),
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ])
})

test.each([
  ['marks that have a meaning in the file', 'Ours; yours, theirs: \\n "both"'],
  ['a line that would begin another entry', 'Renew\r\nEND:VEVENT\r\nBEGIN:VEVENT\rSUMMARY:x'],
  ['every script', 'ሰላም سلام Ŵythnos Сонце 👩🏽‍🦱'.repeat(20)],
  ['control characters', 'a\0b\u0007c\u0085d\u007fe'],
])('%s in a text are kept as text', (_what, text) => {
  const [event, ...others] = read(calendarOf([entry({ title: text, text })], 'en', at))
  const shown = text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n]/gu, '')
  expect([event!.summary, event!.description, others]).toEqual([shown, shown, []])
})

test('keeps any text, and writes lines of at most 75 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), text => {
      const file = calendarOf([entry({ title: text, text })], 'cy', at)
      expect(file.split('\r\n').filter(line => Buffer.byteLength(line) > 75)).toEqual([])
      expect(read(file).map(({ summary, description }) => [summary ?? '', description ?? ''])).toEqual([[text, text]])
    }),
    { seed: 1 },
  )
})
