import { fork, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messageOf, release } from './children.ts'
import type { DocumentsTask } from './document-sender.ts'
import { ask } from './load.ts'
import { mostMemorySince } from './memory.ts'
import { aLibrary, clearLimitCounters } from './uploads.ts'

/**
 * The response times of a page in milliseconds, when idle and while documents are read, and the time and memory that
 * reading the documents takes.
 */
export interface DocumentsMeasured {
  documents: number
  idle: number[]
  reading: number[]
  /** seconds in each round */
  seconds: number[]
  /** MB above the idle service in each round */
  memory: number[]
}

const documents = 50

/** Sends documents of a hundred pages with personal details, all at once, while eight clients request pages. */
export async function measureDocuments(rounds: number): Promise<DocumentsMeasured> {
  const folder = mkdtempSync(join(tmpdir(), 'sanctuary-bench-'))
  const started: ChildProcess[] = []
  const start = (script: string, args: string[]) =>
    started[
      started.push(
        fork(join(import.meta.dirname, script), args, { env: { PATH: process.env.PATH, NODE_ENV: 'production' } }),
      ) - 1
    ]!
  try {
    mkdirSync(join(folder, 'data'))
    const { organisation, cookie } = await aLibrary(join(folder, 'data'))
    const [server, sender] = [start('server.js', [join(folder, 'data')]), start('document-sender.js', [])]
    const { port } = await messageOf<{ port: number }>(server)
    const page = { port, cookie, path: `/organisations/${organisation}/evidence` }
    const found: DocumentsMeasured = { documents, idle: [], reading: [], seconds: [], memory: [] }
    await ask(page, 400)
    for (let round = 0; round < rounds; round += 1) {
      mostMemorySince(server.pid!)
      found.idle.push(...(await ask(page, 400)).took)
      const idle = mostMemorySince(server.pid!)
      sender.send({ port, cookie, path: `${page.path}/new`, documents } satisfies DocumentsTask)
      const sent = messageOf<{ milliseconds: number; asked: number }>(sender)
      const state = { isOver: false }
      void sent.finally(() => {
        state.isOver = true
      })
      while (!state.isOver) found.reading.push(...(await ask(page, 8)).took)
      const { milliseconds, asked } = await sent
      if (asked < documents) throw new Error(`only ${asked} of ${documents} documents were asked about`)
      found.seconds.push(milliseconds / 1_000)
      found.memory.push(mostMemorySince(server.pid!) - idle)
      await clearLimitCounters(join(folder, 'data'))
    }
    return found
  } finally {
    for (const child of started) release(child)
    rmSync(folder, { recursive: true, force: true })
  }
}
