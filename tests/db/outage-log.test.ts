import { expect, test } from '@jest/globals'
import pino from 'pino'
import { logOutage } from '../../src/db/outage-log.ts'
import { DatabaseDown, DiskFails, NoRoom } from '../../src/domain/refusals.ts'
import { StorageFull } from '../../src/files/store.ts'
import { until } from '../support/until.ts'

test('a database outage is logged when it starts, at intervals, and when it has ended', async () => {
  const lines: object[] = []
  const log = pino({ base: null, timestamp: false }, { write: line => void lines.push(JSON.parse(line) as object) })
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  const down = new DatabaseDown(undefined, { cause: refused })
  const fails = (where: { job: string } | { route: string } = { route: '/home' }) => logOutage(log, down, where, 200)
  const untilLine = (number: number) => until(() => lines.length >= number)
  for (let times = 0; times < 4; times += 1) fails()
  await untilLine(2)
  fails({ job: 'send-emails' })
  await untilLine(4)
  fails()
  expect(lines).toEqual([
    { level: 50, route: '/home', problem: 'ECONNREFUSED', msg: 'the database cannot be reached' },
    { level: 50, route: '/home', failures: 3, msg: 'the database still cannot be reached' },
    { level: 50, job: 'send-emails', failures: 1, msg: 'the database still cannot be reached' },
    { level: 30, msg: 'the database has not failed for a minute' },
    { level: 50, route: '/home', problem: 'ECONNREFUSED', msg: 'the database cannot be reached' },
  ])
})

test('a full disk and a failed disk are each logged as an outage, and other errors are not', () => {
  const lines: object[] = []
  const log = pino({ base: null, timestamp: false }, { write: line => void lines.push(JSON.parse(line) as object) })
  const full = new NoRoom(undefined, { cause: Object.assign(new Error('full'), { code: 'SQLITE_FULL' }) })
  const problems = [full, new StorageFull(), new DiskFails(), new DiskFails(), new Error('a bug')]
  expect(problems.map(problem => logOutage(log, problem, { job: 'send-emails' }))).toEqual([
    true,
    true,
    true,
    true,
    false,
  ])
  expect(lines).toEqual([
    { level: 50, job: 'send-emails', problem: 'SQLITE_FULL', msg: 'the disk is full' },
    { level: 50, job: 'send-emails', problem: 'DiskFails', msg: 'nothing can be written since the disk failed' },
  ])
})
