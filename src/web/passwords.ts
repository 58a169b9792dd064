import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { concurrencyLimit } from '../files/concurrency-limit.ts'

// argon2id with 19 MiB, two iterations and one lane: the minimum in the OWASP Password Storage Cheat Sheet.
// Passwords are hashed unchanged: not trimmed, not cut.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const costOfToday = '$argon2id$v=19$m=19456,t=2,p=1$'
/**
 * A hash that no password matches. It is checked when there is no account, so that the response time does not reveal
 * whether an account exists.
 */
const unmatchableHash = `${costOfToday}bm9ib2R5IGxpdmVzIGhlcmU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`

export const shortestPassword = 15
export const longestPassword = 128
export const lengthOfPassword = (password: string): number => [...password].length

/**
 * At most one hash per core, because hashing shares the thread pool with the database and files. Up to 50 more wait.
 */
const limitHashing = concurrencyLimit(availableParallelism(), 50)

/** @throws Busy when the queue is full */
export const hashPassword = (password: string): Promise<string> => limitHashing(() => hash(password, cost))

/**
 * Whether a password matches a stored hash.
 * @param stored null without an account or password; the check then takes as long as any other
 * @throws Busy when the queue is full
 */
export function passwordFits(stored: string | null, password: string): Promise<boolean> {
  const canFit = stored !== null && lengthOfPassword(password) <= longestPassword
  return limitHashing(
    async () => (await verify(canFit ? stored : unmatchableHash, canFit ? password : 'nobody')) && canFit,
  )
}

/** Whether a hash was made with older parameters. */
export const isOutdated = (stored: string): boolean => !stored.startsWith(costOfToday)
