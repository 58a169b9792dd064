import { libraryStream } from '../../src/domain/framework.ts'
import { fork } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import type { Config } from '../../src/config.ts'
import type { Database } from '../../src/db/connection.ts'
import { addDays, dayOf, systemClock } from '../../src/domain/time.ts'
import { latestFrameworkVersionId } from '../../src/modules/frameworks/frameworks/framework.store.ts'
import { sendReminders } from '../../src/modules/notifications/mornings/morning.actions.ts'
import { endMorning } from '../../src/modules/notifications/mornings/morning.store.ts'
import { sendEmails } from '../../src/modules/notifications/sending/sending.actions.ts'
import { smtpTransport } from '../../src/email/smtp.ts'
import type { Transport } from '../../src/email/transport.ts'
import { openParts, type Parts } from '../../src/parts.ts'
import { messageOf, release } from './children.ts'
import type { Engine } from './measure.ts'
import { startPostgres } from './postgres.ts'
import { person } from './rows.ts'
import { awardsHeld } from './seed-awards.ts'
import { benchConfig } from './settings.ts'

/**
 * Emails a second, for a morning's reminders (`ours`) and for a bare loop of nodemailer that alternates with them
 * (`bare`).
 */
export interface EmailPace {
  engine: Engine
  emails: number
  bare: number[]
  ours: number[]
}

/** Milliseconds that the test server takes for one email. */
const milliseconds = 50
const [few, many] = [500, 5_000]
const allRemindersDue = [{ status: 'renewal open', of: 100, endsIn: [30, 30] }] as const

/**
 * Sends `few` emails in each of `rounds` mornings and `many` in one more, over one connection. After every `few`
 * emails, a loop sends as many without the service, so that other work on the machine affects both speeds alike.
 */
export async function measureEmails(rounds: number, engines: readonly Engine[]): Promise<EmailPace[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sanctuary-bench-'))
  chmodSync(folder, 0o711) // PostgreSQL runs as another user when this process runs as root
  const postgres = engines.includes('postgresql') ? await startPostgres(join(folder, 'postgres')) : null
  const server = fork(join(import.meta.dirname, 'mail-server.js'), [String(milliseconds)])
  try {
    const { port } = await messageOf<{ port: number }>(server)
    const paces: EmailPace[] = []
    for (const engine of engines)
      for (const [index, emails] of [...Array.from({ length: rounds }, () => few), many].entries()) {
        const name = `${engine}_${index}`
        const dataFolder = join(folder, name)
        mkdirSync(dataFolder)
        const databaseUrl = engine === 'postgresql' ? await postgres!.newDatabase(name) : null
        const config = { ...benchConfig(dataFolder, databaseUrl), smtpUrl: `smtp://127.0.0.1:${port}` }
        const { bare, ours } = await morning(config, emails)
        const same = paces.find(each => each.engine === engine && each.emails === emails)
        if (same) same.bare.push(...bare) && same.ours.push(...ours)
        else paces.push({ engine, emails, bare, ours })
      }
    return paces
  } finally {
    release(server)
    postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @returns emails a second */
async function bareLoop(url: string, emails: number): Promise<number> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: Number(new URL(url).port),
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

/** Queues reminders about a number of awards, each for a different person, and measures sending them in one run. */
async function morning(config: Config, emails: number): Promise<Pick<EmailPace, 'bare' | 'ours'>> {
  const measured = { bare: [] as number[], ours: [] as number[] }
  const smtp = smtpTransport(config.smtpUrl, config.mailFrom)
  let [taken, began] = [0, 0]
  /** Ends a part of the run, measures a bare loop, and begins the next part. */
  const compare = async (): Promise<void> => {
    measured.ours.push((few / (performance.now() - began)) * 1_000)
    measured.bare.push(await bareLoop(config.smtpUrl, few))
    began = performance.now()
  }
  const mail: Transport = {
    ...smtp,
    send: async message => {
      if (taken > 0 && taken % few === 0) await compare()
      taken += 1
      return smtp.send(message)
    },
  }
  const { parts, database } = await openParts(config, { mail, clock: systemClock })
  try {
    const people = await queueMorning(parts, database, emails)
    began = performance.now()
    const sent = await sendEmails(parts)
    await compare()
    if (people !== emails || sent !== emails)
      throw new Error(`${people} emails were written and ${sent} sent, not ${emails}`)
    return measured
  } finally {
    parts.mail.close()
    await database.close()
  }
}

/** @returns the number of people whose reminders are queued */
async function queueMorning(parts: Parts, database: Database, emails: number): Promise<number> {
  const [now, today] = [systemClock.now(), dayOf(systemClock.now())]
  await database.transaction(async trx => {
    const version = await latestFrameworkVersionId(trx, libraryStream)
    await awardsHeld(trx, {
      versionId: version,
      staff: await person(trx, 'Ada Moss'),
      size: emails,
      shares: allRemindersDue,
    })
    const hour = { morning: addDays(today, -1), people: emails, startedAt: now }
    await endMorning(trx, hour, now) // as many as on the previous morning, so that the sending limit does not stop them
  })
  return (await sendReminders(parts, today)).people
}
