import type { Request, RequestHandler } from 'express'
import type { Logger } from 'pino'

/**
 * Thrown for a request that does not prove that a page of the service sent it. The answer is 403, and nothing is
 * stored. The error page shows `address`, the correct address of the service.
 */
export class ForeignRequest extends Error {
  readonly address: string
  constructor(address: string) {
    super('a request that our own pages did not send')
    this.address = address
  }
}

/**
 * Requires every request that could change something to prove that a page of the service sent it. Runs before the
 * session, routes and bodies, so that nothing of a refused request is stored, and no file in it is read. The expected
 * origin comes from the settings, never from Host or X-Forwarded-*.
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
 * Whether a request comes from a page of the service, according to Sec-Fetch-Site. If that is `none` because no page
 * started the request, or missing as in old browsers, Origin must equal BASE_URL.
 */
function isOurs(req: Request, own: string): boolean {
  const site = req.get('sec-fetch-site') ?? 'none'
  return site === 'none' ? req.get('origin') === own && timesSent(req, 'origin') === 1 : site === 'same-origin'
}

const timesSent = (req: Request, name: string): number =>
  req.rawHeaders.filter((each, index) => index % 2 === 0 && each.toLowerCase() === name).length

const known = ['same-origin', 'same-site', 'cross-site', 'none']
/** The header as one of its known values, so that a client cannot write its own text into the log. */
function named(site: string | undefined): string {
  if (site === undefined) return 'not sent'
  return known.includes(site) ? site : 'unknown'
}
