import pino from 'pino'
import { openDatabase } from '../../src/db/connection.ts'
import { movingClock } from '../../src/demo/clock.ts'
import { dayOf, instant } from '../../src/domain/time.ts'
import { sendReminders } from '../../src/features/reminders/morning.actions.ts'
import { sendMail } from '../../src/jobs/send-mail.ts'
import { smtpTransport } from '../../src/mail/smtp.ts'
import type { Parts } from '../../src/parts.ts'

// A morning of reminders in a process of its own, to be killed or stopped: … tests/support/reminder-runner.ts <database> <mail server> <instant>

const [where, smtpUrl, at] = process.argv.slice(2)
const clock = movingClock()
clock.set(instant(at!))
const database = openDatabase(where!)
const config = { baseUrl: 'https://sanctuary.example', sessionSecret: 'a secret for the tests, long enough', demo: false } as Parts['config']
const mail = smtpTransport(smtpUrl!, 'Library of Sanctuary <no-reply@sanctuary.example>')
const parts = { config, db: database.db, write: database.write, mail, clock, log: pino({ level: 'silent' }) }
process.stdout.write(`${process.pid}\n`)
await sendReminders(parts, dayOf(clock.now()))
await sendMail(parts)
mail.close()
await database.close()
