import type { Request, RequestHandler } from 'express'
import type { Logger } from 'pino'

/** Not proven to come from our own pages: 403, nothing read, nothing stored; the page says which address to use. */
export class ForeignRequest extends Error {
  readonly address: string
  constructor(address: string) {
    super('a request that our own pages did not send')
    this.address = address
  }
}

/**
 * Every request that could change something must prove that one of our own pages sent it. Stands before session, routes
 * and bodies, so that a refusal has read and stored nothing. What is expected comes from the settings, never from Host
 * or X-Forwarded-*.
 */
export function sameOrigin(baseUrl: string, log: Logger): RequestHandler {
  const own = new URL(baseUrl).origin
  return (req, res, next) => {
    if (['GET', 'HEAD'].includes(req.method) || isOurs(req, own)) return next()
    res.set('Connection', 'close')
    log.warn(
      {
        method: req.method,
        site: named(req.get('sec-fetch-site')),
        origin: req.get('origin') === undefined ? 'none' : 'another',
      },
      'a foreign request was refused',
    )
    throw new ForeignRequest(own)
  }
}

/**
 * `none` is a request that the person started, not a page; it and old browsers must show the very origin of BASE_URL.
 */
function isOurs(req: Request, own: string): boolean {
  const site = req.get('sec-fetch-site') ?? 'none'
  return site === 'none' ? req.get('origin') === own && timesSent(req, 'origin') === 1 : site === 'same-origin'
}

const timesSent = (req: Request, name: string): number =>
  req.rawHeaders.filter((each, index) => index % 2 === 0 && each.toLowerCase() === name).length

const known = ['same-origin', 'same-site', 'cross-site', 'none']
/** What strangers send does not reach the log as they sent it. */
const named = (site: string | undefined): string =>
  site === undefined ? 'not sent' : known.includes(site) ? site : 'unknown'
