import { writeOf } from '../../support/work.ts'
import { beforeEach, expect, test } from '@jest/globals'
import pino from 'pino'
import type { Database } from '../../../src/db/connection.ts'
import { DatabaseDown } from '../../../src/domain/refusals.ts'
import { addMinutes } from '../../../src/domain/time.ts'
import { claimLease, endLease, leaseOf } from '../../../src/jobs/lease.store.ts'
import { runWhenDue, startJobs } from '../../../src/jobs/runner.ts'
import { timetable, type Job } from '../../../src/jobs/timetable.ts'
import { demoTransport } from '../../../src/email/demo-transport.ts'
import { eachDatabase, freshDatabase } from '../../support/database.ts'
import { anEmail, aPerson, aRunner, rowOf, start } from '../../support/email-jobs.ts'
import { until } from '../../support/until.ts'

eachDatabase('the job runner', engine => {
  let database: Database
  beforeEach(async () => {
    database = await freshDatabase(engine)
  })

  test('one runner holds the lease of a job until the job ends or the lease expires', async () => {
    const claim = (minutes: number) => claimLease(writeOf(database), 'tidy', 30, addMinutes(start, minutes))
    const first = await claim(0)
    expect([first?.generation, await claim(29)]).toEqual([1, null])
    const second = await claim(30)
    expect([second?.generation, await endLease(writeOf(database), first!, addMinutes(start, 31))]).toEqual([2, false])
    expect(await endLease(writeOf(database), second!, addMinutes(start, 32))).toBe(true)
    expect((await claim(32))?.generation).toBe(3)
  })

  test('only one of 20 runners that ask at the same time gets the lease', async () => {
    const claims = await Promise.all(
      Array.from({ length: 20 }, () => claimLease(writeOf(database), 'tidy', 30, start).catch(() => null)),
    )
    expect(claims.filter(claim => claim !== null).length).toBe(1)
  })

  test('a daily job runs once a day, after its time in London, and again half an hour after it failed', async () => {
    const { parts, clock } = aRunner(database, demoTransport)
    const days: string[] = []
    let dies = false
    const job: Job = {
      name: 'nightly',
      every: { dayAt: '10:30' },
      run: (_parts, day) => {
        days.push(day)
        return dies ? Promise.reject(new Error('died')) : Promise.resolve()
      },
    }
    const runIfDue = () => runWhenDue(parts, job, new AbortController().signal)
    await runIfDue() // the time in London is 10:00
    expect(days).toEqual([])
    clock.forward(31)
    await runIfDue()
    await runIfDue()
    expect(days).toEqual(['2026-05-04'])
    clock.forward(24 * 60)
    dies = true
    await expect(runIfDue()).rejects.toThrow('died')
    await runIfDue()
    dies = false
    clock.forward(30)
    await runIfDue()
    expect(days).toEqual(['2026-05-04', '2026-05-05', '2026-05-05'])
    expect((await leaseOf(database.db, 'nightly'))?.generation).toBe(3)
  })

  test('a daily job that was stopped before it ended runs again after the restart, on the same day', async () => {
    const { parts, clock } = aRunner(database, demoTransport)
    const stopping = new AbortController()
    const runs: boolean[] = []
    const job: Job = {
      name: 'nightly',
      every: { dayAt: '09:00' },
      run: (_parts, _day, stop) => {
        if (runs.length === 0) stopping.abort()
        runs.push(stop.aborted)
        return Promise.resolve()
      },
    }
    await runWhenDue(parts, job, stopping.signal)
    clock.forward(1)
    await runWhenDue(parts, job, new AbortController().signal)
    await runWhenDue(parts, job, new AbortController().signal)
    expect(runs).toEqual([true, false])
  })

  test('a daily job that lost its connection runs again within minutes', async () => {
    const { parts } = aRunner(database, demoTransport)
    let runs = 0
    const job: Job = {
      name: 'nightly',
      every: { dayAt: '09:00' },
      run: () => {
        runs += 1
        return runs === 1 ? Promise.reject(new DatabaseDown()) : Promise.resolve()
      },
    }
    const runIfDue = () => runWhenDue(parts, job, new AbortController().signal)
    await runIfDue()
    await runIfDue()
    await runIfDue()
    expect(runs).toBe(2)
  })

  test('a daily job that loses its database on every run is retried early only once a day', async () => {
    const { parts, clock } = aRunner(database, demoTransport)
    let runs = 0
    const job: Job = {
      name: 'nightly',
      every: { dayAt: '09:00' },
      run: () => {
        runs += 1
        return Promise.reject(new DatabaseDown())
      },
    }
    const runsAfter = async (minutes: number) => {
      clock.forward(minutes)
      await runWhenDue(parts, job, new AbortController().signal).catch(() => null)
      return runs
    }
    expect([await runsAfter(0), await runsAfter(1), await runsAfter(1), await runsAfter(28)]).toEqual([1, 2, 2, 2])
    expect([await runsAfter(1), await runsAfter(1), await runsAfter(28)]).toEqual([3, 3, 3])
    expect([await runsAfter(24 * 60), await runsAfter(1), await runsAfter(1)]).toEqual([4, 5, 5])
  })

  test('the loss of the database is logged before a daily job gives back its lease', async () => {
    const { parts } = aRunner(database, demoTransport)
    const order: string[] = []
    const stopping = new AbortController()
    let isDown = false
    const job: Job = {
      name: 'nightly',
      every: { dayAt: '09:00' },
      run: () => {
        isDown = true
        return Promise.reject(new DatabaseDown())
      },
    }
    const write: typeof parts.write = (actor, act) => {
      if (!isDown) return parts.write(actor, act)
      order.push('given back')
      stopping.abort()
      return Promise.reject(new DatabaseDown())
    }
    const log = pino({}, { write: line => void order.push((JSON.parse(line) as { problem: string }).problem) })
    await runWhenDue({ ...parts, write, log }, job, stopping.signal)
    expect(order).toEqual(['DatabaseDown', 'given back'])
  })

  test('a daily job that lost its connection does not give back the lease of another process', async () => {
    const { parts, clock } = aRunner(database, demoTransport)
    const job: Job = {
      name: 'nightly',
      every: { dayAt: '09:00' },
      run: async () => {
        await claimLease(parts.write, 'nightly', 30, addMinutes(parts.clock.now(), 30))
        throw new DatabaseDown()
      },
    }
    await runWhenDue(parts, job, new AbortController().signal)
    clock.forward(31)
    expect(await claimLease(parts.write, 'nightly', 30, parts.clock.now())).toBeNull()
  })

  test('a daily job that runs past midnight runs again on the day on which it ended', async () => {
    const { parts, clock } = aRunner(database, demoTransport)
    const days: string[] = []
    const job: Job = {
      name: 'nightly',
      every: { dayAt: '10:30' },
      run: (_parts, day) => {
        days.push(day)
        if (days.length === 1) clock.forward(2)
        return Promise.resolve()
      },
    }
    const runIfDue = () => runWhenDue(parts, job, new AbortController().signal)
    clock.forward(13 * 60 + 59) // the time in London is 23:59
    await runIfDue()
    clock.forward(12 * 60)
    await runIfDue()
    await runIfDue()
    expect(days).toEqual(['2026-05-04', '2026-05-05'])
  })

  test('the runner sends emails in the background, and can be stopped', async () => {
    const { parts } = aRunner(database, demoTransport)
    const id = await database.transaction(async trx => anEmail(trx, await aPerson(trx, 'Marian')))
    const isSent = async () => (await rowOf(database, id)).status === 'sent'
    const jobs = startJobs(parts)
    try {
      await until(isSent)
    } finally {
      await jobs.stop()
    }
  })
})

test('every job has a different name', () => {
  expect(new Set(timetable.map(({ name }) => name)).size).toBe(timetable.length)
})
