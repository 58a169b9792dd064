import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { closeSync, mkdtempSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { theService } from '../../../src/domain/actor.ts'
import { problemsIn } from '../../../src/domain/service-problems.ts'
import { addMinutes, instant } from '../../../src/domain/time.ts'
import { endOutage, noteOutage } from '../../../src/email/outage.store.ts'
import { noteMailbox } from '../../../src/modules/notifications/bounces/bounce.store.ts'
import { checkDatabase, watchService } from '../../../src/modules/site/service/service.actions.ts'
import { isDatabaseSound, saveDatabaseCheck, saveProblems } from '../../../src/modules/site/service/service.store.ts'
import type { Parts } from '../../../src/parts.ts'
import { openDatabase, type Db } from '../../../src/db/connection.ts'
import { eachDatabase } from '../../support/database.ts'
import { aPersonWho, signedIn, type APerson } from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import { aVisitor } from '../../support/visitor.ts'
import { dateIsRight, runJobs } from '../../support/wrong-clock.ts'

const now = instant('2027-03-02T09:00:00.000Z')
const well = {
  mailDownSince: null,
  emailsFailed: 9,
  jobs: [{ name: 'move-awards', endedAt: addMinutes(now, -25 * 60) }],
  freeBytes: 3 * 1024 ** 3,
  isScannerDown: false,
  isDatabaseSound: true,
  damagedFiles: 0,
  mailboxUnreadableSince: addMinutes(now, -59),
  administrators: 2,
}

test('a healthy service has no problems', () => {
  expect(problemsIn(well, now)).toEqual([])
})

test.each([
  [{ mailDownSince: addMinutes(now, -61) }, 'mail server'],
  [{ emailsFailed: 10 }, 'emails failing'],
  [{ jobs: [{ name: 'move-awards', endedAt: addMinutes(now, -27 * 60) }] }, 'jobs'],
  [{ freeBytes: 1024 ** 3 }, 'disk'],
  [{ isScannerDown: true }, 'scanner'],
  [{ isDatabaseSound: false }, 'database'],
  [{ damagedFiles: 1 }, 'stored files'],
  [{ mailboxUnreadableSince: addMinutes(now, -61) }, 'bounce mailbox'],
  [{ administrators: 1 }, 'administrators'],
])('a service with %j has the problem “%s”', (reading, name) => {
  expect(problemsIn({ ...well, ...reading }, now).map(each => each.name)).toEqual([name])
})

eachDatabase('problems with the service', engine => {
  let service: Service
  let admin: APerson
  beforeEach(async () => {
    service = await aService(engine)
    admin = await aPersonWho(service, { name: 'Ada', roles: ['administrator'] })
    await aPersonWho(service, { name: 'Bo', roles: ['administrator'] })
  })
  afterEach(() => service.end())
  const watch = () => watchService(service.parts, ['move-awards'])
  const emails = async () => (await service.post()).filter(({ subject }) => subject.includes('needs attention'))
  const mailboxFails = () =>
    service.parts.write(theService, ({ trx }) => noteMailbox(trx, 'unreadable', service.clock.now()))
  const mailboxWorks = () => service.parts.write(theService, ({ trx }) => noteMailbox(trx, 'read', service.clock.now()))

  test('missed daily jobs are reported by email only if they are still missed after an hour', async () => {
    const endedAt = addMinutes(service.clock.now(), -40 * 60)
    await service.database.writer('job_leases').insert({
      job: 'move-awards',
      generation: 1,
      lease_until: endedAt,
      last_started_at: endedAt,
      last_ended_at: endedAt,
    })
    await watch()
    expect(await emails()).toEqual([])
    service.clock.minutesPass(59)
    await watch()
    expect(await emails()).toEqual([])
    service.clock.minutesPass(1)
    await watch()
    expect((await emails()).length).toBe(2)
  })

  test('daily jobs that are missed again are reported only after another hour', async () => {
    const ended = (minutesAgo: number) => {
      const at = addMinutes(service.clock.now(), -minutesAgo)
      return { lease_until: at, last_started_at: at, last_ended_at: at }
    }
    const leases = () => service.database.writer('job_leases')
    await leases().insert({ job: 'move-awards', generation: 1, ...ended(40 * 60) })
    await watch()
    service.clock.minutesPass(60)
    await watch()
    expect((await emails()).length).toBe(2)
    await leases().update(ended(0))
    await watch()
    service.clock.minutesPass(2 * 24 * 60) // the service was off
    await watch()
    expect(await emails()).toEqual([])
    service.clock.minutesPass(60)
    await watch()
    expect((await emails()).length).toBe(2)
  })

  test('a second check finds no problem in a database that has changed since the first', async () => {
    await checkDatabase(service.parts)
    await mailboxFails()
    service.clock.minutesPass(70)
    await watch() // queues emails, which changes the search index of emails
    await checkDatabase(service.parts)
    await watch()
    expect(await service.parts.db('service_problems').pluck('name')).not.toContain('database')
  })

  test('administrators see problems on the home page and in a daily email until they are solved', async () => {
    await watch()
    expect(await emails()).toEqual([])
    await mailboxFails()
    service.clock.minutesPass(70)
    await watch()
    await watch()
    const [first, second, ...more] = await emails()
    expect([first!.text.includes('mailbox for delivery reports'), second!.subject, more]).toEqual([
      true,
      'The service needs attention: 1 problem',
      [],
    ])
    const visitor = await signedIn(service, admin, '/home')
    expect(visitor.text).toContain('The service needs attention: 1 problem')
    expect(visitor.$('.los-dues a')).toHaveLength(0)
    service.clock.minutesPass(23 * 60)
    await watch()
    expect(await emails()).toEqual([])
    service.clock.minutesPass(61)
    await watch()
    expect((await emails()).length).toBe(2)
    await mailboxWorks()
    await watch()
    expect((await signedIn(service, admin, '/home')).text).not.toContain('The service needs attention')
    service.clock.minutesPass(24 * 60)
    await watch()
    expect(await service.parts.db('service_problems')).toEqual([])
  })

  test('a problem that comes and goes is emailed once a day', async () => {
    for (let times = 0; times < 3; times += 1) {
      await mailboxFails()
      service.clock.minutesPass(70)
      await watch()
      await mailboxWorks()
      await watch()
    }
    expect((await emails()).length).toBe(2)
  })

  test('a problem that stays is emailed daily for a week, then weekly, and the next day if it gets worse', async () => {
    const failing = (job: string) =>
      service.database
        .writer('job_leases')
        .insert({ job, generation: 1, lease_until: now, last_started_at: now, last_ended_at: null })
    const daysWithEmail = async (days: number) => {
      const withEmail = []
      for (let day = 0; day < days; day += 1) {
        await watchService(service.parts, ['move-awards', 'check-files'])
        if ((await emails()).length > 0) withEmail.push(day)
        service.clock.minutesPass(24 * 60)
      }
      return withEmail
    }
    await failing('move-awards')
    await watch()
    service.clock.minutesPass(60)
    expect(await daysWithEmail(22)).toEqual([0, 1, 2, 3, 4, 5, 6, 13, 20])
    await failing('check-files')
    expect(await daysWithEmail(9)).toEqual([0, 7])
  })

  test('a daily job that has never worked is on the home page and in an email an hour after it started', async () => {
    const at = service.clock.now()
    await service.database
      .writer('job_leases')
      .insert({ job: 'move-awards', generation: 3, lease_until: at, last_started_at: at, last_ended_at: null })
    await watch()
    expect(await emails()).toEqual([])
    service.clock.minutesPass(60)
    await watch()
    expect((await emails()).length).toBe(2)
    expect((await signedIn(service, admin, '/home')).text).toContain('1 daily task is failing or no longer runs.')
  })

  test('a daily job that this version no longer has is not a problem', async () => {
    await service.parts.write(theService, ({ trx }) =>
      trx('job_leases').insert({
        job: 'delete-old-letters',
        generation: 1,
        lease_until: now,
        last_started_at: now,
        last_ended_at: addMinutes(service.clock.now(), -30 * 24 * 60),
      }),
    )
    await watch()
    expect(await service.parts.db('service_problems')).toEqual([])
  })

  test('the health check names what does not work, and stays ready', async () => {
    const ready = async () => {
      const { status, content } = await aVisitor(service).open('/health/ready')
      return [status, content.toString()]
    }
    const { write } = service.parts
    expect(await ready()).toEqual([200, 'ready\n'])
    await write(theService, ({ trx }) => noteOutage(trx, 'ECONNREFUSED', service.clock.now()))
    expect(await ready()).toEqual([200, 'ready, with problems: mail server\n'])
    await write(theService, ({ trx }) => saveDatabaseCheck(trx, 'broken'))
    service.clock.minutesPass(70)
    await watch()
    expect(await ready()).toEqual([200, 'ready, with problems: mail server, database\n'])
    service.clock.minutesPass(16) // the job has stopped, so its results are too old to count
    expect(await ready()).toEqual([200, 'ready, with problems: mail server\n'])
    await write(theService, ({ trx }) => saveProblems(trx, [{ name: 'disk', count: 1 }], service.clock.now()))
    expect(await ready()).toEqual([200, 'ready, with problems: mail server\n'])
    await write(theService, ({ trx }) => endOutage(trx))
    await write(theService, ({ trx }) => saveDatabaseCheck(trx, 'ok'))
    await watch()
    expect(await ready()).toEqual([200, 'ready\n'])
  })

  test('the health check names a disk that is nearly full', async () => {
    const nearlyFull = await aService(engine, {}, parts => ({
      ...parts,
      files: Object.assign(Object.create(parts.files) as Parts['files'], { freeBytes: async () => 1024 ** 3 }),
    }))
    const visitor = await aVisitor(nearlyFull).open('/health/ready')
    expect([visitor.status, visitor.content.toString()]).toEqual([200, 'ready, with problems: disk\n'])
    await nearlyFull.end()
  })

  test('the health check names a wrong clock until it is corrected', async () => {
    const ready = async () => (await aVisitor(service).open('/health/ready')).content.toString()
    await dateIsRight(service)
    service.clock.minutesPass(400 * 24 * 60)
    await runJobs(service.parts)
    expect(await ready()).toContain('ready, with problems: clock')
    await service.database.writer('clock_holds').update({ status: 'wrong' })
    expect(await ready()).toContain('ready, with problems: clock')
    service.clock.minutesPass(-400 * 24 * 60)
    expect(await ready()).toBe('ready\n')
  })

  test('missed daily jobs are on the home page only if they are still missed after an hour', async () => {
    const endedAt = addMinutes(service.clock.now(), -40 * 60)
    const job = { job: 'move-awards', generation: 1, lease_until: endedAt }
    await service.database.writer('job_leases').insert({ ...job, last_started_at: endedAt, last_ended_at: endedAt })
    await watch()
    const visitor = await signedIn(service, admin, '/home')
    expect(visitor.text).not.toContain('daily task')
    service.clock.minutesPass(60)
    await watch()
    const later = await signedIn(service, admin, '/home')
    expect(later.text).toContain('1 daily task is failing or no longer runs.')
  })

  test('a problem with the mail server is on the home page, but not emailed', async () => {
    await service.parts.write(theService, ({ trx }) => noteOutage(trx, 'ECONNREFUSED', service.clock.now()))
    service.clock.minutesPass(70)
    await watch()
    const visitor = await signedIn(service, admin, '/home')
    expect(visitor.text).toContain('The mail server is not accepting our emails.')
    expect(visitor.$('.los-dues a.govuk-button').attr('href')).toBe('/mail')
    await service.parts.write(theService, ({ trx }) => endOutage(trx))
    await visitor.open('/home')
    expect(visitor.text).not.toContain('The mail server')
    const check = await aVisitor(service).open('/health/ready')
    expect(check.content.toString()).toBe('ready\n')
    expect(await emails()).toEqual([])
  })

  test('a database check that finds no damage ends the problem', async () => {
    await service.parts.write(theService, ({ trx }) => saveDatabaseCheck(trx, 'broken'))
    await watch()
    const visitor = await aVisitor(service).open('/health/ready')
    expect(visitor.content.toString()).toBe('ready, with problems: database\n')
    await checkDatabase(service.parts)
    await watch()
    await visitor.open('/health/ready')
    expect(visitor.content.toString()).toBe('ready\n')
  })

  test('a check of the database stores no result if it is stopped', async () => {
    const stopping = new AbortController()
    const checking = checkDatabase(service.parts, stopping.signal)
    stopping.abort()
    await checking
    expect(await service.parts.db('settings').where({ name: 'database-check' })).toEqual([])
  })

  test('a healthy database has no problem', async () => {
    await checkDatabase(service.parts)
    await watch()
    expect(await service.parts.db('service_problems').pluck('name')).toEqual([])
  })
})

test('a check that cannot open the file of a SQLite database fails, and stores no result', async () => {
  const service = await aService('sqlite')
  const client = { config: { client: 'sqlite', connection: { filename: service.parts.config.dataFolder } } }
  const checking = checkDatabase({ ...service.parts, slowDb: { client } as unknown as Db })
  await expect(checking).rejects.toMatchObject({ code: 'SQLITE_CANTOPEN' })
  expect(await service.parts.db('settings').where({ name: 'database-check' })).toEqual([])
  await service.end()
})

test('a check of a SQLite database has no time limit', async () => {
  const service = await aService('sqlite')
  const { client } = service.parts.slowDb
  const raw = () => Promise.reject(Object.assign(new Error('interrupted'), { code: 'SQLITE_INTERRUPT' }))
  expect(await isDatabaseSound({ client, raw } as unknown as Db)).toBe(true)
  await service.end()
})

test('a check of a damaged SQLite database finds the damage', async () => {
  const path = join(mkdtempSync(join(process.env.TEST_FOLDER!, 'damaged-')), 'sanctuary.sqlite')
  const made = openDatabase(path)
  await made.writer.schema.createTable('shelf', table => table.text('book'))
  expect(await isDatabaseSound(made.slowDb)).toBe(true)
  await made.close()
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.alloc(4_096, 255), 0, 4_096, 4_096) // overwrites the part of the file that contains the table
  closeSync(file)
  const damaged = openDatabase(path)
  expect(await isDatabaseSound(damaged.slowDb)).toBe(false)
  await damaged.close()
})

test.each([0, 500])('a long check of a SQLite database ends soon if it is stopped after %i ms', async ms => {
  const path = join(mkdtempSync(join(process.env.TEST_FOLDER!, 'long-check-')), 'sanctuary.sqlite')
  const { writer, slowDb, close } = openDatabase(path)
  // the check evaluates the constraint of each of the 2,000 rows, which takes about 10 ms a row; a check that was not
  // stopped would find the database sound
  await writer.raw('create table slow (id integer check (length(hex(zeroblob(2000000 + id))) > 0))')
  await writer.raw('pragma ignore_check_constraints = on')
  const ids = 'with recursive n(id) as (select 1 union all select id + 1 from n limit 2000) select id from n'
  await writer.raw(`insert into slow ${ids}`)
  const stopping = new AbortController()
  const began = process.cpuUsage()
  const checking = expect(isDatabaseSound(slowDb, stopping.signal)).rejects.toThrow(/abort|interrupt/i)
  await after(ms)
  stopping.abort()
  await checking
  // the whole check takes about 20 seconds of processor time
  expect(process.cpuUsage(began).user / 1000).toBeLessThan(ms + 2_000)
  await close()
})
