import type { Request, RequestHandler } from 'express'
import type { Logger } from 'pino'

/** The request was not proven to come from our pages: 403, nothing read or stored. The page gives the right address. */
export class ForeignRequest extends Error {
  readonly address: string
  constructor(address: string) {
    super('a request that our own pages did not send')
    this.address = address
  }
}

/**
 * Every request that could change something must prove that one of our pages sent it. Checked before session, routes
 * and bodies, so a refused request has read and stored nothing. The expected value comes from the settings, never from
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
 * `none` is a request that the person started, not a page. It, and old browsers, must send an Origin that equals
 * BASE_URL.
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
