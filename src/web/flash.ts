import type { RequestHandler, Response } from 'express'
import type { Config } from '../config.ts'
import { isScript } from './request.ts'
import { signedCookie } from './signed-cookie.ts'

const mostSentences = 5

/**
 * Reads the notices that the previous page left in a cookie. The cookie is removed when a page is rendered, so that
 * redirects and script requests keep it.
 */
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
    const taken = (): readonly string[] => {
      const sentences = isScript(req) ? [] : [...left, ...told]
      if (sentences.length > 0 && !res.headersSent) cookie.clear(res)
      return sentences
    }
    Object.defineProperty(res.locals, 'notices', { configurable: true, enumerable: true, get: taken })
    next()
  }
}

/** Leaves a notice for the next page. */
export function flash(res: Response, sentence: string): void {
  res.locals.leaveNotice?.(sentence)
}

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
