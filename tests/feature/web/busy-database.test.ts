import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { aPersonWho, signedIn } from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'

let service: Service
beforeAll(async () => {
  service = await aService()
})
afterAll(() => service.end())

test('a request for a page gets 503 when no connection for reading becomes free in time', async () => {
  const reader = await signedIn(service, await aPersonWho(service))
  const { client } = service.database.db
  const held: unknown[] = []
  const hold = async (): Promise<void> => {
    held.push(await client.acquireConnection())
  }
  for (let place = 0; place < client.pool.max; place += 1) await hold()
  try {
    await reader.open('/account')
    expect([reader.status, reader.headers['retry-after']]).toEqual([503, '5'])
  } finally {
    for (const connection of held) await client.releaseConnection(connection)
  }
  await reader.open('/account')
  expect(reader.status).toBe(200)
})
