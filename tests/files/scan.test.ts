import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import pino from 'pino'
import { scanWithClamd } from '../../src/files/clamd.ts'
import { newId } from '../../src/db/ids.ts'
import { instant } from '../../src/domain/time.ts'
import { initialState, scanWaitingFiles } from '../../src/files/scan.ts'
import type { FileStore } from '../../src/files/store.ts'
import { now, tinyParts, type TinyParts } from '../support/tiny-app.ts'

// The server in these tests speaks clamd’s protocol and answers as each test says. The fault tests use a real clamd.

type Script = (content: Buffer, socket: Socket) => void
let script: Script
let server: Server
let address: string
let folder: string
let parts: TinyParts

beforeEach(async () => {
  server = createServer(socket => {
    let bytes = Buffer.alloc(0)
    socket.on('error', () => {})
    socket.on('data', chunk => {
      bytes = Buffer.concat([bytes, chunk])
      const content = contentOf(bytes)
      if (content) script(content, socket)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  address = `tcp://127.0.0.1:${(server.address() as { port: number }).port}`
  folder = await mkdtemp(join(tmpdir(), 'scan-'))
  parts = await tinyParts(folder, { clamdUrl: address })
})
afterEach(async () => {
  server.close()
  await parts.database.close()
  await rm(folder, { recursive: true })
})

/** The file that a scan command contains, or null until all its chunks have arrived. Checks the command itself too. */
function contentOf(bytes: Buffer): Buffer | null {
  const command = 'zINSTREAM\0'
  if (bytes.length < command.length) return null
  expect(bytes.toString('latin1', 0, command.length)).toBe(command)
  const chunks: Buffer[] = []
  for (let at = command.length; at + 4 <= bytes.length;) {
    const length = bytes.readUInt32BE(at)
    if (length === 0) return Buffer.concat(chunks)
    chunks.push(bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return null
}

const answerWith =
  (words: string): Script =>
  (_content, socket) =>
    void socket.end(`${words}\0`)
const scan = (text = 'hello') => scanWithClamd(address, Readable.from([Buffer.from(text)]))

test('the whole file is streamed to the scanner, and a file answered with OK is clean', async () => {
  let seen = ''
  script = (content, socket) => {
    seen = content.toString()
    answerWith('stream: OK')(content, socket)
  }
  expect([await scan('welcome'), seen]).toEqual([{ says: 'clean' }, 'welcome'])
})

test.each<[string, Script, string]>([
  ['a finding', answerWith('stream: Test.File FOUND'), 'found'],
  ['an error about the size limit', answerWith('INSTREAM size limit exceeded. ERROR'), 'not yet'],
  ['an error that mentions OK', answerWith('stream: OK ERROR'), 'not yet'],
  ['half an answer', answerWith('stream: O'), 'not yet'],
  ['no answer', (_content, socket) => void socket.end(), 'not yet'],
  ['a connection that breaks', (_content, socket) => void socket.destroy(), 'not yet'],
])('the answer of the scanner is understood: %s', async (_what, script_, expected) => {
  script = script_
  expect((await scan()).says).toBe(expected)
})

test.each([
  ['INSTREAM size limit exceeded. ERROR', 'not yet'],
  ['stream: OK', 'not yet'],
  ['stream: Test.File FOUND', 'found'],
])(
  'a scanner that replies "%s" in the middle of a file and disconnects gives the result "%s"',
  async (words, expected) => {
    const hasty = createServer(socket =>
      socket.on('error', () => {}).once('data', () => socket.end(`${words}\0`).destroySoon()),
    ).listen(0, '127.0.0.1')
    await once(hasty, 'listening')
    const file = Readable.from(Array.from({ length: 500 }, () => Buffer.alloc(64 * 1024)))
    expect((await scanWithClamd(`tcp://127.0.0.1:${(hasty.address() as { port: number }).port}`, file)).says).toBe(
      expected,
    )
    hasty.close()
  },
)

test('a scanner that is not running gives no verdict', async () => {
  server.close()
  await once(server, 'close')
  expect((await scan()).says).toBe('not yet')
})

test('the scanner’s address can be a Unix socket', async () => {
  const path = join(folder, 'clamd socket')
  const local = createServer(socket =>
    socket.on('error', () => {}).once('data', () => socket.end('stream: OK\0')),
  ).listen(path)
  await once(local, 'listening')
  expect(await scanWithClamd(`unix://${encodeURI(path)}`, Readable.from([Buffer.from('x')]))).toEqual({ says: 'clean' })
  local.close()
})

async function aFile(text: string): Promise<string> {
  const staged = await parts.files.stage(Readable.from([Buffer.from(text)]), 100)
  await parts.files.keep(staged, staged.id)
  const { state, scannedBy, scannedAt } = initialState(parts.config.scanner, now)
  await parts.database.transaction(trx =>
    trx('evidence_files').insert({
      id: staged.id,
      name: text,
      type: 'text/plain',
      size: staged.size,
      sha256: staged.sha256,
      state,
      scanned_by: scannedBy,
      scanned_at: scannedAt,
      uploaded_at: now,
    } as never),
  )
  await parts.files.settle(staged.id)
  return staged.id
}
const stateOf = async (id: string) => {
  const row = await parts.db('evidence_files').where({ id }).first()
  return [row!.state, row!.scanned_by, await parts.files.has(id)]
}

test('a waiting file becomes available when clean, is deleted when infected, and otherwise keeps waiting', async () => {
  const [clean, bad, unclear] = [await aFile('clean'), await aFile('bad'), await aFile('unclear')]
  expect(await stateOf(clean)).toEqual(['scanning', null, true])
  const answers: Record<string, string> = {
    clean: 'stream: OK',
    bad: 'stream: Bad FOUND',
    unclear: 'stream: Timed out ERROR',
    ok: 'stream: OK',
  }
  script = (content, socket) => answerWith(answers[content.toString()]!)(content, socket)
  const results: string[] = []
  await scanWaitingFiles(parts, async (_trx, id, state) => void results.push(`${state} ${id}`))
  expect([await stateOf(clean), await stateOf(bad), await stateOf(unclear), results.toSorted()]).toEqual([
    ['ready', 'clamd', true],
    ['refused', 'clamd', false],
    ['scanning', null, true],
    [`ready ${clean}`, `refused ${bad}`],
  ])
  script = answerWith('stream: OK')
  await scanWaitingFiles(parts)
  expect(await stateOf(unclear)).toEqual(['ready', 'clamd', true])
})

test('hundreds of older files that cannot be scanned do not delay the scan of a newer one', async () => {
  const older = Array.from({ length: 205 }, newId)
  const columns = { name: 'stuck', type: 'text/plain', size: 5, sha256: '0'.repeat(64), state: 'scanning' }
  await parts.database.transaction(async trx => {
    for (const id of older)
      await trx('evidence_files').insert({ id, ...columns, uploaded_at: instant('2026-01-01T00:00Z') } as never)
  })
  const newer = await aFile('newer')
  script = answerWith('stream: OK')
  await scanWaitingFiles(parts)
  expect([await stateOf(newer), (await stateOf(older[0]!))[0]]).toEqual([['ready', 'clamd', true], 'scanning'])
  await parts.database.transaction(trx => trx('evidence_files').whereIn('id', older).delete())
})

test('the scanner’s client stops reading an answer that never ends', async () => {
  let written = 0
  script = (_content, socket) => {
    const more = (): void => {
      written += 1
      if (!socket.destroyed) socket.write('x'.repeat(64 * 1024), () => setImmediate(more))
    }
    more()
  }
  expect(await scanWithClamd(address, Readable.from([Buffer.from('clean')]))).toEqual({
    says: 'not yet',
    reason: 'the answer is too long',
  })
  expect(written).toBeLessThan(1_000)
})

test('a stopping process does not wait for a scanner that does not answer', async () => {
  const id = await aFile('waiting')
  const stopping = new AbortController()
  script = () => stopping.abort()
  const began = performance.now()
  const lines: string[] = []
  const log = pino({ base: null }, { write: line => void lines.push(line) })
  await scanWaitingFiles({ ...parts, log }, undefined, stopping.signal)
  expect(performance.now() - began).toBeLessThan(15_000)
  expect([await stateOf(id), lines]).toEqual([['scanning', null, true], []])
})

test('a process that stops while it opens a file does not wait for the scanner', async () => {
  await aFile('waiting')
  const stopping = new AbortController()
  script = () => {}
  const open: FileStore['open'] = id => {
    stopping.abort()
    return parts.files.open(id)
  }
  const began = performance.now()
  await scanWaitingFiles({ ...parts, files: { ...parts.files, open } }, undefined, stopping.signal)
  expect(performance.now() - began).toBeLessThan(15_000)
})

test('a run stops after one file when the scanner fails on a harmless text; the next run scans all files', async () => {
  const ids = [await aFile('one'), await aFile('two'), await aFile('three')]
  const seen: string[] = []
  script = (content, socket) => {
    seen.push(content.toString())
    socket.destroy()
  }
  await scanWaitingFiles(parts)
  expect(seen).toEqual([expect.stringMatching(/^(one|two|three)$/), 'ok'])
  script = answerWith('stream: OK')
  await scanWaitingFiles(parts)
  for (const id of ids) expect(await stateOf(id)).toEqual(['ready', 'clamd', true])
})

test('files that crash the scanner do not stop other files from being scanned', async () => {
  const crashing = [await aFile('crash'), await aFile('crash too')]
  const other = await aFile('other')
  let isDown = false
  script = (content, socket) => {
    isDown ||= content.toString().startsWith('crash')
    if (isDown) socket.destroy()
    else answerWith('stream: OK')(content, socket)
  }
  for (const _run of [1, 2, 3]) {
    isDown = false // the scanner has started again
    await scanWaitingFiles(parts)
  }
  expect(await stateOf(other)).toEqual(['ready', 'clamd', true])
  script = answerWith('stream: OK')
  await scanWaitingFiles(parts)
  for (const id of crashing) expect(await stateOf(id)).toEqual(['ready', 'clamd', true])
})

test('files without a verdict are logged in one line', async () => {
  for (const text of ['one', 'two', 'three']) await aFile(text)
  script = (content, socket) =>
    answerWith(content.toString() === 'ok' ? 'stream: OK' : 'stream: Timed out ERROR')(content, socket)
  const lines: string[] = []
  await scanWaitingFiles({ ...parts, log: pino({ base: null }, { write: line => void lines.push(line) }) })
  expect(lines.map(line => JSON.parse(line) as unknown)).toEqual([expect.objectContaining({ level: 40, files: 3 })])
})

test('without a scanner a file is available immediately and marked as not scanned', () => {
  expect(initialState('none', now)).toEqual({ state: 'ready', scannedBy: 'none', scannedAt: now })
})
