import { fork, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../src/db/connection.ts'
import { nodeScript } from '../npm-script.ts'
import { bundledServer } from './bundled-server.ts'
import { messageOf, release } from './children.ts'
import { makeCountry, type Country, type Scale } from './country.ts'
import { pagesOpenTo, type FoundPage } from './crawl.ts'
import { ask, median } from './load.ts'
import type { Engine } from './measure.ts'
import { startPostgres, type Postgres } from './postgres.ts'
import { session } from './seed.ts'
import type { Asked } from './server-messages.ts'
import { spentBy, type Spent } from './thread-times.ts'

export interface GrowthChoices {
  engines: readonly Engine[]
  /** the scale that is compared with scale 1 */
  scale: Scale
  rounds: number
  /** requests of each page before it is measured */
  warm: number
  /** measures only pages whose address and role match */
  pages: RegExp
  /** keeps the databases here for the next run */
  folder: string | null
}

/** One page of one role, with the cost of a request with the country's data and with more of it. */
export interface Growth {
  engine: Engine
  role: string
  name: string
  path: string
  statements: readonly number[]
  bytes: readonly number[]
  /** milliseconds of CPU time, by scale */
  cpu: readonly Spent[]
  /** CPU time of Express "hello" in the same rounds, in milliseconds */
  hello: number
}

/** A demo account for each role, and leads of libraries in other states. */
const readers: Readonly<Record<string, string>> = {
  lead: 'lead@demo.example',
  contributor: 'contributor@demo.example',
  observer: 'observer@demo.example',
  chair: 'chair@demo.example',
  appraiser: 'appraiser@demo.example',
  coordinator: 'coordinator@demo.example',
  trustee: 'trustee@demo.example',
  administrator: 'admin@demo.example',
  'lead of 64 branches': 'oda@merrowshire.example',
  'lead renewing': 'agnes@kettlebourne.example',
}

export interface Running {
  port: number
  child: ChildProcess
  took: number
}

/**
 * Runs `act` with the countries of an engine and a minimal Express app, each in its own process.
 * @param isBundled false for a profile, which names the module of each function
 */
export async function withCountries<Result>(
  {
    engine,
    scales,
    folder: kept,
    isBundled = true,
  }: { engine: Engine; scales: readonly Scale[]; folder: string | null; isBundled?: boolean },
  act: (servers: {
    hello: Running
    countries: Running[]
    made: Country[]
    postgres: Postgres | null
  }) => Promise<Result>,
): Promise<Result> {
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'sanctuary-country-'))
  if (!kept) chmodSync(folder, 0o711) // so that PostgreSQL, which does not run as root, can reach its own folder in it
  const postgres = engine === 'postgresql' ? await startPostgres(join(folder, 'postgres')) : null
  const running: Running[] = []
  const server = isBundled ? await bundledServer() : join(import.meta.dirname, 'server.js')
  try {
    const made: Country[] = []
    for (const scale of scales) made.push(await makeCountry(folder, { engine, scale }, postgres))
    running.push(await serve(server, []))
    for (const { folder: data, databaseUrl } of made)
      running.push(await serve(server, databaseUrl ? [data, databaseUrl] : [data]))
    return await act({ hello: running[0]!, countries: running.slice(1), made, postgres })
  } finally {
    for (const { child } of running) release(child)
    postgres?.stop()
    if (!kept) rmSync(folder, { recursive: true, force: true })
  }
}

async function serve(server: string, args: string[]): Promise<Running> {
  const { options, environment } = nodeScript('start')
  const child = fork(server, args, {
    execArgv: [...process.execArgv, ...options, ...(process.env.BENCH_NODE?.split(' ') ?? [])],
    env: { ...environment, PATH: process.env.PATH, NODE_ENV: 'production' },
  })
  const { port, took } = await messageOf<{ port: number; took: number }>(child)
  return { port, child, took }
}

/** The session cookie of each account in a country. */
export async function signedIn({ folder, databaseUrl }: Country): Promise<Map<string, string>> {
  const database = openDatabase(databaseUrl ?? join(folder, 'sanctuary.sqlite'))
  const cookies = new Map<string, string>()
  for (const [role, email] of Object.entries(readers)) {
    const person = await database.db('people').where({ email_key: email }).first('id')
    cookies.set(role, await database.writer.transaction(trx => session(trx, person!.id)))
  }
  await database.close()
  return cookies
}

/** Measures each page of each role with the country's data and with more, in alternating rounds. */
export async function measureGrowth(choices: GrowthChoices): Promise<Growth[]> {
  const all: Growth[] = []
  const scales: Scale[] = choices.scale === 1 ? [1] : [1, choices.scale]
  for (const engine of choices.engines)
    await withCountries({ engine, scales, folder: choices.folder }, async ({ hello, countries, made, postgres }) => {
      const cookies: Map<string, string>[] = []
      for (const country of made) cookies.push(await signedIn(country))
      await ask({ port: hello.port, path: '/', cookie: '' }, 10_000)
      for (const [index, { port }] of countries.entries())
        await ask({ port, path: '/home', cookie: cookies[index]!.get('coordinator')! }, 500)
      const pages: FoundPage[] = []
      for (const [role, cookie] of cookies[0]!) pages.push(...(await pagesOpenTo(countries[0]!.port, role, cookie)))
      for (const page of pages.filter(({ role, name }) => choices.pages.test(`${name} as ${role}`))) {
        const place = { postmaster: postgres?.pid ?? null, hello, countries, cookies }
        const measured = await measurePage(page, place, choices)
        if (measured) all.push({ engine, ...measured })
      }
    })
  return all
}

interface Place {
  postmaster: number | null
  hello: Running
  countries: readonly Running[]
  cookies: readonly Map<string, string>[]
}

async function measurePage(
  page: FoundPage,
  place: Place,
  { rounds, warm }: GrowthChoices,
): Promise<Omit<Growth, 'engine'> | null> {
  const { hello, countries, cookies, postmaster } = place
  const addresses = countries.map(({ port }, index) => ({
    port,
    path: page.path,
    cookie: cookies[index]!.get(page.role)!,
  }))
  try {
    const statements: number[] = []
    for (const [index, address] of addresses.entries()) {
      await ask(address, warm)
      const before = await statementsOf(countries[index]!)
      await ask(address, 1)
      statements.push((await statementsOf(countries[index]!)) - before)
    }
    const spent: Spent[][] = addresses.map(() => [])
    const hellos: number[] = []
    const bytes = addresses.map(() => 0)
    for (let round = 0; round < rounds; round += 1) {
      const helloSpent = await spentBy({ pid: hello.child.pid!, postmaster: null }, async () => {
        await ask({ port: hello.port, path: '/', cookie: '' }, 200, 1)
      })
      hellos.push((helloSpent.own + helloSpent.others) / 200)
      for (const [index, address] of addresses.entries()) {
        const times = timesFor(spent[index]!)
        const { own, others } = await spentBy({ pid: countries[index]!.child.pid!, postmaster }, async () => {
          bytes[index] = (await ask(address, times, 1)).bytes
        })
        spent[index]!.push({ own: own / times, others: others / times })
      }
    }
    const cpu = spent.map(each => ({
      own: median(each.slice(1).map(({ own }) => own)),
      others: median(each.slice(1).map(({ others }) => others)),
    }))
    return { role: page.role, name: page.name, path: page.path, statements, bytes, cpu, hello: median(hellos) }
  } catch (problem) {
    process.stderr.write(`${page.name} as ${page.role}: ${String(problem)}\n`)
    return null
  }
}

/** The number of requests for about 100 milliseconds of CPU time, from 3 to 200; 8 when nothing was measured yet. */
export function timesFor(earlier: readonly Spent[]): number {
  const last = earlier.at(-1)
  return last ? Math.min(200, Math.max(3, Math.ceil(100 / (last.own + last.others)))) : 8
}

const statementsOf = async (server: Running): Promise<number> =>
  (await askServer<{ statements: number }>(server, 'statements')).statements

export async function askServer<Answer>({ child }: Running, asked: Asked): Promise<Answer> {
  const answer = messageOf<Answer>(child)
  child.send(asked)
  return answer
}
