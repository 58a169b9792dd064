import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { once } from 'node:events'
import { addMinutes, instantAt, type Instant } from '../../src/domain/time.ts'
import { checkInvariants, lineOf } from '../../src/invariants/check.ts'
import { anAwardedLibrary, day, reminding, type Reminding, type WithAward } from '../mail/reminding.ts'
import { startChild, type Child } from '../support/child.ts'
import { engines } from '../support/database.ts'
import { mailServer, type MailServer } from '../support/smtp.ts'

// F05, F23: the process that sends a morning's reminders is killed, or stopped for longer than its lease, at the worst moments: when the
// mail server has the whole letter. `KILLS=12 npm test -- faults/reminders` for more of it.

const kills = Number(process.env.KILLS ?? 3)
const morning = instantAt(day('2027-04-08'), '07:00')

describe.each(engines.filter(engine => engine !== 'sqlite in memory'))('a run of reminders (%s)', engine => {
  let server: MailServer
  beforeAll(async () => { server = await mailServer() })
  afterAll(() => server.close())

  test('that is killed again and again forgets nobody, and repeats itself at most once for each time', async () => {
    const { it, libraries } = await libraryLeads(kills + 3)
    for (let round = 0; round < kills; round += 1) {
      const next = server.mails.length + 1
      let child: Child | null = null
      const killed = new Promise<void>(done => server.onMail(round % 2 === 0 ? 'after the answer' : 'before the answer', async () => {
        if (server.mails.length < next || !child) return
        await child.kill()
        done()
      }))
      child = await runner(it, addMinutes(morning, round * 6))       // past the lease of the one before, within the hour of what is unclear
      await killed
    }
    server.onMail('after the answer', () => undefined)
    for (const later of [kills * 6, kills * 6 + 70]) await toItsEnd(await runner(it, addMinutes(morning, later)))
    const letters = await lettersOf(it, libraries)
    expect(letters.filter(({ status, came, resent }) => status !== 'sent' || came < 1 || came > 1 + resent)).toEqual([])
    expect(letters.reduce((sum, { resent }) => sum + resent, 0)).toBeLessThanOrEqual(kills)
    expect(await broken(it, addMinutes(morning, kills * 6 + 75))).toEqual([])
    await it.service.end()
  }, 120_000)

  test('that is stopped past its lease writes nothing when it goes on, and only the letter that it held comes again', async () => {
    const { it, libraries } = await libraryLeads(3)
    let first: Child | null = null
    const stopped = new Promise<void>(done => server.onMail('before the answer', () => {
      if (first?.process.kill('SIGSTOP')) done()
      first = null
    }))
    const paused = first = await runner(it, morning)
    await stopped
    for (const later of [6, 76]) await toItsEnd(await runner(it, addMinutes(morning, later)))
    const before = await lettersOf(it, libraries)
    paused.process.kill('SIGCONT')
    await toItsEnd(paused)
    expect(before.map(({ status, came, resent }) => [status, came, resent]).sort()).toEqual([['sent', 1, 0], ['sent', 1, 0], ['sent', 2, 1]])
    expect(await lettersOf(it, libraries)).toEqual(before)
    await it.service.end()
  }, 120_000)

  async function libraryLeads(count: number): Promise<{ it: Reminding; libraries: WithAward[] }> {
    server.mails.length = 0
    const it = await reminding(engine, server)
    const libraries = []
    for (let number = 0; number < count; number += 1) libraries.push(await anAwardedLibrary(it.service))
    return { it, libraries }
  }

  const runner = (it: Reminding, at: Instant): Promise<Child> => startChild('tests/support/reminder-runner.ts', [it.service.database.where, server.url, at])

  /** Each lead's letter: what is written of it, and how often it came. */
  async function lettersOf({ service }: Reminding, libraries: readonly WithAward[]): Promise<{ lead: string; status: string; resent: number; generation: number; came: number }[]> {
    const rows = await service.database.writer('outbox').where({ name: 'reminders' }).select('person_id', 'status', 'resent', 'lease_generation')
    return libraries.flatMap(({ lead }) => rows.filter(({ person_id }) => person_id === lead.id).map(({ status, resent, lease_generation }) => (
      { lead: lead.email, status, resent: Number(resent), generation: Number(lease_generation), came: server.to(lead.email).length })))
  }
})

async function toItsEnd({ process }: Child): Promise<void> {
  if (process.exitCode === null) await once(process, 'exit')
  expect(process.exitCode).toBe(0)
}

/** Of the rules about mail. */
async function broken({ service: { database } }: Reminding, now: Instant): Promise<string[]> {
  const found = await checkInvariants({ database, uploads: `${database.dataFolder}/uploads`, now, told: [] })
  return found.map(lineOf).filter(line => /^I(4|9) /.test(line))
}
