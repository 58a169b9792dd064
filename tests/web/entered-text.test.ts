import { afterAll, beforeAll, expect, test } from '@jest/globals'
import express from 'express'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import { enteredTextOf } from '../../src/web/entered-text.ts'
import { translator } from '../../src/words/words.ts'
import { fieldPart, filePart, multipart, post } from '../support/raw-http.ts'

const text = 'What nobody wants to write a second time'
let server: Server
let port: number
beforeAll(async () => {
  const app = express()
  app.use(async (_req, res) => {
    res.locals.t = translator('en')
    res.status(401).json((await enteredTextOf(res, 401, 50))?.texts ?? null)
  })
  server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as { port: number }).port
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise(done => server.close(done))
})

const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
const half = multipart('b', [fieldPart('note', text), filePart('files', 'a.csv', 'x'.repeat(5_000))], '').subarray(
  0,
  -1_000,
)

test.each([
  ['with files', post('/', half, { 'Content-Length': '9000000' }), JSON.stringify([text])],
  ['without files', post('/', Buffer.from('note=half+of+'), { ...form, 'Content-Length': '9000' }), 'null'],
])(
  'a client that stops in the middle of a form %s gets a response, and the server keeps running',
  async (_with, begun, expected) => {
    const socket = connect(port, '127.0.0.1').on('error', () => {})
    socket.write(begun)
    const [answer] = (await once(socket, 'data')) as [Buffer]
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 401 /)
    expect(answer.toString()).toContain(`\r\n\r\n${expected}`)
    const more = multipart(
      'b',
      Array.from({ length: 20 }, () => fieldPart('note', 'x'.repeat(200_000))),
    )
    // `once` would reject if the server resets the connection.
    const gone = new Promise(done => socket.once('close', done))
    socket.write(Buffer.concat([Buffer.from('\r\n'), more]), () => socket.end())
    socket.resume()
    await gone
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(401)
  },
)
