import { systemClock } from '../../src/domain/time.ts'
import { openWrite } from '../../src/parts.ts'
import { theService } from '../../src/domain/actor.ts'
import { fork } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase, type Tx } from '../../src/db/connection.ts'
import { migrateToLatest } from '../../src/db/migrate.ts'
import { publishDraft } from '../../src/modules/frameworks/frameworks/framework.actions.ts'
import { bundledServer } from './bundled-server.ts'
import { messageOf, release } from './children.ts'
import { cpuOf } from './cpu.ts'
import { ask, median, quantile, statusOf } from './load.ts'
import type { BenchPage } from './pages.ts'
import { startPostgres } from './postgres.ts'

export type Engine = 'sqlite' | 'postgresql'
export interface Choices {
  rounds: number
  requests: number
  sets: readonly Filling[]
  engines: readonly Engine[]
}
/** A database of a given size, and the pages to measure. */
export interface Filling {
  rows: number
  fill(db: Tx): Promise<readonly BenchPage[]>
}
export interface Measured {
  engine: Engine | null
  rows: number
  page: Pick<BenchPage, 'name' | 'isList'>
  /** milliseconds of CPU time per request, in each round */
  cpu: number[]
  /** the median response time in milliseconds */
  p50: number
  /** the response time in milliseconds that 99 in 100 requests do not exceed */
  p99: number
  /** the size of a response */
  bytes: number
}

interface Served {
  engine: Engine | null
  rows: number
  port: number
  pids: number[]
  pages: BenchPage[]
}

/** Measures every page of every server in each round, so that other work on the machine affects all alike. */
export async function measure({ rounds, requests, sets, engines }: Choices): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sanctuary-bench-'))
  chmodSync(folder, 0o711) // PostgreSQL runs as another user when this process runs as root
  const postgres = engines.includes('postgresql') ? await startPostgres(join(folder, 'postgres')) : null
  const ending: (() => void)[] = [() => postgres?.stop()]
  try {
    const servers: Served[] = [
      {
        engine: null,
        rows: 0,
        ...(await serve([])),
        pages: [{ name: 'Express "hello"', path: '/', cookie: '', isList: false }],
      },
    ]
    for (const engine of engines)
      for (const { rows, fill } of sets) {
        const dataFolder = join(folder, `${engine}-${rows}`)
        mkdirSync(dataFolder)
        const address = engine === 'postgresql' ? await postgres!.newDatabase(`bench_${rows}`) : null
        const pages = await filled(address ?? join(dataFolder, 'sanctuary.sqlite'), fill)
        const { port, pids } = await serve(address ? [dataFolder, address] : [dataFolder])
        servers.push({
          engine,
          rows,
          port,
          pids: postgres && address ? [...pids, postgres.pid] : pids,
          pages: [...pages],
        })
      }
    return await inRounds(servers, rounds, requests)
  } finally {
    for (const end of ending) end()
    rmSync(folder, { recursive: true, force: true })
  }

  async function serve(args: string[]): Promise<{ port: number; pids: number[] }> {
    const child = fork(await bundledServer(), args, {
      execArgv: process.env.BENCH_NODE ? process.env.BENCH_NODE.split(' ') : [],
      env: { PATH: process.env.PATH, NODE_ENV: 'production' },
    })
    ending.push(() => release(child))
    const { port } = await messageOf<{ port: number }>(child)
    return { port, pids: [child.pid!] }
  }
}

async function inRounds(servers: readonly Served[], rounds: number, requests: number): Promise<Measured[]> {
  const there = []
  for (const server of servers)
    for (const page of server.pages) {
      const address = { port: server.port, path: page.path, cookie: page.cookie }
      if ((await statusOf(address)) === 200)
        there.push({ server, page, address, cpu: [] as number[], took: [] as number[], bytes: 0 })
      else process.stderr.write(`${page.name} is not there\n`)
    }
  for (const { address } of there) await ask(address, requests)
  for (let round = 0; round < rounds; round += 1)
    for (const each of there) {
      const before = cpuOf(each.server.pids)
      const { took, bytes } = await ask(each.address, requests)
      each.cpu.push((cpuOf(each.server.pids) - before) / requests)
      each.took.push(...took)
      each.bytes = bytes
    }
  return there.map(({ server, page, cpu, took, bytes }) => ({
    engine: server.engine,
    rows: server.rows,
    page,
    cpu,
    p50: median(took),
    p99: quantile(took, 0.99),
    bytes,
  }))
}

async function filled(where: string, fill: Filling['fill']): Promise<readonly BenchPage[]> {
  const database = openDatabase(where)
  await migrateToLatest(database)
  await openWrite(database.transaction, systemClock.now)(theService, publishDraft)
  const pages = await database.writer.transaction(trx => fill(trx))
  if (database.engine === 'postgres') await database.writer.raw('vacuum analyze')
  await database.close()
  return pages
}
