import { expect, test } from '@jest/globals'
import { openDatabase, type Db } from '../../../src/db/connection.ts'
import { isOverload } from '../../../src/db/transaction.ts'
import { newToken } from '../../../src/email/tokens.ts'
import { eachDatabase, freshDatabase } from '../../support/database.ts'
import { aPersonWho, signedIn } from '../../support/factories.ts'
import { aService } from '../../support/service.ts'
import { anotherWindow, aVisitor } from '../../support/visitor.ts'

const endless = {
  sqlite: 'with recursive n (i) as (select 1 union all select i + 1 from n) select count(*) from n',
  postgresql: 'select pg_sleep(20)',
} as const

/**
 * Takes every connection of a pool, as many concurrent slow pages would.
 * @returns a function that releases them
 */
async function takeAll({ client }: Db): Promise<() => void> {
  const held: unknown[] = []
  for (let left = client.pool.max as number; left > 0; left -= 1) held.push(await client.acquireConnection())
  return () => held.forEach(connection => void client.releaseConnection(connection))
}

eachDatabase('the time limit of a statement', engine => {
  test('a statement that exceeds the time limit is ended, and its connection still works', async () => {
    const { where } = await freshDatabase(engine)
    const { db, slowDb, close } = openDatabase(where, { db: 200, slowDb: 400 })
    for (const [reading, limit] of [
      [db, 200],
      [slowDb, 400],
    ] as const) {
      const began = performance.now()
      const problem = await reading.raw(endless[engine]).then(
        () => null,
        (error: unknown) => error,
      )
      expect(isOverload(problem)).toBe(true)
      expect(performance.now() - began).toBeGreaterThan(limit * 0.9)
      expect(performance.now() - began).toBeLessThan(10_000)
      expect(await reading('settings')).toEqual([])
    }
    await close()
  })

  test('other pages respond while every connection for slow pages is in use', async () => {
    const service = await aService(engine)
    const ida = await aPersonWho(service, { name: 'Ida Marsh', roles: ['administrator'] })
    const administrator = await signedIn(service, ida)
    expect((await administrator.open('/history')).status).toBe(200)
    const giveBack = await takeAll(service.parts.slowDb)
    const other = anotherWindow(service, administrator)
    const waiting = other.open('/history')
    expect((await administrator.open('/people')).status).toBe(200)
    expect(await waiting).toMatchObject({ status: 503, headings: ['The service is busy'] })
    expect(other.headers['retry-after']).toBe('5')
    giveBack()
    expect(service.logged.join()).not.toContain('a bug')
    expect(service.logged.join()).toContain('the database was too slow for a request')
    expect((await administrator.open('/history')).status).toBe(200)
    await service.end()
  })
})

eachDatabase('the log of a request that took too long', engine => {
  test('the log has the route but not the address, which can contain the token of a link', async () => {
    const service = await aService(engine)
    const outsider = aVisitor(service)
    const token = newToken()
    expect((await outsider.open(`/endorsements/${token}`)).status).toBe(404)
    const giveBack = await takeAll(service.parts.db)
    expect((await outsider.open(`/endorsements/${token}`)).status).toBe(503)
    giveBack()
    const lines = service.logged.join()
    expect([lines.includes(token), lines.includes('"route":"/endorsements/:token"')]).toEqual([false, true])
    await service.end()
  })
})

const onPostgres = process.env.TEST_DATABASE === 'sqlite' ? test.skip : test

onPostgres('a page whose statement takes too long on PostgreSQL says that the service is busy', async () => {
  const { where } = await freshDatabase('postgresql')
  const limited = openDatabase(where, { db: 10_000, slowDb: 200 })
  const service = await aService('postgresql', {}, parts => ({ ...parts, slowDb: limited.slowDb }))
  const ida = await aPersonWho(service, { name: 'Ida Marsh', roles: ['administrator'] })
  const administrator = await signedIn(service, ida)
  const locking = await limited.writer.transaction()
  await locking.raw('lock table events in access exclusive mode')
  await administrator.open('/history')
  await locking.rollback()
  expect(administrator).toMatchObject({ status: 503, headings: ['The service is busy'] })
  expect(service.logged.join()).not.toContain('a bug')
  await service.end()
  await limited.close()
})
