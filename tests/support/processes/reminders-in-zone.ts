import { scheduleOf } from '../../../src/domain/reminder-schedule.ts'
import { instantAt, parseDay } from '../../../src/domain/time.ts'
import { calendarOf } from '../../../src/email/calendar.ts'
import { renderDigest } from '../../../src/email/templates/reminders.ts'
import { translator } from '../../../src/words/words.ts'

// Prints the times of a reminder schedule, an email and two calendar entries, for tests of the server’s time zone.
const [about, today] = [parseDay('2028-02-29')!, parseDay('2028-01-30')!]
const schedule = scheduleOf({
  kind: 'award',
  id: 'a',
  about,
  steps: [30, 1, 0, -1],
  from: parseDay('2027-01-01')!,
  recipients: [{ id: 'lead', as: 'lead', since: null }],
  standInFrom: null,
  emailsSwitchedOn: null,
})
const line = {
  kind: 'award',
  entityId: 'a',
  as: 'lead',
  about,
  organisationId: 'o',
  organisation: 'Ashcombe',
  applicationId: null,
  lapsesAfter: null,
  isSuspended: false,
  hasNoReachableLead: false,
  emailsSwitchedOn: null,
} as const
process.stdout.write(
  JSON.stringify({
    mornings: schedule.map(({ dueOn }) => instantAt(dueOn, '07:00')),
    drawn: renderDigest(translator('en'), [line], today),
    calendar: calendarOf(
      [
        {
          uid: 'u',
          day: about,
          title: 'Last day',
          text: 'x',
          address: 'https://sanctuary.example/',
          changedAt: instantAt(today, '07:00'),
        },
      ],
      { language: 'en' },
    ),
    meeting: calendarOf(
      [
        {
          uid: 'm',
          from: instantAt(parseDay('2028-03-26')!, '01:30'),
          until: instantAt(parseDay('2028-03-26')!, '17:00'),
          title: 'Meeting',
          text: 'x',
          address: 'https://sanctuary.example/',
          changedAt: instantAt(today, '07:00'),
        },
      ],
      { language: 'en' },
    ),
  }),
)
