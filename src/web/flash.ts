import type { RequestHandler, Response } from 'express'
import type { Config } from '../config.ts'
import { signedCookie } from './sealed-cookie.ts'

/**
 * Reads the sentence that the page before left for this one. The cookie goes when a page is drawn, which is when
 * `notices` is read: a redirect on the way does not lose it. Nothing is kept in the database.
 */
export function notices(config: Pick<Config, 'baseUrl' | 'sessionSecret'>): RequestHandler {
  const cookie = signedCookie(config, 'notice')
  return (req, res, next) => {
    res.locals.leaveNotice = sentence => cookie.set(res, sentence)
    const sentence = cookie.read(req)
    const taken = (): readonly string[] => {
      if (sentence === null) return []
      if (!res.headersSent) cookie.clear(res)
      return [sentence]
    }
    Object.defineProperty(res.locals, 'notices', { configurable: true, enumerable: true, get: taken })
    next()
  }
}

/** Leaves one sentence, in the words of the catalogue, for the page that is opened next. */
export function flash(res: Response, sentence: string): void {
  res.locals.leaveNotice?.(sentence)
}

declare global {
  namespace Express {
    interface Locals {
      leaveNotice?: (sentence: string) => void
    }
  }
}
