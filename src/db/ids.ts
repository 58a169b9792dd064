import { createHash, randomBytes } from 'node:crypto'

const characters = 'abcdefghijklmnopqrstuvwxyz234567'
const inCharacters = (bytes: Uint8Array): string =>
  [...bytes.subarray(0, 20)].map(byte => characters[byte % 32]).join('')

/** 100 random bits in 20 letters that are safe in any address, so ids cannot be counted or guessed. */
export const newId = (): string => inCharacters(randomBytes(20))

/** A repeatable id: the same words always give the same id. It cannot be guessed without knowing all of them. */
export const idFrom = (...words: readonly string[]): string =>
  inCharacters(createHash('sha256').update(JSON.stringify(words)).digest())

/** Checked before any query: text that is not an id is not found, and a NUL byte never reaches a database. */
export const looksLikeId = (text: unknown): text is string => typeof text === 'string' && /^[a-z2-7]{20}$/.test(text)
