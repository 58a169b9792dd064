import { Agent, request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { newId } from '../../src/db/ids.ts'
import type { Scale } from './country.ts'
import { pagesOpenTo, type FoundPage } from './crawl.ts'
import { askServer, signedIn, withCountries, type Running } from './growth.ts'
import { quantile } from './load.ts'
import { named, tableOf } from './report.ts'
import type { Engine } from './measure.ts'

export interface LoadChoices {
  engine: Engine
  scale: Scale
  folder: string | null
  /** requests a second */
  rate: number
  seconds: number
}

/** The number of sessions of each account: ten accounts make a hundred sessions. */
const sessionsOfEach = 10
/** One request in this many writes a charity team note on an organisation. */
const writesEvery = 20

interface Answered {
  status: number
  took: number
}

/** @returns the response times of the service under a mixed load from a hundred sessions, as a table */
export async function mixedLoad({ engine, scale, folder, rate, seconds }: LoadChoices): Promise<string> {
  return withCountries({ engine, scales: [scale], folder }, async ({ countries, made }) => {
    const server = countries[0]!
    const sessions: [string, string][] = []
    for (let each = 0; each < sessionsOfEach; each += 1) sessions.push(...(await signedIn(made[0]!)))
    const pages = new Map<string, FoundPage[]>()
    for (const [role, cookie] of sessions.slice(0, sessions.length / sessionsOfEach))
      pages.set(
        role,
        (await pagesOpenTo(server.port, role, cookie)).filter(({ name }) => !name.includes('?')),
      )
    await send(server, { rate, seconds: 5, sessions, pages })
    await askServer(server, 'delay')
    const answered = await send(server, { rate, seconds, sessions, pages })
    const delay = await askServer<{ most: number; p99: number; memory: number }>(server, 'delay')
    const took = answered.map(each => each.took)
    const wrong = answered.filter(({ status }) => status >= 500 || status === 0)
    return tableOf(
      [
        'mixed load',
        'requests',
        'answered 5xx or not',
        'p50, ms',
        'p99, ms',
        'event loop p99 · most, ms',
        'memory, MB',
      ],
      [
        [
          `${named[engine]}, ${rate} a second from ${sessions.length} sessions, ${scale} times the country`,
          String(answered.length),
          String(wrong.length),
          quantile(took, 0.5).toFixed(0),
          quantile(took, 0.99).toFixed(0),
          `${delay.p99.toFixed(0)} · ${delay.most.toFixed(0)}`,
          delay.memory.toFixed(0),
        ],
      ],
    )
  })
}

interface Sending {
  rate: number
  seconds: number
  sessions: readonly (readonly [role: string, cookie: string])[]
  pages: ReadonlyMap<string, readonly FoundPage[]>
}

/** Sends requests at a steady rate, whether or not the earlier ones have been answered. */
async function send({ port }: Running, { rate, seconds, sessions, pages }: Sending): Promise<Answered[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 })
  const sent: Promise<Answered>[] = []
  const organisation = [...pages.get('coordinator')!].find(({ name }) => name === '/organisations/:id')!.path
  const began = performance.now()
  for (let index = 0; index < rate * seconds; index += 1) {
    const early = began + (index * 1_000) / rate - performance.now()
    if (early > 1) await wait(early)
    const [role, cookie] = sessions[index % sessions.length]!
    const open = pages.get(role)!
    const isWrite = role === 'coordinator' && index % writesEvery < sessions.length / sessionsOfEach
    sent.push(
      isWrite
        ? once(agent, { port, cookie, path: `${organisation}/notes`, body: noteOf(index) })
        : once(agent, {
            port,
            cookie,
            path: open[pageAt(index, sessions.length, open.length)]!.path,
            body: null,
          }),
    )
  }
  const answered = await Promise.all(sent)
  agent.destroy()
  return answered
}

/**
 * The place of the page that a request opens. The sessions of an account begin at different pages, as people would.
 * Otherwise ten of them would open the same page at the same moment.
 */
function pageAt(index: number, sessions: number, pages: number): number {
  const accounts = sessions / sessionsOfEach
  const ofItsAccount = Math.floor((index % sessions) / accounts)
  return (Math.floor(index / sessions) + Math.floor((ofItsAccount * pages) / sessionsOfEach)) % pages
}

const noteOf = (index: number): string =>
  new URLSearchParams({ idempotencyKey: newId(), body: `Note number ${index}` }).toString()

function once(
  agent: Agent,
  { port, path, cookie, body }: { port: number; path: string; cookie: string; body: string | null },
): Promise<Answered> {
  const began = performance.now()
  return new Promise(resolve => {
    const ended = (status: number) => resolve({ status, took: performance.now() - began })
    const sending = request(
      {
        agent,
        port,
        path,
        host: '127.0.0.1',
        method: body === null ? 'GET' : 'POST',
        headers: {
          cookie,
          accept: 'text/html',
          'sec-fetch-site': 'same-origin',
          ...(body !== null && { 'content-type': 'application/x-www-form-urlencoded' }),
        },
      },
      answer => answer.resume().on('end', () => ended(answer.statusCode ?? 0)),
    )
    sending.on('error', () => ended(0))
    sending.end(body ?? undefined)
  })
}
