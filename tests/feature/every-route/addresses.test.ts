import { onStatement } from '../../support/database.ts'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { routes } from '../../../src/app.ts'
import type { Route } from '../../../src/web/routes.ts'
import { someOf } from '../../support/long-run.ts'
import { sendRaw } from '../../support/raw-http.ts'
import { followedLinks, type FollowedLinks } from './matrix/links.ts'
import type { StandingName } from './matrix/people.ts'
import { addressIn, ask, portOf } from './matrix/visit.ts'
import { aWorld, type World } from './matrix/world.ts'

// Opens every page with unknown ids, codes and query strings. No unsafe value may reach the database: PostgreSQL
// refuses a NUL, for example. On each page, `npm test` tries some of the values, and `npm run test:faults` tries all.

let world: World
let links: FollowedLinks
const asked: unknown[] = []
const readers: readonly StandingName[] = ['lead', 'coordinator', 'administrator', 'chair', 'seat offered']

beforeAll(async () => {
  world = await aWorld()
  links = await followedLinks(world)
  onStatement(world.service.database, ({ bindings = [] }) => {
    asked.push(...bindings)
  })
})
afterAll(() => world.service.end())

const pages = (): Route[] => routes(world.service.parts).filter(({ method }) => method === 'get')

async function readerOf(row: Route): Promise<StandingName> {
  for (const as of readers)
    if ((await ask(world, 'get', addressIn(world, row), { as, headers: links(row) })).status < 400) return as
  return 'nobody'
}

const neverMade = 'q'.repeat(20)
const ids = (id: string): Record<string, string> => ({
  'NUL inside': `${id.slice(0, 5)}%00${id.slice(5)}`,
  'NUL at the end': `${id}%00`,
  'encoded twice': `%25${id.charCodeAt(0).toString(16)}${id.slice(1)}`,
  'in capitals': id.toUpperCase(),
  'with a space': `${id}%20`,
  'a line break': `${id}%0A`,
  'a list': `${id},${id}`,
  'half an escape': '%E0%A4',
  'a prototype': '__proto__',
  'another prototype': 'constructor',
  'a path traversal': '..%2f..%2fetc%2fpasswd',
  'a number': '1e3',
  'a negative number': '-1',
  'a huge number': '99999999999999999999',
  'Arabic digits': '%D9%A1',
  'a query string': '%3Fid=1',
  endless: 'a'.repeat(6_000),
  SQL: '1%27%20or%20%271%27=%271',
})

/** Pages whose codes people copy from paper. Spaces, line breaks and hyphens in a code are ignored. */
const typedByHand = ['/verify/:code', '/upload/:token']
const gaps = ['with a space', 'a line break']

test('an id with an incomplete percent escape gets the same page as an unknown id', async () => {
  const answerTo = (id: string) => ask(world, 'get', `/evidence/${id}`, { as: 'lead' })
  const [half, unknown] = [await answerTo('%zz'), await answerTo(neverMade)]
  expect([half.status, unknown.status, half.body.replace('%zz', neverMade)]).toEqual([404, 404, unknown.body])
})

test('a malformed id opens no page, unless it is the right id in capitals or a code typed with spaces', async () => {
  const wrong: string[] = []
  for (const [number, row] of pages()
    .filter(({ path }) => path.includes(':'))
    .entries()) {
    const [good, as] = [addressIn(world, row).split('/'), await readerOf(row)]
    for (const [place, name] of row.path.split('/').entries()) {
      if (!name.startsWith(':')) continue
      const some = someOf(Object.entries(ids(good[place]!)), number + place, 5)
      for (const [says, id] of [['never made', neverMade] as const, ...some]) {
        asked.length = 0
        const { status, body } = await ask(world, 'get', good.with(place, id).join('/'), { as, headers: links(row) })
        if (status >= 500 || (status >= 400 && !body.includes('<h1')))
          wrong.push(`${row.path} ${name} ${says}: ${status}`)
        if (
          status === 200 &&
          !(typedByHand.includes(row.path) && gaps.includes(says)) &&
          !says.startsWith('in capitals')
        )
          wrong.push(`${row.path} ${name} ${says}: ${status}, as ${as}`)
        if (asked.some(isUnsafe)) wrong.push(`${row.path} ${name} ${says}: it reached the database`)
      }
    }
  }
  expect(wrong).toEqual([])
}, 600_000)

test('every page with an unexpected query string shows the page or an error page, never a 500', async () => {
  const names = [
    'after',
    'search',
    'code',
    'next',
    'on',
    'day',
    'day-day',
    'status',
    'page',
    'organisation',
    'application',
    'name',
    'id',
    'from',
    'kind',
    'purpose',
    'criterion',
    'case',
    'question',
    'before',
    'at',
    'evidence',
    'show',
    'since',
    'nameKey',
    'queuedAt',
    'closesAt',
    'validTo',
    'entity',
    'settings',
    'view options',
    'cache',
    '_locals',
    '__proto__',
    'constructor',
  ]
  const values: Record<string, string[]> = {
    lists: ['a', 'b'],
    NUL: ['a%00b'],
    'not UTF-8': ['%ED%A0%80%FF'],
    'half an escape': ['%E0%A4%zz%'],
    'encoded twice': ['%2500%2561'],
    'a prototype': ['__proto__'],
    'an impossible day': ['9999-99-99'],
    'an emoji cut off by a limit of 200': [`${'a'.repeat(199)}%F0%9F%99%82`],
    'an emoji cut off by a limit of 100': [`${'a'.repeat(99)}%F0%9F%99%82`],
    long: ['a'.repeat(250)],
    SQL: ['%27%20or%201=1%20--'],
  }
  const wrong: string[] = []
  for (const [number, row] of pages().entries()) {
    const [path, as] = [addressIn(world, row), await readerOf(row)]
    for (const [says, value] of someOf([...Object.entries(values), ['nested', null] as const], number, 5)) {
      const query = names
        .flatMap(
          name => value?.map(each => `${encodeURIComponent(name)}=${each}`) ?? [`${name}[a][$ne]=1`, `${name}[]=1`],
        )
        .join('&')
      asked.length = 0
      const { status, body } = await ask(world, 'get', `${path}?${query}`, { as, headers: links(row) })
      if (status >= 500 || (status >= 400 && !body.includes('<h1'))) wrong.push(`${row.path} ${says}: ${status}`)
      if (asked.some(isUnsafe)) wrong.push(`${row.path} ${says}: it reached the database`)
    }
  }
  expect(wrong).toEqual([])
}, 600_000)

test.each([
  ['malformed cookies', '/home', ['Cookie: sanctuary=s%3A..%00; notice=.; invitation=x.y; sanctuary=%E0%A4']],
  ['malformed languages', '/', ['Accept-Language: ;;;q=x,*;q=-1,%00,__proto__,constructor', 'Accept: \u00ff/;q']],
  [
    'another host',
    '/sign-in',
    [
      'Host: elsewhere.example',
      'X-Forwarded-Host: elsewhere.example',
      'X-Forwarded-Proto: javascript',
      'X-Forwarded-For: 1, 2, %00',
    ],
  ],
  [
    'a rewritten address',
    '/help',
    ['X-Original-URL: /people', 'X-Rewrite-URL: /people', 'X-HTTP-Method-Override: DELETE'],
  ],
  [
    'a range and a condition',
    '/help',
    ['Range: bytes=9999999999999999999-1,-1', 'If-None-Match: W/"', 'If-Modified-Since: 31 Feb'],
  ],
  ['an address full of escapes', '/help/..%2f%2e%2e/%5c//verify?%', []],
  ['the absolute address of another host', 'http://elsewhere.example/help', []],
])('a request with %s gets no 500 response', async (_says, target, headers) => {
  const host = headers.some(each => each.startsWith('Host')) ? [] : ['Host: x']
  const { status, text } = await sendRaw(portOf(world), [
    [`GET ${target} HTTP/1.1`, ...host, ...headers, 'Connection: close', '', ''].join('\r\n'),
  ])
  expect([status >= 200 && status < 500, text.includes('elsewhere.example')]).toEqual([true, false])
})

test('no request of the tests above was logged as a bug', () => {
  expect(world.service.logged.filter(line => line.includes('"a bug"'))).toEqual([])
})

const isUnsafe = (binding: unknown): boolean =>
  typeof binding === 'object' && binding !== null
    ? true
    : typeof binding === 'string' && (binding.includes('\0') || !binding.isWellFormed())
