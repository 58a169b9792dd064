import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import request from 'supertest'
import { evasive } from '../support/evasive-files.ts'
import { outside } from '../support/outside-files.ts'
import { outsidePdf } from '../support/pdf-files.ts'
import { tinyApp, tinyParts, type TinyParts } from '../support/tiny-app.ts'
import { trap } from '../support/trap.ts'

// These tests upload documents that would load something from another server.

let folder: string
let parts: TinyParts
let server: Server
let connections: number // the number of connections to the trap (trap.ts) before this test file
beforeAll(async () => {
  connections = trap.connections()
  folder = await mkdtemp(join(tmpdir(), 'outside-'))
  parts = await tinyParts(folder)
  server = tinyApp(parts).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await parts.database.close()
  await rm(folder, { recursive: true })
})

const upload = (bytes: Buffer | (() => Buffer), name: string) =>
  request(server)
    .post('/upload')
    .attach('files', typeof bytes === 'function' ? bytes() : bytes, name)

test.each([...outside, ...evasive, ...outsidePdf])(
  'a document that loads something from elsewhere is refused: %s',
  async (_what, bytes, name, refusal) => {
    const answer = await upload(bytes, name)
    expect([answer.status, answer.body.problems]).toEqual([422, [refusal]])
    expect(answer.body.said).toEqual([{ field: 'files', message: expect.stringContaining(name) }])
  },
)

test('a refused document is not stored, and nothing connects to the address in it', async () => {
  expect(await readdir(join(folder, 'uploads/staging'))).toEqual([])
  expect(await readdir(join(folder, 'uploads/files'))).toEqual([])
  expect(await parts.db('evidence_files').select('id')).toEqual([])
  expect(trap.connections()).toBe(connections)
  const [host, port] = trap.host.split(':')
  await once(connect(Number(port), host), 'close')
  expect(trap.connections()).toBe(connections + 1)
})
