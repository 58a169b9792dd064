import { fork } from 'node:child_process'
import { join } from 'node:path'
import { messageOf, release } from './children.ts'
import { pagesOpenTo } from './crawl.ts'
import { askServer, signedIn, timesFor, withCountries, type Running } from './growth.ts'
import type { HandWritten, Statement } from './hand-server.ts'
import { ask, median } from './load.ts'
import type { Engine } from './measure.ts'
import { named, tableOf } from './report.ts'
import type { Scale } from './country.ts'
import { spentBy, type Spent } from './thread-times.ts'

export interface ByHandChoices {
  engine: Engine
  scale: Scale
  rounds: number
  /** measures only pages whose address and role match, as in "/home as lead" */
  pages: RegExp
  folder: string | null
}

/** The number of requests of each page before it is measured. With fewer, V8 has not finished compiling the code. */
const warmEnough = 1_000

const total = ({ own, others }: Spent): number => own + others

/**
 * Compares each page with Express "hello", and with its lowest possible cost: a server written by hand that runs the
 * same statements and sends the same HTML.
 * @returns a table
 */
export async function compareByHand({ engine, scale, folder, ...choices }: ByHandChoices): Promise<string> {
  return withCountries({ engine, scales: [scale], folder }, async ({ hello, countries, made, postgres }) => {
    const ours = countries[0]!
    const byHand = await startByHand(made[0]!.databaseUrl ?? join(made[0]!.folder, 'sanctuary.sqlite'))
    const postmaster = postgres?.pid ?? null
    const lines: string[][] = []
    try {
      await ask({ port: hello.port, path: '/', cookie: '' }, 10_000)
      for (const [role, cookie] of await signedIn(made[0]!))
        for (const { name, path } of await pagesOpenTo(ours.port, role, cookie)) {
          if (!choices.pages.test(`${name} as ${role}`)) continue
          const page = await handWritten(ours, { path, cookie })
          byHand.child.send(page)
          await messageOf(byHand.child)
          const servers = [
            { ...hello, path: '/', cookie: '' },
            { ...ours, path, cookie },
            { ...byHand, path, cookie },
          ]
          try {
            const spent = await spentInRounds(servers, postmaster, choices)
            lines.push([name, role, String(page.statements.length), ...figuresOf(spent)])
          } catch (problem) {
            // for example, a page with a limit on requests
            process.stderr.write(`${name} as ${role}: ${String(problem)}\n`)
          }
        }
    } finally {
      release(byHand.child)
    }
    const heads = ['page', 'role', 'statements', 'CPU, ms', 'by hand, ms', '× by hand', '× "hello"']
    return `### ${named[engine]}\n\n${tableOf(heads, lines)}`
  })
}

const figuresOf = ([hello, ours, byHand]: readonly number[]): string[] => [
  ours!.toFixed(2),
  byHand!.toFixed(2),
  (ours! / byHand!).toFixed(1),
  (ours! / hello!).toFixed(0),
]

async function startByHand(where: string): Promise<Running> {
  const child = fork(join(import.meta.dirname, `hand-server${import.meta.filename.slice(-3)}`), [where], {
    execArgv: process.execArgv,
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
  })
  const { port, took } = await messageOf<{ port: number; took: number }>(child)
  return { port, child, took }
}

/** The select statements that the page runs, and the HTML that it sends. */
async function handWritten(ours: Running, { path, cookie }: { path: string; cookie: string }): Promise<HandWritten> {
  await askServer(ours, 'record')
  const answer = await fetch(`http://127.0.0.1:${ours.port}${path}`, { headers: { cookie, accept: 'text/html' } })
  const html = await answer.text()
  const { recorded } = await askServer<{ recorded: Statement[] }>(ours, 'recorded')
  return { html, statements: recorded.filter(({ sql }) => sql.startsWith('select')) }
}

/**
 * The median CPU time of a request to each server, in milliseconds. The first round is not counted. It only shows how
 * many requests a round needs.
 */
async function spentInRounds(
  servers: readonly (Running & { path: string; cookie: string })[],
  postmaster: number | null,
  { rounds }: Pick<ByHandChoices, 'rounds'>,
): Promise<number[]> {
  for (const server of servers) await ask(server, warmEnough)
  const spent: Spent[][] = servers.map(() => [])
  for (let round = 0; round <= rounds; round += 1)
    for (const [index, server] of servers.entries()) {
      const times = timesFor(spent[index]!)
      const { own, others } = await spentBy({ pid: server.child.pid!, postmaster }, async () => {
        await ask(server, times)
      })
      spent[index]!.push({ own: own / times, others: others / times })
    }
  return spent.map(each => median(each.slice(1).map(total)))
}
