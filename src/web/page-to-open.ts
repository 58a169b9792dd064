import type { Request } from 'express'
import { ownPath } from './own-path.ts'
import type { Route } from './routes.ts'

/** Finds the address of the page to open after a form was refused. */
export type PageToOpen = (req: Request) => string

declare global {
  namespace Express {
    interface Locals {
      /** the page that shows the form again when it is refused */
      pageToOpen?: string
    }
  }
}

/**
 * Finds the page of a refused form: its own address, else the page that sent it, else the nearest page above its
 * address.
 * @param baseUrl the origin of the service; pages of other sites are ignored
 */
export function pageToOpen(rows: readonly Route[], baseUrl: string): PageToOpen {
  const pages = rows.filter(({ method }) => method === 'get').map(({ path }) => patternOf(path))
  const isPage = (address: string) => pages.some(page => page.test(address.replace(/\?.*/s, '')))
  return req => [req.originalUrl, ...senderOf(req, baseUrl), ...above(req.path)].find(isPage) ?? '/'
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
