import { expect, test } from '@jest/globals'
import express, { type Response } from 'express'
import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { listen } from '../../../src/web/server.ts'
import { eachDatabase } from '../../support/database.ts'
import { aService } from '../../support/service.ts'

const requests = 20

eachDatabase('stopping the service', engine => {
  test('the process finishes all responses before it stops, and adds no listeners to them', async () => {
    const { parts, database, end } = await aService(engine)
    const open: Response[] = []
    let haveArrived = () => {}
    const arrived = new Promise<void>(resolve => {
      haveArrived = resolve
    })
    const service = await listen({
      parts,
      database: { ...database, close: async () => {} },
      createApp: () => express().get('/', (_req, res) => open.push(res) === requests && haveArrived()),
    })
    const responses = Array.from({ length: requests }, async () => (await fetch(service.address)).text())
    await arrived
    const before = open.map(res => res.listenerCount('close'))
    const stopped = service.stop()
    const after: number[] = []
    for (const res of open) {
      await wait(5)
      after.push(res.listenerCount('close'))
      res.end('a response')
    }
    await stopped
    expect(await Promise.all(responses)).toEqual(Array.from({ length: requests }, () => 'a response'))
    expect(after).toEqual(before)
    await end()
  })

  test('an unused connection does not delay stopping', async () => {
    const { parts, database, end } = await aService(engine)
    const service = await listen({
      parts,
      database: { ...database, close: async () => {} },
      createApp: () => express(),
    })
    const { port } = service.server.address() as AddressInfo
    const silent = connect(port, 'localhost').resume()
    await Promise.all([once(silent, 'connect'), once(service.server, 'connection')])
    const closed = once(silent, 'close').then(() => 'closed')
    // Stopping waits up to 20 seconds for requests. If this connection closes within 12, nothing waited for it.
    const outcome = Promise.race([closed, wait(12_000, 'still open', { ref: false })])
    await service.stop()
    expect(await outcome).toBe('closed')
    await end()
  })
})
