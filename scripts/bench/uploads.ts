import { systemClock } from '../../src/domain/time.ts'
import { openWrite } from '../../src/parts.ts'
import { theService } from '../../src/domain/actor.ts'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { request, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../src/db/connection.ts'
import { migrateToLatest } from '../../src/db/migrate.ts'
import { newId } from '../../src/db/ids.ts'
import { publishDraft } from '../../src/modules/frameworks/frameworks/framework.actions.ts'
import { hashPassword } from '../../src/web/passwords.ts'
import { messageOf, release } from './children.ts'
import { ask, quantile } from './load.ts'
import { mostMemorySince } from './memory.ts'
import { person } from './rows.ts'
import { library, session } from './seed.ts'
import type { Task } from './uploader.ts'

export interface UploadsMeasured {
  files: number
  /** MB a second in each round when Node writes the same bytes to the disk without the service */
  toDisk: number[]
  /** MB a second in each round while nobody opens pages */
  alone: number[]
  /** MB a second in each round while people open pages */
  toUs: number[]
  /** MB above the idle service, in each round */
  memory: number[]
  /** response times of a page in milliseconds, before the uploads */
  idle: number[]
  /** response times of a page in milliseconds, during the uploads */
  meanwhile: number[]
  /**
   * the download of all uploads as one ZIP: milliseconds to the first byte, MB a second, and MB of memory above idle
   */
  zip: { megabytes: number; firstByte: number; pace: number; memory: number }
}

const [files, megabytes, password] = [50, 10, 'open the library door']
const bytes = megabytes * 1024 * 1024

/**
 * Uploads many large files at the same time. In between, Node writes the same bytes to the same disk without the
 * service. Then downloads all the files.
 */
export async function measureUploads(rounds: number): Promise<UploadsMeasured> {
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
    const [server, uploader] = [start('server.js', [join(folder, 'data')]), start('uploader.js', [])]
    const { port } = await messageOf<{ port: number }>(server)
    const page = { port, cookie, path: `/organisations/${organisation}/evidence` }
    const write = async (to: number | null): Promise<number> => {
      uploader.send({
        port: to,
        cookie,
        path: `/organisations/${organisation}/evidence/new`,
        folder: join(folder, 'bare'),
        files,
        bytes,
      } satisfies Task)
      const { milliseconds } = await messageOf<{ milliseconds: number }>(uploader)
      return ((files * megabytes) / milliseconds) * 1_000
    }
    await ask(page, 200)
    const found = nothingMeasured()
    mostMemorySince(server.pid!)
    for (let round = 0; round < rounds; round += 1) {
      found.idle.push(...(await ask(page, 200)).took)
      const idle = mostMemorySince(server.pid!)
      found.toDisk.push(await write(null))
      found.alone.push(await write(port))
      const uploading = write(port)
      found.meanwhile.push(...(await readUntil(uploading, page)))
      found.toUs.push(await uploading)
      found.memory.push(mostMemorySince(server.pid!) - idle)
      await clearLimitCounters(join(folder, 'data'))
    }
    await markFilesScanned(join(folder, 'data'))
    await ask(page, 200)
    const idle = mostMemorySince(server.pid!)
    found.zip = {
      ...(await downloadZip({ port, cookie, path: `/organisations/${organisation}/export` })),
      memory: mostMemorySince(server.pid!) - idle,
    }
    return found
  } finally {
    for (const child of started) release(child)
    rmSync(folder, { recursive: true, force: true })
  }
}

const nothingMeasured = (): UploadsMeasured => ({
  files,
  toDisk: [],
  alone: [],
  toUs: [],
  memory: [],
  idle: [],
  meanwhile: [],
  zip: { megabytes: 0, firstByte: 0, pace: 0, memory: 0 },
})

/** Reads a page again and again until the upload has ended. @returns the milliseconds that each page took */
async function readUntil(uploading: Promise<unknown>, page: Parameters<typeof ask>[0]): Promise<number[]> {
  const state = { isOver: false }
  void uploading.finally(() => {
    state.isOver = true
  })
  const took: number[] = []
  while (!state.isOver) took.push(...(await ask(page, 8)).took)
  return took
}

/** A database with one library. @returns its id, and the session cookie of its lead */
export async function aLibrary(dataFolder: string): Promise<{ organisation: string; cookie: string }> {
  const database = openDatabase(join(dataFolder, 'sanctuary.sqlite'))
  await migrateToLatest(database)
  await openWrite(database.transaction, systemClock.now)(theService, publishDraft)
  const organisation = newId()
  const password_hash = await hashPassword(password)
  const cookie = await database.transaction(async trx => {
    const lead = await person(trx, 'Jo Reed')
    await trx('people').where({ id: lead }).update({ password_hash })
    await library(trx, { id: organisation, name: 'Millbrook Library', lead, branchCount: 5 })
    return session(trx, lead)
  })
  await database.close()
  return { organisation, cookie }
}

/** Clears the counters of the hourly limits, because the benchmark sends more forms than a library is allowed to. */
export async function clearLimitCounters(dataFolder: string): Promise<void> {
  const database = openDatabase(join(dataFolder, 'sanctuary.sqlite'))
  await database.transaction(trx => trx('limit_counters').delete())
  await database.close()
}

/** Marks all files as scanned, because no jobs run and so the scanner is not used. */
async function markFilesScanned(dataFolder: string): Promise<void> {
  const database = openDatabase(join(dataFolder, 'sanctuary.sqlite'))
  await database.transaction(trx => trx('evidence_files').update({ state: 'ready' }))
  await database.close()
}

async function downloadZip({
  port,
  cookie,
  path,
}: {
  port: number
  cookie: string
  path: string
}): Promise<{ megabytes: number; firstByte: number; pace: number }> {
  const body = new URLSearchParams({ password }).toString()
  const began = performance.now()
  const asking = request({
    port,
    path,
    host: '127.0.0.1',
    method: 'POST',
    agent: false,
    headers: {
      Cookie: cookie,
      'Sec-Fetch-Site': 'same-origin',
      'Content-Type': 'application/x-www-form-urlencoded',
      'Content-Length': body.length,
    },
  })
  asking.end(body)
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  if (answer.statusCode !== 200) throw new Error(`the ZIP was answered ${answer.statusCode}`)
  let [firstByte, length] = [0, 0]
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    if (length === 0) firstByte = performance.now() - began
    length += chunk.length
  }
  return {
    megabytes: length / 1024 / 1024,
    firstByte,
    pace: (length / 1024 / 1024 / (performance.now() - began)) * 1_000,
  }
}

export const p99 = (took: readonly number[]): number => quantile(took, 0.99)
