import { libraryStream } from '../../src/domain/framework.ts'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { addDays, dayOf, systemClock } from '../../src/domain/time.ts'
import { latestFrameworkVersionId } from '../../src/modules/frameworks/frameworks/framework.store.ts'
import { sendReminders } from '../../src/modules/notifications/mornings/morning.actions.ts'
import { endMorning } from '../../src/modules/notifications/mornings/morning.store.ts'
import { sendEmails } from '../../src/modules/notifications/emails/email.actions.ts'
import { smtpTransport } from '../../src/email/smtp.ts'
import { openParts } from '../../src/parts.ts'
import { median } from './load.ts'
import { person } from './rows.ts'
import { awardsHeld } from './seed-awards.ts'
import { benchConfig } from './settings.ts'

/** Emails a second, in each round. */
export interface EmailPace {
  name: string
  emails: number
  pace: number[]
}

/** Milliseconds that the test server takes for one email. */
const milliseconds = 50
const [few, many] = [500, 5_000]
const allRemindersDue = [{ status: 'renewal open', of: 100, endsIn: [30, 30] }] as const

/**
 * Measures a morning's reminders over one connection, in alternation with a bare loop of nodemailer, and one large
 * morning.
 */
export async function measureEmails(rounds: number): Promise<EmailPace[]> {
  const server = fork(join(import.meta.dirname, 'mail-server.js'), [String(milliseconds)])
  try {
    const [{ port }] = (await once(server, 'message')) as [{ port: number }]
    const [bare, ours]: [EmailPace, EmailPace] = [
      { name: 'a bare loop of nodemailer', emails: few, pace: [] },
      { name: 'reminders', emails: few, pace: [] },
    ]
    for (let round = 0; round < rounds; round += 1) {
      bare.pace.push(await bareLoop(port, few))
      ours.pace.push(await morning(port, few))
    }
    return [bare, ours, { name: 'reminders', emails: many, pace: [await morning(port, many)] }]
  } finally {
    server.disconnect()
  }
}

async function bareLoop(port: number, emails: number): Promise<number> {
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    pool: true,
    maxConnections: 1,
    maxMessages: Infinity,
    ignoreTLS: true,
  })
  const began = performance.now()
  for (let sent = 0; sent < emails; sent += 1) {
    const text = 'Your renewal is due in 30 days. '.repeat(20)
    await transport.sendMail({
      from: 'no-reply@localhost',
      to: `lead-${sent}@library.example`,
      subject: 'Your renewal is due',
      text,
      html: `<p>${text}</p>`,
    })
  }
  const pace = (emails / (performance.now() - began)) * 1_000
  transport.close()
  return pace
}

/**
 * Queues one reminder for each reader and award, and measures sending them, with all checks.
 * @returns emails a second
 */
async function morning(port: number, emails: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'sanctuary-bench-'))
  const config = { ...benchConfig(folder, null), smtpUrl: `smtp://127.0.0.1:${port}` }
  const { parts, database } = await openParts(config, {
    mail: smtpTransport(config.smtpUrl, config.mailFrom),
    clock: systemClock,
  })
  try {
    const [now, today] = [systemClock.now(), dayOf(systemClock.now())]
    await database.transaction(async trx => {
      await awardsHeld(
        trx,
        await latestFrameworkVersionId(trx, libraryStream),
        await person(trx, 'Ada Moss'),
        emails,
        allRemindersDue,
      )
      const hour = { morning: addDays(today, -1), people: emails, startedAt: now }
      await endMorning(trx, hour, now) // the same number as before, so that the sending limit does not stop them
    })
    const { people } = await sendReminders(parts, today)
    const began = performance.now()
    const sent = await sendEmails(parts)
    const pace = (sent / (performance.now() - began)) * 1_000
    if (people !== emails || sent !== emails)
      throw new Error(`${people} emails were written and ${sent} sent, not ${emails}`)
    return pace
  } finally {
    parts.mail.close()
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

export const paceOf = ({ pace }: EmailPace): number => median(pace)
