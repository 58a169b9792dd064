import { expect, test } from '@jest/globals'
import { lookup } from 'node:dns/promises'
import type { EventEmitter } from 'node:events'
import { openDatabase, type Tx } from '../../../src/db/connection.ts'
import { isConnectionLost } from '../../../src/db/transaction.ts'
import { Busy, DatabaseDown } from '../../../src/domain/refusals.ts'
import { startJobs } from '../../../src/jobs/runner.ts'
import type { Job } from '../../../src/jobs/timetable.ts'
import { runImports } from '../../../src/modules/imports/runs/run.actions.ts'
import { aPersonWho, signedIn } from '../../support/factories.ts'
import { eachDatabase, freshDatabase } from '../../support/database.ts'
import { asCsv, manyBranches, openDataHeadings } from '../../support/import-files.ts'
import { aService } from '../../support/service.ts'
import { until } from '../../support/until.ts'
import { aVisitor } from '../../support/visitor.ts'

const setting = (name: string) => ({ name, value: '0' })
/** Ends the connection of a transaction, as a restart of PostgreSQL would. */
const loseConnection = (trx: Tx) => trx.raw('select pg_terminate_backend(pg_backend_pid())')

eachDatabase('a lost connection to PostgreSQL', engine => {
  if (engine === 'sqlite') return // SQLite has no connection to lose

  test('a transaction that loses its connection before the commit runs again', async () => {
    const database = await freshDatabase(engine)
    let attempts = 0
    await database.transaction(async trx => {
      attempts += 1
      await trx('settings').insert(setting('a'))
      if (attempts === 1) await loseConnection(trx)
    })
    expect([attempts, await database.db('settings')]).toEqual([2, [setting('a')]])
  })

  test('a connection that another process ends between two statements counts as lost', async () => {
    const database = await freshDatabase(engine)
    const other = openDatabase(database.where)
    const lost = database.transaction(async trx => {
      await trx('settings').insert(setting('a'))
      const { rows } = await trx.raw<{ rows: { pid: number }[] }>('select pg_backend_pid() as pid')
      await other.writer.raw('select pg_terminate_backend(?)', [rows[0]!.pid])
      await trx('settings').insert(setting('b'))
    })
    await expect(lost).rejects.toBeInstanceOf(DatabaseDown)
    await other.close()
    expect(await database.db('settings')).toEqual([])
  })

  test('a connection that another process ends prints nothing to stderr', async () => {
    const { where } = await freshDatabase(engine)
    const [database, other] = [openDatabase(where), openDatabase(where)]
    const { client } = database.db
    const printed: string[] = []
    const print = process.stderr.write
    process.stderr.write = text => printed.push(String(text)) > 0
    try {
      const taken = [1, 2, 3].map(() => client.acquireConnection() as Promise<EventEmitter>)
      const connections = await Promise.all(taken)
      const ends = connections.map(connection => new Promise(resolve => connection.once('end', resolve)))
      for (const connection of connections) await client.releaseConnection(connection)
      await other
        .writer('pg_stat_activity')
        .whereRaw('datname = current_database() and pid <> pg_backend_pid()')
        .where({ application_name: 'library-of-sanctuary' })
        .select(other.writer.raw('pg_terminate_backend(pid)'))
      await Promise.all(ends)
      await database.db.raw('select 1')
    } finally {
      process.stderr.write = print
    }
    await Promise.all([database.close(), other.close()])
    expect(printed).toEqual([])
  })

  test('a transaction is not retried when its connection was lost during the commit', async () => {
    const database = await freshDatabase(engine)
    await database.writer.raw(`create function lose_connection() returns trigger language plpgsql as
      $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$`)
    await database.writer.raw(`create constraint trigger lost after insert on settings deferrable initially deferred
      for each row execute function lose_connection()`)
    let attempts = 0
    const lost = database.transaction(async trx => {
      attempts += 1
      await trx('settings').insert(setting('a'))
    })
    await expect(lost).rejects.toBeInstanceOf(DatabaseDown)
    expect(attempts).toBe(1)
  })

  test('an import saves every row after a lost connection', async () => {
    const service = await aService(engine)
    const casework = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/imports')
    await casework.follow('Organisations and branches')
    const content = asCsv([openDataHeadings, ...manyBranches(120, 6)])
    await casework.press('Check the file', { file: [{ name: 'many.csv', content }] })
    await casework.press('Import 6 organisations and 120 branches')
    let losses = 0
    const { write } = service.parts
    const losing: typeof write = (actor, act) =>
      write(actor, async work => {
        const result = await act(work)
        if (Object(result) !== result && (losses += 1) <= 7) await loseConnection(work.trx)
        return result
      })
    for (let runs = 0; runs < 5; runs += 1) {
      await runImports({ ...service.parts, write: losing }).catch(() => undefined)
      service.clock.minutesPass(2) // longer than the lease
    }
    expect(losses).toBeGreaterThan(7)
    await casework.open(casework.address)
    expect(casework.headings[0]).toBe('The import is finished')
    expect(service.logged.join('')).not.toContain('a row was not saved')
    expect(casework.text).toContain('6 organisations and 120 branches have been imported')
  })
})

test('a server whose name is not found counts as unreachable', async () => {
  const tooLong = 'x'.repeat(64) // not a valid name, so no name server is asked
  const problem: unknown = await lookup(tooLong).catch((error: unknown) => error)
  expect(problem).toMatchObject({ syscall: 'getaddrinfo' })
  expect(isConnectionLost(problem)).toBe(true)
  const database = openDatabase(`postgres://nobody@${tooLong}/nothing`)
  await expect(database.transaction(trx => trx('settings'))).rejects.toBeInstanceOf(DatabaseDown)
  await database.close()
})

test('while the database cannot be reached, pages say so and the log has one line', async () => {
  const service = await aService('sqlite')
  const lead = await signedIn(service, await aPersonWho(service, { name: 'Ida Marsh' }))
  const away = openDatabase('postgres://nobody@127.0.0.1:1/nothing')
  const unreachable = await aService('sqlite', {}, parts => ({ ...parts, db: away.db, slowDb: away.slowDb }))
  const visitor = aVisitor(unreachable)
  for (const [name, value] of lead.cookies) visitor.cookies.set(name, value)
  expect(await visitor.open('/home')).toMatchObject({ status: 503, headings: ['The service is not available'] })
  expect(visitor.headers['retry-after']).toBe('30')
  expect(await aVisitor(unreachable).open('/criteria')).toMatchObject({ status: 503 })
  let runs = 0
  const run: Job['run'] = ({ db }) => {
    runs += 1
    return db('settings')
  }
  const jobs = startJobs(unreachable.parts, [{ name: 'settings', every: { seconds: 0.01 }, run }])
  await until(() => runs > 2)
  await jobs.stop()
  expect(unreachable.logged.map(line => JSON.parse(line) as unknown)).toEqual([
    expect.objectContaining({ msg: 'the database cannot be reached', problem: 'ECONNREFUSED', route: null }),
  ])
  expect(new DatabaseDown()).toBeInstanceOf(Busy)
  await away.close()
})
