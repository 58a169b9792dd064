import { beforeEach, expect, test } from '@jest/globals'
import { decideDate } from '../../../src/clock/clock.store.ts'
import { isDateRight } from '../../../src/clock/right-date.ts'
import { theClock, theService } from '../../../src/domain/actor.ts'
import { addMinutes, systemClock } from '../../../src/domain/time.ts'
import { timetable } from '../../../src/jobs/timetable.ts'
import { openParts } from '../../../src/parts.ts'
import { demoTransport } from '../../../src/email/demo-transport.ts'
import { checkInvariants } from '../../../src/invariants/check.ts'
import { recordEvent } from '../../../src/history/record.ts'
import { moveAward } from '../../../src/modules/awards/lifecycle/lifecycle.actions.ts'
import { anAwardsLife, type AwardsLife } from '../../support/award-life.ts'
import { eachDatabase } from '../../support/database.ts'
import { aPersonWho } from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import { dateIsRight, processAhead, runJobs } from '../../support/wrong-clock.ts'

test('every job needs the right date, except the jobs listed in this test', () => {
  const others = [
    'send-emails',
    'read-bounces',
    'scan-files',
    'make-previews',
    'make-redacted-copies',
    'run-imports',
    'recover-files',
  ]
  expect(timetable.filter(({ needsRightDate }) => !needsRightDate).map(({ name }) => name)).toEqual([
    ...others,
    'index-evidence',
    'new-administrator',
  ])
})

eachDatabase('a process with a wrong clock', engine => {
  let service: Service
  let it: AwardsLife
  beforeEach(async () => {
    service = await aService(engine)
    it = await anAwardsLife(service, '2027-03-01')
    await aPersonWho(service, { name: 'Ada', roles: ['administrator'] })
    it.goTo('2028-02-28') // the award is valid until 29 February
    await dateIsRight(service)
    await runJobs(service.parts)
    await service.post()
  })

  const holds = async () => service.parts.db('clock_holds').orderBy('first_read_at').select('why', 'status')
  const status = async () => (await it.row()).status

  test.each([
    [400, 'ahead'],
    [4, 'ahead'],
    [-1, 'behind'],
  ])(
    'a process whose clock is %d days off runs no job that needs the date, and emails administrators once',
    async (...each) => {
      const [days, why] = each
      expect(await status()).toBe('renewal open')
      const wrong = processAhead(service, days)
      const emailsBefore = await service.parts.db('outbox').count({ count: '*' }).first()
      expect(await runJobs(wrong)).toEqual([])
      expect(await runJobs(wrong)).toEqual([])
      expect({ status: await status(), holds: await holds() }).toEqual({
        status: 'renewal open',
        holds: [{ why, status: 'held' }],
      })
      const sent = await service.post()
      expect(sent.map(({ subject }) => subject)).toEqual([
        'Please check a server’s clock: some automatic tasks are on hold',
      ])
      const emails = await service.parts.db('outbox').count({ count: '*' }).first()
      expect(Number(emails?.count) - Number(emailsBefore?.count)).toBe(1)
    },
  )

  test('a process whose clock is 2 days ahead runs its jobs', async () => {
    const ended = await runJobs(processAhead(service, 2))
    expect(ended).toContain('move-awards')
    expect({ status: await status(), holds: await holds() }).toEqual({ status: 'overdue', holds: [] })
  })

  test('a wrong clock in one process does not put the jobs of another process on hold', async () => {
    await runJobs(processAhead(service, 400))
    it.daysPass(2)
    expect(await runJobs(service.parts)).toContain('move-awards')
    expect({ status: await status(), holds: await holds() }).toEqual({
      status: 'overdue',
      holds: [{ why: 'ahead', status: 'held' }],
    })
  })

  test('changes written with a wrong clock do not put the jobs of other processes on hold', async () => {
    const wrong = processAhead(service, 400)
    await runJobs(wrong)
    await wrong.write(theClock, work => recordEvent(work, 'setting.reminders_on', { kind: 'setting', id: 'reminders' }))
    it.daysPass(1)
    expect(await runJobs(service.parts)).toContain('move-awards')
  })

  test('a process with a wrong clock erases nothing until its date is accepted', async () => {
    const { db, write } = service.parts
    const wrong = processAhead(service, 400)
    const emails = await db('outbox').whereNotNull('body').pluck('id')
    expect(emails.length).toBeGreaterThan(0)
    const textsLeft = async () => (await db('outbox').whereIn('id', emails).whereNotNull('body').pluck('id')).length
    await runJobs(wrong)
    expect(await textsLeft()).toBe(emails.length)
    await write(theService, ({ trx }) => decideDate(trx, wrong.clock.now(), null))
    await runJobs(wrong)
    expect(await textsLeft()).toBe(0)
  })

  test('while the clock is wrong, a person can suspend an award, but no move is made because of the date', async () => {
    const wrong = processAhead(service, 400)
    await wrong.write(it.actor.coordinator, work => moveAward(work, it.award, 'suspend', { reason: 'It has to be' }))
    expect((await it.history()).map(line => line.slice(11))).toEqual([
      'grant: valid to 2028-02-29',
      'openRenewal: renewal open to 2028-02-29',
      'suspend: suspended to 2028-02-29',
    ])
  })

  test('a process runs its jobs again when its clock is right, and no administrator has to decide', async () => {
    const before = await broken()
    await runJobs(processAhead(service, 400))
    await service.post()
    it.daysPass(1)
    expect(await runJobs(processAhead(service, 0))).toContain('move-awards')
    expect(await broken()).toEqual(before)
    expect(await holds()).toEqual([{ why: 'ahead', status: 'corrected' }])
    const events = await service.parts.db('events').where('name', 'like', 'setting.clock%').pluck('name')
    expect(events).toEqual(['setting.clock_corrected'])
  })

  test('a hold ends after an hour of silence from its machine, if another machine’s clock is right', async () => {
    await runJobs(processAhead(service, 400))
    const events = () => service.parts.db('events').where('name', 'like', 'setting.clock%').pluck('name')
    const anHourWithChecks = async () => {
      for (let minutes = 0; minutes < 60; minutes += 10) {
        service.clock.minutesPass(10)
        expect(await isDateRight(service.parts, service.clock.now())).toBe(true)
      }
    }
    await isDateRight(processAhead(service, 400), processAhead(service, 400).clock.now())
    await anHourWithChecks()
    expect([await holds(), await events()]).toEqual([[{ why: 'ahead', status: 'held' }], []])
    await anHourWithChecks()
    expect([await holds(), await events()]).toEqual([[{ why: 'ahead', status: 'corrected' }], ['setting.clock_gone']])
  })

  test('a hold continues while its machine still reads the wrong time', async () => {
    const wrong = processAhead(service, 400)
    for (let minutes = 0; minutes < 180; minutes += 10) {
      service.clock.minutesPass(10)
      await isDateRight(wrong, wrong.clock.now())
      await isDateRight(service.parts, service.clock.now())
    }
    expect(await holds()).toEqual([{ why: 'ahead', status: 'held' }])
  })

  test('a clock that is wrong again after it was corrected causes a new hold and a new email', async () => {
    await runJobs(processAhead(service, 400))
    it.daysPass(1)
    await runJobs(processAhead(service, 0))
    await service.post()
    await runJobs(processAhead(service, 400))
    expect((await holds()).map(each => each.status).toSorted()).toEqual(['corrected', 'held'])
    expect((await service.post()).map(({ subject }) => subject)).toContain(
      'Please check a server’s clock: some automatic tasks are on hold',
    )
  })

  test('jobs that notice the wrong clock at the same moment log it only once', async () => {
    const wrong = processAhead(service, 400)
    await Promise.all(Array.from({ length: 8 }, async () => isDateRight(wrong, wrong.clock.now())))
    const lines = service.logged.filter(line => line.includes('jobs are held'))
    expect([lines.length, await holds()]).toEqual([1, [{ why: 'ahead', status: 'held' }]])
  })

  test('a clock 4 days ahead of the database server, or a day behind it, is wrong', async () => {
    const now = service.clock.now()
    const reads = async (minutes: number) =>
      isDateRight({ ...service.parts, serverTime: () => Promise.resolve(addMinutes(now, minutes)) }, now)
    expect([await reads(-2 * 24 * 60), await reads(-4 * 24 * 60), await reads(24 * 60)]).toEqual([true, false, false])
    expect(await holds()).toEqual([{ why: 'database', status: 'held' }])
  })

  test('a process reads the clock of a PostgreSQL server', async () => {
    const config = { ...service.parts.config, databaseUrl: service.database.where }
    if (engine === 'sqlite') return
    const { parts, database } = await openParts(config, { mail: demoTransport, clock: systemClock })
    const before = addMinutes(systemClock.now(), -1)
    const read = await parts.serverTime!()
    const later = addMinutes(systemClock.now(), 1)
    await database.close()
    expect([before, read, later].toSorted()).toEqual([before, read, later])
  })

  const broken = async () =>
    checkInvariants({
      database: service.database,
      uploads: `${service.database.dataFolder}/uploads`,
      now: service.clock.now(),
      confirmed: [],
    })
})
