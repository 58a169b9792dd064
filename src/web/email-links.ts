import type { Request, Response } from 'express'
import type { Clock } from '../parts.ts'
import type { Instant } from '../domain/time.ts'
import type { SignedCookie } from './signed-cookie.ts'

/** The token of a link in an email. */
export interface EmailToken {
  id: string
  kind: string
  aboutId: string | null
  personId: string | null
  expiresAt: Instant
  usedAt: Instant | null
}
export interface TokenRows {
  withSecret(secret: string): Promise<EmailToken | null>
  withId(id: string): Promise<EmailToken | null>
}
export type LinkOver = { over: 'unknown' | 'used' | 'expired'; status: 404 | 410 }
export type OpenLink = { over: null; token: EmailToken }

/**
 * Functions for the routes of links in emails. Opening a link does not use its token, because email scanners open links
 * too.
 */
export function emailedLinks(rows: TokenRows, clock: Clock, cookie: SignedCookie) {
  const judged = (token: EmailToken | null): LinkOver | OpenLink => {
    if (!token) return { over: 'unknown', status: 404 }
    if (token.usedAt) return { over: 'used', status: 410 }
    return token.expiresAt <= clock.now() ? { over: 'expired', status: 410 } : { over: null, token }
  }
  return {
    /** Exchanges the token for a signed cookie, so that the address of the page has no token. */
    async follow(res: Response, secret: string): Promise<LinkOver | OpenLink> {
      const link = judged(await rows.withSecret(secret))
      if (!link.over) cookie.set(res, link.token.id)
      return link
    },
    async opened(req: Request): Promise<LinkOver | OpenLink> {
      const id = cookie.read(req)
      return judged(id === null ? null : await rows.withId(id))
    },
    forget: (res: Response): void => cookie.clear(res),
  }
}
