import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Request, Response } from 'express'
import type { Config } from '../config.ts'

/** A cookie that only this service can write. The person can read it, so it must contain no secret. */
export interface SignedCookie {
  read(req: Request): string | null
  set(res: Response, value: string): void
  clear(res: Response): void
}

/** Whether the service uses https, according to BASE_URL. */
export const isHttps = (baseUrl: string): boolean => baseUrl.startsWith('https:')
/** The name of a cookie. With https it has the prefix __Host-, so that browsers restrict the cookie to this host. */
export const cookieNamed = (baseUrl: string, name: string): string => (isHttps(baseUrl) ? `__Host-${name}` : name)

export function signedCookie(
  { baseUrl, sessionSecret }: Pick<Config, 'baseUrl' | 'sessionSecret'>,
  purpose: string,
): SignedCookie {
  const name = cookieNamed(baseUrl, purpose)
  const options = { httpOnly: true, secure: isHttps(baseUrl), sameSite: 'lax', path: '/' } as const
  const signatureOf = (value: string): Buffer =>
    createHmac('sha256', sessionSecret).update(`${purpose}\n${value}`).digest()
  return {
    set: (res, value) =>
      void res.cookie(
        name,
        `${Buffer.from(value).toString('base64url')}.${signatureOf(value).toString('base64url')}`,
        options,
      ),
    clear: res => void res.clearCookie(name, options),
    read(req) {
      const [text = '', sign = ''] = (readCookie(req, name) ?? '').split('.')
      const value = Buffer.from(text, 'base64url').toString()
      const [given, own] = [Buffer.from(sign, 'base64url'), signatureOf(value)]
      return given.length === own.length && timingSafeEqual(given, own) ? value : null
    },
  }
}

export function readCookie(req: Request, name: string): string | null {
  const start = `${name}=`
  const found = (req.headers.cookie ?? '')
    .split(';')
    .map(each => each.trim())
    .find(each => each.startsWith(start))
  return found === undefined ? null : found.slice(start.length)
}
