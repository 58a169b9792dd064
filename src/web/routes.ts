import { Router, type Express, type Request, type RequestHandler, type Response } from 'express'
import { compare } from '../domain/compare.ts'
import type { Permission } from '../domain/permissions.ts'
import { formBody } from './body.ts'
import { gateFor, ownFormsOnly } from './gate.ts'
import { mayBeIndexed } from './security-headers.ts'

/** The access that a route requires. A permission is checked when the subject of the route is loaded. */
export type Asks = Permission | 'signed in' | 'nothing' | 'a token'

/** `req.params` typed from the address: '/applications/:id' gives { id: string }. */
export type ParamsOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? { [K in Name | keyof ParamsOf<`/${Rest}`>]: string }
  : Path extends `${string}:${infer Name}.${string}`
    ? { [K in Name]: string }
    : Path extends `${string}:${infer Name}`
      ? { [K in Name]: string }
      : Record<never, string>

export type Handle<Path extends string, Asked extends Asks> = (
  req: Request<ParamsOf<Path>>,
  res: Response,
  asked: Asked,
) => Promise<unknown> | unknown

export interface Route {
  method: 'get' | 'post'
  path: string
  asks: Asks
  /** how the body is read; a route with files reads its body itself */
  body: 'form' | 'files' | 'none'
  /** mounted before the same-origin check and the session, because the route has its own check */
  ahead?: true
  handle: (req: Request, res: Response) => unknown
}

const route =
  <Path extends string, Asked extends Asks>(method: Route['method'], body: Route['body']) =>
  (path: Path, asks: Asked, handle: Handle<Path, Asked>): Route => ({
    method,
    path,
    asks,
    body,
    handle: (req, res) => handle(req as unknown as Request<ParamsOf<Path>>, res, asks),
  })

export const get = <Path extends string, Asked extends Asks>(
  path: Path,
  asks: Asked,
  handle: Handle<Path, Asked>,
): Route => route<Path, Asked>('get', 'none')(path, asks, handle)

export const post = <Path extends string, Asked extends Asks>(
  path: Path,
  asks: Asked,
  handle: Handle<Path, Asked>,
): Route => route<Path, Asked>('post', 'form')(path, asks, handle)

/** A route for a form with files. Its handler reads the body with `receiveFiles`. */
export const upload = <Path extends string, Asked extends Asks>(
  path: Path,
  asks: Asked,
  handle: Handle<Path, Asked>,
): Route => route<Path, Asked>('post', 'files')(path, asks, handle)

/**
 * A route with a token instead of a session, such as a webhook or an unsubscribe link. It skips the session, the
 * same-origin check and body parsing.
 */
export const programRoute = (route: Route): Route => ({ ...route, body: 'none', ahead: true })

/** Adds routes to the app. Routes are compiled when they are first needed, so that the service starts sooner. */
export function mount(app: Express, routes: readonly Route[]): void {
  const parts = new Set(routes.map(({ path }) => firstPart(path)))
  const routers = new Map<string, Router>()
  app.use((req, res, next) => {
    const part = firstPart(req.path)
    // Express would respond to OPTIONS itself, and so reveal which addresses exist.
    if (req.method === 'OPTIONS' || !parts.has(part)) return next()
    const router = routers.get(part) ?? routerOf(routes.filter(({ path }) => firstPart(path) === part))
    routers.set(part, router)
    router(req, res, next)
  })
}

const firstPart = (path: string): string => (path.split('/', 2)[1] ?? '').toLowerCase()

function routerOf(routes: readonly Route[]): Router {
  const router = Router()
  for (const { method, path, asks, body, handle } of routes.toSorted(fixedFirst)) {
    const steps: RequestHandler[] = body === 'form' ? [gateFor(asks), formBody, ownFormsOnly(asks)] : [gateFor(asks)]
    if (asks === 'nothing' && !path.includes(':')) steps.push(mayBeIndexed)
    router[method](path, ...steps, handle)
  }
  return router
}

/** Puts '/branches/closed' before '/branches/:id', which would otherwise get its requests. */
const fixedFirst = (one: Route, other: Route): number => compare(parametersIn(one.path), parametersIn(other.path))

/** 1 for each part of an address that is a parameter and 0 for any other: '001' for '/branches/:id'. */
const parametersIn = (path: string): string =>
  path
    .split('/')
    .map(part => (part.startsWith(':') ? 1 : 0))
    .join('')
