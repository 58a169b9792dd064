import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { routes } from '../../../src/app.ts'
import type { Route } from '../../../src/web/routes.ts'
import { isLongRun } from '../../support/long-run.ts'
import { addressOf, bodies, natural, naturalByMethod, type State } from './matrix/requests.ts'
import { standingNames, type StandingName } from './matrix/people.ts'
import { ask as askAs, type HttpResponse } from './matrix/visit.ts'
import { aWorld, canaries, type World } from './matrix/world.ts'

// Compares the status of every route for every kind of person with matrix.approved.txt. The tests do not call `can`, so
// they find mistakes in `can`. docs/contributing.md has the command that updates the file.

const approvedText = join(import.meta.dirname, 'matrix', 'matrix.approved.txt')
let world: World
beforeAll(async () => {
  world = await aWorld()
})
afterAll(async () => {
  const bugs = world.service.logged.filter(line => line.includes('"a bug"'))
  await world.service.end()
  pages.clear()
  bodiesOfPages.clear()
  expect(bugs).toEqual([])
})

/** The pages read so far, by person and address. They never change, because the world rolls back each write. */
const pages = new Map<string, HttpResponse>()
/** Stores equal pages once, because most of them say that the page does not exist. */
const bodiesOfPages = new Map<string, string>()

async function seen(path: string, as: StandingName): Promise<HttpResponse> {
  const known = pages.get(`${as} ${path}`)
  if (known) return known
  const response = await askAs(world, 'get', path, { as })
  const body = bodiesOfPages.get(response.body) ?? response.body
  bodiesOfPages.set(body, body)
  pages.set(`${as} ${path}`, { ...response, body })
  return { ...response, body }
}

async function ask(
  row: Pick<Route, 'method' | 'path' | 'body'>,
  path: string,
  as: StandingName,
  ids: Record<string, string>,
): Promise<HttpResponse> {
  if (row.method === 'get') return seen(path, as)
  const form = new URLSearchParams(bodies[row.path]?.(ids) ?? {})
  return askAs(world, row.method, path, { as, body: row.body === 'files' ? asMultipart(form) : form })
}

const asMultipart = (form: URLSearchParams): FormData => {
  const data = new FormData()
  for (const [name, value] of form) data.append(name, value)
  return data
}

const rows = (): Route[] => routes(world.service.parts)
const stateOf = ({ method, path }: Route): State =>
  naturalByMethod[`${method.toUpperCase()} ${path}`] ?? natural[path] ?? 'with the panel'
const idsIn = (state: State): Record<string, string> => ({ ...world.ids, ...world.cases[state] })
const isAboutAnApplication = (path: string): boolean => /^\/(applications|evidence)\/:id/.test(path)

const pathIn = (row: Route, state: State): string | null => {
  try {
    return Object.keys(idsIn(state)).length === 0 ? null : addressOf(row, world, idsIn(state))
  } catch {
    return null // an application in this state has no such address
  }
}

/** The requests to a route: each person and each state at least once, and in `npm run test:faults` all combinations. */
function tries<Name extends StandingName>(
  row: Route,
  place: number,
  names: readonly Name[],
): { as: Name; state: State; path: string }[] {
  const states = isAboutAnApplication(row.path) ? (Object.keys(world.cases) as State[]) : (['with the panel'] as const)
  const there = states.flatMap(state => {
    const path = pathIn(row, state)
    return path ? [{ state, path }] : []
  })
  if (there.length === 0) return []
  if (isLongRun) return there.flatMap(each => names.map(as => ({ ...each, as })))
  return Array.from({ length: Math.max(there.length, names.length) }, (_, occurrence) => ({
    ...there[(place + occurrence) % there.length]!,
    as: names[occurrence % names.length]!,
  }))
}

/** The status, or 'door' for a redirect to the sign-in page. */
const said = ({ status, to }: HttpResponse): string =>
  status === 303 && to.startsWith('/sign-in') ? 'door' : String(status)

test('the app has only the routes that `routes` lists, each once, and two health checks', () => {
  const { stack } = world.service.app.router
  const nested = stack.flatMap(({ handle }) => ('stack' in handle ? (handle.stack as typeof stack) : []))
  expect([...stack, ...nested].flatMap(({ route }) => route?.path ?? [])).toEqual(['/health/live', '/health/ready'])
  expect(duplicates(rows().map(({ method, path }) => `${method} ${path}`))).toEqual([])
})

const duplicates = (names: readonly string[]): string[] => names.filter((name, place) => names.indexOf(name) !== place)

test('every route that changes something has a valid body in the matrix', () => {
  const without = rows()
    .filter(({ method, path }) => method === 'post' && !(path in bodies))
    .map(({ path }) => path)
  expect(without).toEqual([])
})

/** Compares routes by address, so that the approved file does not depend on the order of the routes in the code. */
const byAddress = (one: Route, other: Route): number => (keyOf(one) < keyOf(other) ? -1 : 1)
const keyOf = ({ path, method }: Route): string => `${path} ${method}`

test('each route gives each kind of person the approved status', async () => {
  const sections: string[] = []
  for (const row of rows().toSorted(byAddress)) {
    const lines: string[] = []
    const state = stateOf(row)
    const ids = idsIn(state)
    const path = addressOf(row, world, ids)
    const statuses = new Map<string, StandingName[]>()
    for (const as of standingNames) {
      const status = said(await ask(row, path, as, ids))
      statuses.set(status, [...(statuses.get(status) ?? []), as])
    }
    lines.push(
      `${row.method.toUpperCase()} ${row.path}${isAboutAnApplication(row.path) ? ` [${state}]` : ''} asks ${row.asks}`,
    )
    for (const [status, names] of [...statuses].toSorted()) {
      const others = status === '404' ? 'everybody else' : names.join(', ')
      lines.push(`  ${status}: ${names.length === standingNames.length ? 'everybody' : others}`)
    }
    sections.push(lines.join('\n'))
  }
  const text = `${sections.join('\n')}\n`
  if (process.env.APPROVE) writeFileSync(approvedText, text)
  expect(text).toBe(readFileSync(approvedText, 'utf8'))
}, 600_000)

const notApproved: readonly StandingName[] = [
  'lead not approved',
  'appraiser not approved',
  'coordinator not approved',
  'administrator not approved',
]

test('people whom no one has approved get the same status as people without a role, on every route', () => {
  const differing = readFileSync(approvedText, 'utf8')
    .split('\n')
    .filter(line => /^ {2}(\w+): /.test(line))
    .filter(line => {
      const names = line.slice(line.indexOf(': ') + 2).split(', ')
      const named = ['no role', ...notApproved].filter(name => names.includes(name))
      return named.length > 0 && named.length < 1 + notApproved.length
    })
  expect(differing).toEqual([])
})

describe('hidden information', () => {
  const strangers: readonly StandingName[] = [
    'no role',
    ...notApproved,
    'former lead',
    'lead of B',
    'appraiser of the pool',
    'seat in conflict',
    'seat removed',
    'coordinator in conflict',
    'trustee in conflict',
    'administrator',
    'suspended lead',
  ]
  const undeclared: readonly StandingName[] = [
    'seat offered',
    'seat not declared',
    'coordinator not declared',
    'trustee not declared',
  ]

  test('a hidden application gets the same 404 response, byte for byte, as an unknown application', async () => {
    const ids = idsIn('with the panel')
    const unknown = { ...ids, application: 'q'.repeat(20) }
    for (const row of rows().filter(({ path, body }) => path.startsWith('/applications/:id') && body !== 'files')) {
      for (const as of [
        'no role',
        'lead of B',
        'appraiser of the pool',
        'seat in conflict',
        'coordinator in conflict',
        'trustee in conflict',
        'administrator',
      ] as const) {
        const hidden = await ask(row, addressOf(row, world, ids), as, ids)
        const never = await ask(row, addressOf(row, world, unknown), as, ids)
        expect([row.path, as, hidden.status, hidden.body]).toEqual([row.path, as, 404, never.body])
      }
    }
  }, 600_000)

  test('a stranger and a person without a declaration can read nothing about an application in any state', async () => {
    for (const [place, row] of rows()
      .filter(({ method }) => method === 'get')
      .entries()) {
      for (const { as, state, path } of tries(row, place, [...strangers, ...undeclared])) {
        const response = await ask(row, path, as, idsIn(state))
        expect([row.path, state, as, response.status >= 500, response.body.includes(canaries.A)]).toEqual([
          row.path,
          state,
          as,
          false,
          false,
        ])
      }
    }
  }, 600_000)

  test('the library can read its draft, and the charity cannot', async () => {
    const ids = idsIn('draft')
    expect(
      (
        await ask(
          { method: 'get', path: '', body: 'none' },
          `/applications/${ids.application}/criteria/L1`,
          'lead',
          ids,
        )
      ).body,
    ).toContain(canaries.A)
    for (const as of ['coordinator', 'trustee', 'administrator'] as const) {
      for (const row of rows().filter(({ method, path }) => method === 'get' && path.startsWith('/applications/:id'))) {
        const path = pathIn(row, 'draft')
        if (path) expect([path, (await ask(row, path, as, ids)).body.includes(canaries.A)]).toEqual([path, false])
      }
    }
  }, 600_000)

  test('only its writer sees a private note, and nobody reads the others’ findings too early', async () => {
    const ids = idsIn('with the panel')
    for (const row of rows().filter(({ method, path }) => method === 'get' && path.startsWith('/applications/:id'))) {
      const path = addressOf(row, world, ids)
      for (const as of ['lead', 'contributor', 'observer', 'seat reading', 'coordinator', 'trustee'] as const) {
        const { body } = await ask(row, path, as, ids)
        const foreignNotes = (body.match(/private canary, wren [a-z2-7]{20}/g) ?? []).filter(
          note => !note.endsWith(ownSeat(as)),
        )
        expect([path, as, foreignNotes]).toEqual([path, as, []])
        const foreignFindings = (body.match(/finding by [a-z2-7]{20}/g) ?? []).filter(
          finding => !finding.endsWith(ownSeat(as)),
        )
        if (as !== 'coordinator' && as !== 'trustee') expect([path, as, foreignFindings]).toEqual([path, as, []])
      }
    }
    function ownSeat(as: StandingName): string {
      return world.seatsWithThePanel.get(as) ?? 'nobody'
    }
  }, 600_000)

  test('the text of library B is shown to its lead, and not to library A, a panel or the charity', async () => {
    const ids: Record<string, string> = { ...world.ids, helper: 'nobody', ...world.elsewhere }
    expect(
      (
        await ask(
          { method: 'get', path: '', body: 'none' },
          `/applications/${ids.application}/criteria/L1`,
          'lead of B',
          ids,
        )
      ).body,
    ).toContain(canaries.B)
    for (const row of rows().filter(({ method, path }) => method === 'get' && isAboutAnApplication(path))) {
      const path = addressOf(row, world, ids)
      for (const as of ['lead', 'seat reading', 'chair', 'former lead', 'coordinator', 'trustee'] as const)
        expect([path, as, (await ask(row, path, as, ids)).body.includes(canaries.B)]).toEqual([path, as, false])
    }
  }, 600_000)
})

test('every route about an application responds without a 500 and with `nosniff` in every state', async () => {
  for (const [place, row] of rows()
    .filter(({ path }) => isAboutAnApplication(path))
    .entries()) {
    for (const { as, state, path } of tries(row, place, ['lead', 'seat reading', 'chair', 'coordinator', 'trustee'])) {
      const { status, headers } = await ask(row, path, as, idsIn(state))
      expect([row.method, row.path, state, as, status >= 500, headers.get('x-content-type-options')]).toEqual([
        row.method,
        row.path,
        state,
        as,
        false,
        'nosniff',
      ])
    }
  }
}, 600_000)
