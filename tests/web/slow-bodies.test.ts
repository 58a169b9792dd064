import { afterEach, expect, test } from '@jest/globals'
import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as after } from 'node:timers/promises'
import { cutOffSlowBodies } from '../../src/web/slow-bodies.ts'

const pace = { bytes: 1_000, seconds: 0.25 }
let server: Server

async function serve(handler: RequestListener): Promise<number> {
  server = createServer(handler)
  cutOffSlowBodies(server, pace)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
afterEach(() => void server.close())

/** Counts the bytes of the body, and answers at its end. */
const count: RequestListener = (req, res) => {
  let bytes = 0
  req.on('data', (chunk: Buffer) => {
    bytes += chunk.length
  })
  req.on('end', () => res.end(`${bytes} bytes`))
}

async function send(port: number, pieces: number, bytes: number): Promise<{ status: number; text: string }> {
  const sending = request({ port, host: '127.0.0.1', method: 'POST', agent: false })
  sending.on('error', () => {}) // the server may cut the connection while we send
  const answer = once(sending, 'response') as Promise<[IncomingMessage]>
  for (let piece = 0; piece < pieces && !sending.destroyed; piece += 1) {
    sending.write(Buffer.alloc(bytes, 'a'))
    await after(50)
  }
  sending.end()
  const [response] = await answer
  let text = ''
  for await (const chunk of response) text += String(chunk)
  return { status: response.statusCode!, text }
}

test('a body that arrives one byte at a time gets 408', async () => {
  expect(await send(await serve(count), 200, 1)).toEqual({ status: 408, text: '' })
})

test('a slow body that still arrives at the required pace is read', async () => {
  expect(await send(await serve(count), 15, 4_000)).toEqual({ status: 200, text: '60000 bytes' })
})

test('a body that the service has not begun to read is not cut off', async () => {
  const port = await serve((req, res) => void after(1_000).then(() => count(req, res)))
  expect(await send(port, 2, 100)).toEqual({ status: 200, text: '200 bytes' })
})
