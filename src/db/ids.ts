import { randomBytes } from 'node:crypto'

const letters = 'abcdefghijklmnopqrstuvwxyz234567'

/** A hundred random bits in twenty letters that survive any address: nothing to count, nothing to guess. */
export const newId = (): string => [...randomBytes(20)].map(byte => letters[byte % 32]).join('')

/** Asked before any query: what does not look like an id is not found, and a NUL byte never reaches a database. */
export const looksLikeId = (text: unknown): text is string => typeof text === 'string' && /^[a-z2-7]{20}$/.test(text)
