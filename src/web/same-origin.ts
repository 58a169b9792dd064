import type { Request, RequestHandler } from 'express'
import type { Logger } from 'pino'

/**
 * The request could not be shown to come from our pages: answered with 403, nothing is read or stored. The page gives
 * the right address.
 */
export class ForeignRequest extends Error {
  readonly address: string
  constructor(address: string) {
    super('a request that our own pages did not send')
    this.address = address
  }
}

/**
 * Every request that could change something must prove that one of our pages sent it. Checked before session, routes
 * and bodies, so a refused request reads and stores nothing. The expected origin comes from the settings, never from
 * Host or X-Forwarded-*.
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
 * Whether a request comes from our own pages, by Sec-Fetch-Site. With `none`, which means that the person and no page
 * started it, and in old browsers without the header, Origin must equal BASE_URL.
 */
function isOurs(req: Request, own: string): boolean {
  const site = req.get('sec-fetch-site') ?? 'none'
  return site === 'none' ? req.get('origin') === own && timesSent(req, 'origin') === 1 : site === 'same-origin'
}

const timesSent = (req: Request, name: string): number =>
  req.rawHeaders.filter((each, index) => index % 2 === 0 && each.toLowerCase() === name).length

const known = ['same-origin', 'same-site', 'cross-site', 'none']
/** Shortens and cleans a header before it is logged. */
const named = (site: string | undefined): string =>
  site === undefined ? 'not sent' : known.includes(site) ? site : 'unknown'
