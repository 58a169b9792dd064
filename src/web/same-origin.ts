import type { Request, RequestHandler } from 'express'
import type { Logger } from 'pino'

/**
 * Thrown for a request that does not prove that a page of the service sent it. `address` is the address of the service.
 */
export class ForeignRequest extends Error {
  readonly address: string
  constructor(address: string) {
    super('a request that our own pages did not send')
    this.address = address
  }
}

/**
 * Refuses a request that could change something, unless it proves that a page of the service sent it. Runs before the
 * session and the reading of bodies, so that a refused request stores nothing.
 */
export function sameOrigin(baseUrl: string, log: Logger): RequestHandler {
  const own = new URL(baseUrl).origin // not from Host or X-Forwarded-*, which the client writes
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
 * Whether a page of the service sent the request, according to Sec-Fetch-Site. If that header is `none` (no page) or
 * missing (old browsers), Origin must equal the origin of BASE_URL.
 */
function isOurs(req: Request, own: string): boolean {
  const site = req.get('sec-fetch-site') ?? 'none'
  return site === 'none' ? req.get('origin') === own && timesSent(req, 'origin') === 1 : site === 'same-origin'
}

const timesSent = (req: Request, name: string): number =>
  req.rawHeaders.filter((each, index) => index % 2 === 0 && each.toLowerCase() === name).length

const known = ['same-origin', 'same-site', 'cross-site', 'none']
/**
 * The Sec-Fetch-Site header for the log: a known value, `not sent` or `unknown`, so that a client cannot write its own
 * text into the log.
 */
function named(site: string | undefined): string {
  if (site === undefined) return 'not sent'
  return known.includes(site) ? site : 'unknown'
}
