import type { RequestHandler, Response } from 'express'
import type { Config } from '../config.ts'
import { signedCookie } from './signed-cookie.ts'

/**
 * Reads the notice that the previous page left. The cookie is removed when a page is rendered, so a redirect in between
 * does not lose it. Nothing is stored in the database.
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

/** Leaves a notice for the next page. */
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
