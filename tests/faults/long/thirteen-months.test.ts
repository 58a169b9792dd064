import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import { beginSeed } from '../../../src/demo/seed.ts'
import type { Db } from '../../../src/db/connection.ts'
import { addDays, addMonths, instantAt, weekdayOf, type Day } from '../../../src/domain/time.ts'
import { runWhenDue } from '../../../src/jobs/runner.ts'
import { timetable } from '../../../src/jobs/timetable.ts'
import { longDay } from '../../../src/words/format.ts'
import { translator } from '../../../src/words/words.ts'
import { longTest } from '../../support/long-run.ts'
import { day, reminding, type Reminding } from '../../support/reminding.ts'
import { mailServer, type KeptEmail } from '../../support/smtp.ts'
import { dueToday, type Expected } from '../../support/thirteen-months/due-today.ts'
import { everySituation } from '../../support/thirteen-months/own-world.ts'
import { linesOf, sentSince, summaryOf } from '../../support/thirteen-months/reminder-table.ts'
import { dateIsRight } from '../../support/wrong-clock.ts'
import { missingFromWeeklyList } from '../../support/thirteen-months/weekly-check.ts'

// Runs the reminder jobs every morning for thirteen months in which nobody does anything. Starts with the libraries of
// the demo, and every four months adds one library in each situation (`everySituation`).

const first = day('2027-03-01')
const last = addMonths(first, Number(process.env.MONTHS ?? 13))
const t = translator('en')
/** A run stops early after this many problems. */
const enough = 30

const beforeReminders = ['release-letters', 'move-awards', 'expire-questions', 'expire-seat-offers']
const reminders = ['send-reminders', 'send-weekly-lists']

longTest(
  'in thirteen months, each reminder is sent once and on its day, in one email a morning',
  async () => {
    const server = await mailServer()
    const it = await reminding('sqlite', server)
    // Tests do not have to survive a power cut, so SQLite need not sync
    await it.service.database.writer.raw('pragma synchronous = off')
    it.at(first, '09:00')
    await beginSeed(join(it.service.database.dataFolder, 'uploads'))(it.service.parts)
    await dateIsRight(it.service)
    // the demo is made at 9am, when the jobs of its first morning should already have run
    await run(it, [...beforeReminders, ...reminders])
    await it.send()
    const problems: string[] = []
    for (let on = addDays(first, 1); on <= last && problems.length < enough; on = addDays(on, 1))
      problems.push(...(await aMorning(it, on)))
    problems.push(...(await silentLapses(it.service.parts.db)))
    const sent = await sentSince(it.service.parts.db, instantAt(first, '12:00'))
    write(`${summaryOf(sent)}\n\n${linesOf(sent)}\n`)
    expect(problems).toEqual([])
    const roles = new Set(sent.filter(({ kind }) => kind.startsWith('reminder')).map(({ as }) => as))
    expect([...roles].toSorted()).toEqual([
      'appraiser',
      'chair',
      'contributor',
      'coordinator',
      'invited',
      'lead',
      'mailbox',
      'named',
      'observer',
      'owner',
      'trustee',
    ])
    expect(sent.filter(({ as }) => as.includes('administrator')).map(({ kind }) => kind)).toContain('clock held')
    expect(new Set(sent.map(({ kind }) => kind).filter(kind => kind.startsWith('reminder'))).size).toBe(15)
    await it.service.end()
    await server.close()
  },
  3_000_000,
)

/**
 * Runs one morning’s jobs, at 7am.
 * @returns the problems with its emails
 */
async function aMorning(it: Reminding, on: Day): Promise<string[]> {
  const { parts } = it.service
  if (on.endsWith('-09-15')) await wrongClock(it, on)
  it.at(on, '07:00')
  if (on.slice(8) === '02' && ['03', '07', '11'].includes(on.slice(5, 7)))
    await everySituation(it.service, addDays(on, -1))
  await run(it, beforeReminders)
  await it.send()
  const expected = await dueToday(parts.db, on)
  const before = it.server.emails.length
  await run(it, reminders)
  await it.send()
  await run(it, reminders)
  await it.send()
  const emails = it.server.emails.slice(before)
  const weekly = emails.filter(isWeekly)
  const digests = emails.filter(email => !isWeekly(email))
  return [
    ...comparing(on, expected, digests),
    ...(weekdayOf(on) === 1 ? await missingFromWeeklyList(parts.db, weekly, on) : []),
  ]
}

/** Runs the jobs with the clock 400 days ahead. The service holds the jobs and emails the administrators. */
async function wrongClock(it: Reminding, on: Day): Promise<void> {
  it.at(addDays(on, 400), '06:00')
  await run(it, [...beforeReminders, ...reminders])
  await it.send()
}

async function run({ service: { parts } }: Reminding, names: readonly string[]): Promise<void> {
  for (const job of timetable.filter(({ name }) => names.includes(name)))
    await runWhenDue(parts, job, new AbortController().signal)
}

/** Awards that lapsed during the run although no lead was emailed about it. */
async function silentLapses(db: Db): Promise<string[]> {
  const lapsed = await db('award_changes').where({ move: 'lapse' }).where('from_day', '>', first).pluck('award_id')
  const told = await db('outbox').where({ name: 'award lapsed' }).whereNotNull('person_id').pluck('entity_id')
  return lapsed.filter(id => !told.includes(id)).map(id => `lapsed in silence: ${id}`)
}

const isWeekly = ({ parsed }: KeptEmail): boolean => parsed.subject?.startsWith('This week:') ?? false

/** The differences between the emails of a morning and the expected reminders, one line each. */
function comparing(on: Day, expected: readonly Expected[], digests: readonly KeptEmail[]): string[] {
  const read = digests.map(({ to: [address], parsed }) => ({
    address: String(address).toLowerCase(),
    subject: parsed.subject,
  }))
  const addresses = read.map(({ address }) => address)
  const due = new Set(expected.map(({ address }) => address.toLowerCase()))
  return [
    ...addresses.filter((address, at) => addresses.indexOf(address) !== at).map(address => `${on} twice: ${address}`),
    ...read.filter(({ address }) => !due.has(address)).map(it => `${on} unexpected: ${JSON.stringify(it)}`),
    ...expected.filter(line => !isIn(line, digests)).map(line => `${on} missing: ${JSON.stringify(line)}`),
  ]
}

/** Whether an email to the expected address names the library and the date. */
const isIn = ({ address, organisation, about }: Expected, digests: readonly KeptEmail[]): boolean =>
  digests.some(({ to: [to], parsed }) => {
    const text = `${parsed.subject} ${parsed.text}`.replace(/\s+/g, ' ')
    return (
      String(to).toLowerCase() === address.toLowerCase() &&
      text.includes(organisation) &&
      text.includes(longDay(t, about))
    )
  })

function write(table: string): void {
  const file = process.env.REMINDER_TABLE
  if (file) writeFileSync(file, table)
  else process.stdout.write(`${table.split('\n\n')[0]}\n`)
}
