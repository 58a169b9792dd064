import type { RequestHandler } from 'express'
import helmet from 'helmet'
import { isHttps } from './signed-cookie.ts'

const ownOnly = ["'self'"]
const nothing = ["'none'"]
const unusedAbilities = ['camera', 'geolocation', 'microphone', 'payment', 'usb', 'display-capture', 'browsing-topics']

/** The security headers of every response, and `Cache-Control: no-store`, which some routes replace. */
export function securityHeaders(baseUrl: string): RequestHandler[] {
  const secured = isHttps(baseUrl)
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: nothing,
        scriptSrc: ownOnly,
        styleSrc: ownOnly,
        imgSrc: ownOnly,
        connectSrc: ownOnly,
        fontSrc: ownOnly,
        manifestSrc: ownOnly,
        formAction: ownOnly,
        frameAncestors: nothing,
        baseUri: nothing,
        objectSrc: nothing,
        ...(secured ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    // With `no-referrer`, browsers send the service's own forms with `Origin: null`, which is refused.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: secured ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    frameguard: { action: 'deny' },
  })
  const rest: RequestHandler = (_req, res, next) => {
    res.set('Cache-Control', 'no-store')
    res.set('X-Robots-Tag', 'noindex')
    res.set('Permissions-Policy', unusedAbilities.map(ability => `${ability}=()`).join(', '))
    next()
  }
  return [headers, rest]
}

/** Lets search engines list a page. Not for a page whose address contains a token or a code. */
export const mayBeIndexed: RequestHandler = (_req, res, next) => {
  res.removeHeader('X-Robots-Tag')
  next()
}
