import type { RequestHandler, Response } from 'express'
import type { Config } from '../config.ts'
import { isScript } from './request.ts'
import { signedCookie } from './signed-cookie.ts'

const mostSentences = 5
/** In the cookie, a warning starts with a tab. Sentences contain no other tabs. */
const warningMark = '\t'

/** A notice about what the person just did. */
export interface Flash {
  text: string
  /** true when nothing was done */
  isWarning: boolean
}

/** Reads notices from a cookie. Only a rendered page removes the cookie, so that notices survive redirects. */
export function notices(config: Pick<Config, 'baseUrl' | 'sessionSecret'>): RequestHandler {
  const cookie = signedCookie(config, 'notice')
  return (req, res, next) => {
    const left = cookie.read(req)?.split('\n') ?? []
    const told: string[] = []
    const leave = (sentences: readonly string[]) => cookie.set(res, sentences.slice(-mostSentences).join('\n'))
    res.locals.leaveNotice = sentence => leave([...(told.length > 0 ? [...left, ...told] : []), sentence])
    res.locals.tell = sentence => {
      told.push(sentence)
      leave([...left, ...told])
    }
    const taken = (): readonly Flash[] => {
      const sentences = isScript(req) ? [] : [...left, ...told]
      if (sentences.length > 0 && !res.headersSent) cookie.clear(res)
      return sentences.map(each => ({ text: each.replace(warningMark, ''), isWarning: each.startsWith(warningMark) }))
    }
    Object.defineProperty(res.locals, 'notices', { configurable: true, enumerable: true, get: taken })
    next()
  }
}

/** Leaves a notice for the next page. */
export function flash(res: Response, sentence: string): void {
  res.locals.leaveNotice?.(sentence)
}

/** Leaves a warning for the next page. Use it when nothing was done. */
export const flashWarning = (res: Response, sentence: string): void => flash(res, `${warningMark}${sentence}`)

/** Shows a notice with this response, either on its page or, after a redirect, on the next page. */
export function showNotice(res: Response, sentence: string): void {
  res.locals.tell?.(sentence)
}

declare global {
  namespace Express {
    interface Locals {
      leaveNotice?: (sentence: string) => void
      tell?: (sentence: string) => void
    }
  }
}
