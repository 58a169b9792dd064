import { afterAll, beforeAll, expect, test } from '@jest/globals'
import express, { type Response } from 'express'
import { once } from 'node:events'
import { mkdtemp, readdir, readlink, realpath, rm, writeFile } from 'node:fs/promises'
import { get, type ClientRequest, type Server } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import request from 'supertest'
import { tinyApp, tinyParts, type TinyParts } from '../support/tiny-app.ts'
import { until } from '../support/until.ts'

let folder: string
let parts: TinyParts
let server: Server
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'downloads-'))) // openFiles compares real paths
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

async function aFile(size: number): Promise<{ id: string; path: string; bytes: Buffer }> {
  const bytes = Buffer.alloc(size, 'welcome ')
  const staged = await parts.files.stage(Readable.from([bytes]), size)
  await parts.files.keep(staged, staged.id)
  await parts.files.settle(staged.id)
  await parts.database.transaction(trx =>
    trx('evidence_files').insert({
      id: staged.id,
      name: 'notes.txt',
      type: 'text/plain',
      size,
      sha256: staged.sha256,
    } as never),
  )
  return { id: staged.id, path: join(folder, 'uploads/files', staged.id.slice(0, 2), staged.id), bytes }
}

test('a download of a small file with one wrong byte gets status 500', async () => {
  const { id, path, bytes } = await aFile(1_000)
  expect((await request(server).get(`/files/${id}`)).status).toBe(200)
  bytes[500] = 0
  await writeFile(path, bytes)
  const answer = await request(server).get(`/files/${id}`)
  expect([answer.status, answer.body.damaged]).toEqual([500, true])
})

test.each(['a wrong byte', 'a missing end', 'extra bytes'])('a download of a large file with %s fails', async how => {
  const { id, path, bytes } = await aFile(3_000_000)
  if (how === 'a wrong byte') bytes[2_000_000] = 0
  const isShort = how === 'a missing end'
  const kept = isShort ? bytes.subarray(0, 2_900_000) : bytes
  await writeFile(path, how === 'extra bytes' ? Buffer.concat([bytes, bytes]) : kept)
  await expect(
    fetch(`http://127.0.0.1:${(server.address() as { port: number }).port}/files/${id}`).then(answer =>
      answer.arrayBuffer(),
    ),
  ).rejects.toThrow()
})

test('a download of a missing file gets status 500, and the next request works', async () => {
  const { id, path } = await aFile(10)
  await rm(path)
  expect((await request(server).get(`/files/${id}`)).status).toBe(500)
  expect((await request(server).get('/memory')).status).toBe(200)
})

test('interrupted downloads close their files', async () => {
  const { id } = await aFile(3_000_000)
  const openFiles = async () =>
    (
      await Promise.all(
        (await readdir('/proc/self/fd').catch(() => [])).map(name => readlink(`/proc/self/fd/${name}`).catch(() => '')),
      )
    ).filter(path => path.startsWith(join(folder, 'uploads/files'))).length
  const downloads = await Promise.all(
    Array.from(
      { length: 50 },
      () =>
        new Promise<ClientRequest>(resolve => {
          const asking = get(`http://127.0.0.1:${(server.address() as { port: number }).port}/files/${id}`, answer =>
            answer.once('data', () => {
              answer.pause()
              resolve(asking)
            }),
          )
          asking.on('error', () => {})
        }),
    ),
  )
  expect(await openFiles()).toBeGreaterThan(0)
  for (const download of downloads) download.destroy()
  await until(async () => (await openFiles()) === 0)
})

test('a download that is cancelled before its first bytes are read is not an error', async () => {
  const { id } = await aFile(1_000)
  let opened: Readable | null = null
  const responses: Response[] = []
  let closed: Promise<unknown>
  const slow = tinyApp(parts, {
    files: {
      open: async name => {
        await closed
        return (opened = await parts.files.open(name))
      },
    },
  })
  const outer = express().use((_req, res, next) => {
    closed = once(res, 'close')
    responses.push(res)
    next()
  })
  const waiting = outer.use(slow).listen(0, '127.0.0.1')
  await once(waiting, 'listening')
  const socket = connect((waiting.address() as { port: number }).port, '127.0.0.1')
  socket.write(`GET /files/${id} HTTP/1.1\r\nHost: x\r\n\r\n`)
  await until(() => responses.length === 1)
  socket.destroy()
  await until(() => opened?.closed === true)
  await nextTurn()
  expect([responses[0]!.closed, responses[0]!.statusCode]).toEqual([true, 200])
  waiting.close()
})
