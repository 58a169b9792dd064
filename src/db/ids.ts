import { createHash, randomBytes } from 'node:crypto'

const characters = 'abcdefghijklmnopqrstuvwxyz234567'
const inCharacters = (bytes: Uint8Array): string =>
  [...bytes.subarray(0, 20)].map(byte => characters[byte % 32]).join('')

/** A hundred random bits in twenty letters that survive any address: nothing to count, nothing to guess. */
export const newId = (): string => inCharacters(randomBytes(20))

/** The same id for the same words, which nobody can guess who does not know all of them. */
export const idFrom = (...words: readonly string[]): string =>
  inCharacters(createHash('sha256').update(JSON.stringify(words)).digest())

/** Asked before any query: what does not look like an id is not found, and a NUL byte never reaches a database. */
export const looksLikeId = (text: unknown): text is string => typeof text === 'string' && /^[a-z2-7]{20}$/.test(text)
