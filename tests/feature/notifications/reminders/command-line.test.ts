import { expect, test } from '@jest/globals'
import { BadSettings, readConfig } from '../../../../src/config.ts'
import { runChild } from '../../../support/child.ts'

test('reminders have the same dates on servers in four time zones', async () => {
  const said = await Promise.all(
    ['UTC', 'Europe/London', 'Pacific/Kiritimati', 'America/St_Johns'].map(TZ =>
      runChild('tests/support/processes/reminders-in-zone.ts', [], { TZ }),
    ),
  )
  expect(new Set(said.map(({ stdout }) => stdout)).size).toBe(1)
  const { mornings, drawn, calendar, meeting } = JSON.parse(said[0]!.stdout) as {
    mornings: string[]
    drawn: { subject: string }
    calendar: string
    meeting: string
  }
  expect(mornings).toEqual([
    '2028-01-30T07:00:00.000Z',
    '2028-02-28T07:00:00.000Z',
    '2028-02-29T07:00:00.000Z',
    '2028-03-01T07:00:00.000Z',
  ])
  expect([drawn.subject, calendar.includes('DTSTART;VALUE=DATE:20280229\r\nDTEND;VALUE=DATE:20280301\r\n')]).toEqual([
    'Renew your award by 29 February 2028: 30 days left',
    true,
  ])
  // the clocks go forward that night, so 1.30am does not exist
  expect(meeting).toContain(
    'DTSTART;TZID=Europe/London:20280326T023000\r\nDTEND;TZID=Europe/London:20280326T170000\r\n',
  )
})

test.each(['01:00', '01:30', '02:00', '7:00', '24:00', 'seven', '07:60'])('REMINDERS_AT=%s is refused', time => {
  expect(() => readConfig(settingsWith(time))).toThrow(BadSettings)
})

test('REMINDERS_AT=18:30 is accepted, and an empty value means 07:00', () => {
  expect(['18:30', ''].map(time => readConfig(settingsWith(time)).remindersAt)).toEqual(['18:30', '07:00'])
})

const settingsWith = (time: string) => ({
  BASE_URL: 'http://localhost:3000',
  SMTP_URL: 'smtp://127.0.0.1:25',
  SCANNER: 'none',
  SESSION_SECRET: 'x'.repeat(32),
  REMINDERS_AT: time,
})

test('a wrong command runs nothing, and prints one line that explains the mistake', async () => {
  const cases: [string[], string][] = [
    [[], 'name a job, one of: send-emails, '],
    [['sned-mail'], 'name a job, one of: send-emails, '],
    [['send-emails', 'now'], 'name a job'],
    [['send-reminders', '--day', '2027-02-30'], '--day must be a date that exists, such as 2027-03-01'],
    [['erase-removed', '--day', '2999-01-01'], '--day cannot be in the future, except with --dry-run'],
    [['send-reminders', '--day'], 'give the name of a job, and optionally --day YYYY-MM-DD and --dry-run'],
    [['send-emails', '--dry-run'], 'send-emails has no dry run; these have one: send-reminders'],
  ]
  const said = await Promise.all(cases.map(([typed]) => runChild('src/job.ts', typed)))
  expect(
    said.map(({ code, stdout, stderr }, place) => [
      code,
      stdout,
      stderr.split('\n').length,
      stderr.startsWith(`The job did not run: ${cases[place]![1]}`),
    ]),
  ).toEqual(cases.map(() => [1, '', 2, true]))
})
