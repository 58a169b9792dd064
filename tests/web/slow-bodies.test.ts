import { afterEach, expect, test } from '@jest/globals'
import express, { type ErrorRequestHandler, type RequestHandler } from 'express'
import { EventEmitter, once } from 'node:events'
import { createServer, request, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as turn, setTimeout as after } from 'node:timers/promises'
import { pino } from 'pino'
import { Forbidden, NotFound } from '../../src/domain/refusals.ts'
import { BodyBroken } from '../../src/web/body-refusals.ts'
import { formBody } from '../../src/web/body.ts'
import { showRefusals } from '../../src/web/errors.ts'
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

/** Reads the whole body, and responds with the number of its bytes. */
const count: RequestListener = (req, res) => {
  let bytes = 0
  req.on('data', (chunk: Buffer) => {
    bytes += chunk.length
  })
  req.on('end', () => res.end(`${bytes} bytes`))
}

async function send(port: number, pieces: number, bytes: number): Promise<{ status: number; text: string }> {
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const sending = request({ port, host: '127.0.0.1', method: 'POST', agent: false, headers })
  sending.on('error', () => {}) // the server may cut the connection while we send
  const answer = once(sending, 'response') as Promise<[IncomingMessage]>
  answer.catch(() => {}) // awaited below
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

test('a body that arrives one byte at a time gets a page with status 408', async () => {
  const { status, text } = await send(await serve(count), 200, 1)
  expect([status, text.match(/<h1>.*<\/h1>/)?.[0]]).toEqual([408, '<h1>We did not get the whole form</h1>'])
})

const refusedWith =
  (refusal: Error): RequestHandler =>
  (req, _res, next) =>
    void req.resume().once('close', () => next(refusal))

test.each([
  ['a form', formBody, []],
  ['a file', refusedWith(new BodyBroken()), []],
  ['a file to a page that is not found', refusedWith(new NotFound()), []],
  ['a file without permission', refusedWith(new Forbidden('evidence.add')), ['evidence.add']],
])('a stalled upload of %s leaves no stack trace, and is recorded if it was denied', async (_what, read, denied) => {
  const logged: string[] = []
  const denials: string[] = []
  const { console: terminal } = globalThis
  const print = terminal.error
  terminal.error = (line: string) => void logged.push(line)
  const app = express().set('env', 'production')
  app.post('/', read, (_req, res) => void res.end('saved'))
  const log = pino({}, { write: (line: string) => void logged.push(line) })
  const show = showRefusals(
    log,
    ({ permission }) => void denials.push(permission),
    () => '/',
  )
  const handling = new EventEmitter()
  const handled = once(handling, 'handled')
  const handle: ErrorRequestHandler = async (error, req, res, next) => {
    await show(error, req, res, next)
    handling.emit('handled')
  }
  app.use(handle)
  try {
    expect(await send(await serve(app), 200, 1)).toMatchObject({ status: 408 })
    await handled
    for (const _turn of [1, 2]) await turn() // an error that nobody handles is printed two turns of the loop later
  } finally {
    terminal.error = print
  }
  expect([logged, denials]).toEqual([[], denied])
})

test('a slow body that still arrives at the required pace is read', async () => {
  expect(await send(await serve(count), 15, 4_000)).toEqual({ status: 200, text: '60000 bytes' })
})

test('a body that the service has not started to read is not cut off', async () => {
  const threePeriods = 3 * pace.seconds * 1_000
  const port = await serve((req, res) => void after(threePeriods).then(() => count(req, res)))
  expect(await send(port, 2, 100)).toEqual({ status: 200, text: '200 bytes' })
})
