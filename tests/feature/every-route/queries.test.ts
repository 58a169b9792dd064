import { countReads, onStatement } from '../../support/database.ts'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { routes } from '../../../src/app.ts'
import { followedLinks, type FollowedLinks } from './matrix/links.ts'
import { grow } from './matrix/grow.ts'
import type { StandingName } from './matrix/people.ts'
import { addressIn, ask } from './matrix/visit.ts'
import { aWorld, type World } from './matrix/world.ts'

// A page must not need more queries for a long list than for a short one, so that no query runs once per row.

interface Opened {
  asked: Map<string, number>
  /** the number of queries outside transactions, which only write the access log or count requests for a limit */
  reads: number
  length: number
}
const readers: readonly StandingName[] = [
  'nobody',
  'lead',
  'seat reading',
  'chair',
  'coordinator',
  'trustee',
  'administrator',
]
const inDraft = [
  '/applications/:id',
  '/applications/:id/criteria/:code',
  '/applications/:id/criteria/:code/evidence',
  '/applications/:id/submission',
  '/applications/:id/summary',
]
let world: World
let links: FollowedLinks
let asked: string[] = []
let read: { reads: number }
let few: Map<string, Opened>
let many: Map<string, Opened>

beforeAll(async () => {
  world = await aWorld()
  links = await followedLinks(world)
  read = countReads(world.service.database)
  onStatement(world.service.database, ({ sql }) => {
    const withoutNumberOfSavepoint = sql.replace(/\btrx\d+/, 'trx')
    asked.push(withoutNumberOfSavepoint.replace(/\?(, \?)+/g, '?'))
  })
  await grow(world, { lines: 2, libraries: 14, branches: 2, evidence: 12 })
  few = await everyPage(() => true)
  await grow(world, { lines: 28, libraries: 28, branches: 98, evidence: 288 })
  many = await everyPage(page => few.has(page)) // the number of rows does not change who can open a page
}, 600_000)
afterAll(() => world.service.end())

test('pages with 30 rows, 100 branches and 300 items of evidence need no more queries than short ones', () => {
  // A decision pack is a download, which checks the permission of each item of evidence that it contains.
  const packs = /^\/applications\/:id\/pack\.(pdf|zip) /
  const more = [...many]
    .filter(([page]) => !packs.test(page))
    .flatMap(([page, { asked }]) =>
      [...asked].map(([sql, count]) => [page, sql, count, few.get(page)?.asked.get(sql) ?? 0] as const),
    )
    .filter(([, , after, before]) => after > before)
    .map(([page, sql, after, before]) => `${page}: ${after}, not ${before} times: ${sql}`)
  expect(more).toEqual([])
})

test('the long pages really show more rows than the short ones', () => {
  const longer = (page: string): boolean => many.get(page)!.length > 1.1 * few.get(page)!.length
  expect(
    [
      '/home as trustee',
      '/organisations as coordinator',
      '/organisations/:id/branches as lead',
      '/organisations/:id/team as lead',
      '/organisations/:id/evidence as lead',
      '/organisations/:id/inbox as lead',
      '/organisations/:id/upload-links as lead',
      '/applications as coordinator',
      '/rounds as coordinator',
      '/people as administrator',
      '/mail as administrator',
      '/history as coordinator',
      '/awards as trustee',
      '/renewals as coordinator',
      '/appraisals as chair',
      '/applications/:id/criteria/:code in draft',
      '/applications/:id in renewal draft',
      '/applications/:id/submission in renewal draft',
      '/applications/:id/scope as lead',
      '/applications/:id/criteria/:code as lead',
      '/applications/:id/questions as chair',
      '/applications/:id/submissions/:n as lead',
      '/applications/:id/panel as coordinator',
    ].filter(page => !longer(page)),
  ).toEqual([])
})

test('each page needs at most five queries, except downloads and the pages listed here', () => {
  const planReminders = ['/mail', '/mail/preview', '/settings/clock']
  // Pages whose last queries depend on the results of the first five.
  const more = new Map([
    ['/capacity/dates', 6],
    ['/awards/:id/correction/answer', 6],
    ['/reports/minutes', 7],
  ])
  const isDownload = /\.(pdf|zip)|\/tables\/:table/
  const above = [...many].flatMap(([page, { reads }]) => {
    const path = page.split(' ')[0]!
    const limit = more.get(path) ?? 5
    return planReminders.includes(path) || isDownload.test(path) || reads <= limit ? [] : [`${page}: ${reads}`]
  })
  expect(above).toEqual([])
  expect(many.get('/evidence/:id as lead')!.reads).toBe(3) // besides four that write the access log
})

async function everyPage(isAsked: (page: string) => boolean): Promise<Map<string, Opened>> {
  const pages = new Map<string, Opened>()
  for (const row of routes(world.service.parts).filter(({ method }) => method === 'get')) {
    for (const as of readers) await open(`${row.path} as ${as}`, addressIn(world, row), as, links(row))
    if (inDraft.includes(row.path))
      for (const state of ['draft', 'renewal draft'] as const)
        await open(`${row.path} in ${state}`, addressIn(world, row, state), 'lead', {})
  }
  return pages

  async function open(page: string, address: string, as: StandingName, headers: Record<string, string>): Promise<void> {
    if (!isAsked(page)) return
    // Waits until an earlier refusal is recorded, which happens after its response.
    await world.service.database.transaction(() => Promise.resolve())
    asked = []
    read.reads = 0
    const { status, body } = await ask(world, 'get', address, { as, headers })
    if (status === 200) pages.set(page, { asked: counted(asked), reads: read.reads, length: body.length })
  }
}

/** How often each query ran. */
function counted(all: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const sql of all) counts.set(sql, (counts.get(sql) ?? 0) + 1)
  return counts
}
