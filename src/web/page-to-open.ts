import type { Request, RequestHandler } from 'express'
import { ownPath } from './own-path.ts'
import type { Route } from './routes.ts'

/** Finds the address of the page to open after a form was refused. */
export type PageToOpen = (req: Request) => string

declare global {
  namespace Express {
    interface Locals {
      /** the page to which the error page of a refused form links */
      pageToOpen?: string
    }
  }
}

/**
 * Finds the page of a refused form: its own address, the page that sent it, the nearest page above it, or `/`.
 * @param baseUrl the origin of the service; pages of other sites are ignored
 */
export function pageToOpen(rows: readonly Route[], baseUrl: string): PageToOpen {
  const isPage = matching(pagesIn(rows), 'get')
  return req => [req.originalUrl, ...senderOf(req, baseUrl), ...above(req.path)].find(isPage) ?? '/'
}

/**
 * Redirects a GET request for a form's address to the nearest page above it. Does not reveal whether the form's subject
 * exists.
 */
export function leadToPage(rows: readonly Route[]): RequestHandler {
  const [isPage, isForm] = [matching(pagesIn(rows), 'get'), matching(rows, 'post')]
  return (req, res, next) => {
    const page = req.method === 'GET' && isForm(req.path) ? above(req.path).find(isPage) : undefined
    if (page === undefined) return next()
    res.redirect(303, page)
  }
}

/** The routes of pages. Leaves out those of uploaded files, because opening a file is recorded. */
const pagesIn = (rows: readonly Route[]): Route[] => rows.filter(({ path }) => !path.endsWith('/files/:fileId'))

/** Returns a function that says whether an address belongs to a route with this method. */
function matching(rows: readonly Route[], method: Route['method']): (address: string) => boolean {
  const patterns = rows.filter(row => row.method === method).map(({ path }) => patternOf(path))
  return address => patterns.some(pattern => pattern.test(address.replace(/\?.*/s, '')))
}

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/:[A-Za-z]+/g, '[^/]+')}/?$`)

function senderOf(req: Request, baseUrl: string): string[] {
  const sender = URL.parse(req.get('referer') ?? '')
  if (sender?.origin !== new URL(baseUrl).origin) return []
  return [ownPath(sender.pathname + sender.search, '/')]
}

/** The addresses above a path, the nearest first. */
function above(path: string): string[] {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('/')).filter(each => each !== '')
}
