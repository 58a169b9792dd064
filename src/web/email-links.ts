import type { Request, Response } from 'express'
import type { Clock } from '../parts.ts'
import type { Instant } from '../domain/time.ts'
import type { HiddenField } from './components.ts'
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
export type LinkOver = { over: 'unknown' | 'used' | 'expired'; status: 404 | 410; token: EmailToken | null }
export type OpenLink = { over: null; token: EmailToken }

const fieldName = 'link'
/** The number of opened links that a browser remembers. */
const mostOpened = 10

/** A hidden field with the id of the link that opened this page. The browser may have opened other links since then. */
export const linkField = ({ id }: Pick<EmailToken, 'id'>): HiddenField => ({ name: fieldName, value: id })

/**
 * Returns the functions for the routes of links in emails. Opening a link does not use up its token, because email
 * scanners open links too.
 */
export function emailedLinks(rows: TokenRows, clock: Clock, cookie: SignedCookie) {
  const judged = (token: EmailToken | null): LinkOver | OpenLink => {
    if (!token) return { over: 'unknown', status: 404, token }
    if (token.usedAt) return { over: 'used', status: 410, token }
    return token.expiresAt <= clock.now() ? { over: 'expired', status: 410, token } : { over: null, token }
  }
  /** The ids of the links that this browser opened, the latest first. */
  const idsIn = (req: Request): string[] => (cookie.read(req) ?? '').split(' ').filter(id => id !== '')
  /**
   * The token of the link whose page sent this request, else of the link opened last. Null when this browser has not
   * opened that link.
   */
  const tokenOf = async (req: Request): Promise<EmailToken | null> => {
    const sent = (req.body as Record<string, unknown> | undefined)?.[fieldName]
    const id = idsIn(req).find(opened => sent === undefined || opened === sent)
    return id === undefined ? null : rows.withId(id)
  }
  return {
    /** If the link works, stores its id in a signed cookie, so that the address of the page needs no token. */
    async follow(res: Response, secret: string): Promise<LinkOver | OpenLink> {
      const link = judged(await rows.withSecret(secret))
      if (link.over) return link
      const { id } = link.token
      cookie.set(res, [id, ...idsIn(res.req).filter(other => other !== id)].slice(0, mostOpened).join(' '))
      return link
    },
    tokenOf,
    opened: async (req: Request): Promise<LinkOver | OpenLink> => judged(await tokenOf(req)),
    /** Forgets a link that was used. */
    forget(res: Response, { id }: Pick<EmailToken, 'id'>): void {
      const others = idsIn(res.req).filter(other => other !== id)
      if (others.length === 0) cookie.clear(res)
      else cookie.set(res, others.join(' '))
    },
  }
}
