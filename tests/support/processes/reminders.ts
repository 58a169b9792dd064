import { writeOf } from '../work.ts'
import pino from 'pino'
import type { Config } from '../../../src/config.ts'
import { openDatabase } from '../../../src/db/connection.ts'
import { addMinutes, instantAt, parseDay } from '../../../src/domain/time.ts'
import { sendReminders } from '../../../src/modules/notifications/mornings/morning.actions.ts'
import { queueWeeklyLists } from '../../../src/modules/notifications/weekly/weekly.actions.ts'
import { sendEmails } from '../../../src/modules/notifications/sending/sending.actions.ts'
import { smtpTransport } from '../../../src/email/smtp.ts'
import type { Parts } from '../../../src/parts.ts'

// Sends a morning's reminders, the weekly lists and the other emails in the outbox.
// Arguments: the database, the mail server, the day, the minutes after 7am.
const [where, url, on, minutes = '0'] = process.argv.slice(2)
const day = parseDay(on!)!
const database = openDatabase(where!)
const at = addMinutes(instantAt(day, '07:00'), Number(minutes))
const config = {
  baseUrl: 'https://sanctuary.example',
  sessionSecret: 'a secret for the tests, long enough',
  demo: false,
} as Config
const parts = {
  config,
  db: database.db,
  write: writeOf(database, { now: () => at }),
  mail: smtpTransport(url!, 'Library of Sanctuary <no-reply@sanctuary.example>'),
  clock: { now: () => at },
  log: pino({ level: 'silent' }),
} as Parts
process.stdout.write('0\n')
await sendReminders(parts, day)
await queueWeeklyLists(parts, day)
await sendEmails(parts)
parts.mail.close()
await database.close()
