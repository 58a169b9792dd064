import { createHash, randomBytes, randomInt } from 'node:crypto'

const characters = 'abcdefghijklmnopqrstuvwxyz234567'
const inCharacters = (bytes: Uint8Array): string =>
  [...bytes.subarray(0, 20)].map(byte => characters[byte % 32]).join('')

/** 100 random bits as 20 characters that are safe in any URL, so that ids cannot be counted or guessed. */
export const newId = (): string => inCharacters(randomBytes(20))

/**
 * The first version number of a row that can be deleted and created again. It is random, so that a form opened before
 * the deletion is refused and does not overwrite the new row.
 */
export const startingVersion = (): number => randomInt(1, 1_000_000)

/** A deterministic id: the same words always give the same id. It cannot be guessed without knowing all of them. */
export const idFrom = (...words: readonly string[]): string =>
  inCharacters(createHash('sha256').update(JSON.stringify(words)).digest())

/** Whether a text looks like an id. Checked before queries, so that a NUL byte never reaches a database. */
export const looksLikeId = (text: unknown): text is string => typeof text === 'string' && /^[a-z2-7]{20}$/.test(text)
