import type { IncomingHttpHeaders } from 'node:http'
import type { Route } from '../../../../src/web/routes.ts'
import { addressOf, bodies, natural, naturalByMethod, type State } from './requests.ts'
import type { StandingName } from './people.ts'
import { sendRequest } from '../../../support/request.ts'
import type { World } from './world.ts'

export interface HttpResponse {
  status: number
  to: string
  body: string
  headers: Headers
}
export interface Ask {
  as: StandingName
  body?: string | Buffer | URLSearchParams | FormData
  headers?: Record<string, string>
}

/** Sends one request as a person, as if from one of our own pages. Redirects are not followed. */
export async function ask(
  world: World,
  method: string,
  path: string,
  { as, body, headers = {} }: Ask,
): Promise<HttpResponse> {
  const cookie = [world.cookies.get(as), headers.Cookie].filter(Boolean).join('; ')
  const all = {
    'Sec-Fetch-Site': 'same-origin',
    Accept: 'text/html',
    ...headers,
    ...(cookie ? { Cookie: cookie } : {}),
  }
  const { status, headers: received, content } = await sendRequest(siteOf(world) + path, { method, headers: all, body })
  return { status, to: received.location ?? '', body: content.toString(), headers: asHeaders(received) }
}

const asHeaders = (received: IncomingHttpHeaders): Headers =>
  new Headers(
    Object.entries(received).flatMap(([name, value]) =>
      [value ?? []].flat().map((each): [string, string] => [name, each]),
    ),
  )

export const portOf = (world: World): number => (world.service.server.address() as { port: number }).port
export const siteOf = (world: World): string => `http://127.0.0.1:${portOf(world)}`

/** The state that an application is in when a route is requested. */
export const stateOf = ({ method, path }: Route): State =>
  naturalByMethod[`${method.toUpperCase()} ${path}`] ?? natural[path] ?? 'with the panel'
export const idsIn = (world: World, state: State): Record<string, string> => ({ ...world.ids, ...world.cases[state] })
export const addressIn = (world: World, row: Route, state: State = stateOf(row)): string =>
  addressOf(row, world, idsIn(world, state))
export const isAboutAnApplication = ({ path }: Route): boolean => /^\/(applications|evidence)\/:id/.test(path)

/** The fields of a valid body for a route; empty for a route that reads none. */
export const validBody = (world: World, row: Route, state: State = stateOf(row)): Record<string, string> =>
  bodies[row.path]?.(idsIn(world, state)) ?? {}
export type Parts = readonly (readonly [name: string, value: string])[]
/** Fields in the format that the route reads. */
export const asBody = (row: Route, parts: Parts): URLSearchParams | FormData => {
  if (row.body !== 'files') return new URLSearchParams(parts as [string, string][])
  const data = new FormData()
  for (const [name, value] of parts) data.append(name, value)
  return data
}

/** The first person who is allowed to send this form now, or null. */
export async function whoMay(world: World, row: Route): Promise<StandingName | null> {
  if (row.asks === 'nothing' || row.asks === 'a token') return 'nobody'
  for (const as of [
    'lead',
    'coordinator',
    'chair',
    'trustee',
    'administrator',
    'seat reading',
    'seat not declared',
    'seat offered',
    'coordinator not declared',
  ] as const) {
    const { status } = await ask(world, row.method, addressIn(world, row), {
      as,
      body: asBody(row, Object.entries(validBody(world, row))),
    })
    if (![401, 403, 404].includes(status)) return as
  }
  return null
}
