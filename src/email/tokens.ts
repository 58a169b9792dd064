import { createHash, randomBytes } from 'node:crypto'

/** A secret for a link: 256 random bits as 43 characters of base64url. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** The hash of a token to store in the database. Tokens are random, so one round of SHA-256 is enough. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Whether a text has the form of a token. */
export const looksLikeToken = (text: unknown): text is string =>
  typeof text === 'string' && /^[A-Za-z0-9_-]{43}$/.test(text)
