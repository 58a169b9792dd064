import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { concurrencyLimit } from '../files/turnstile.ts'

// argon2id: 19 MiB, two rounds, one lane. Hashed exactly as received, nothing trimmed, normalised or cut off.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const costOfToday = '$argon2id$v=19$m=19456,t=2,p=1$'
/** A hash of nothing: takes the time of a real one where there is no account, and no password fits it. */
const nobodys = `${costOfToday}bm9ib2R5IGxpdmVzIGhlcmU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`

export const shortestPassword = 15
export const longestPassword = 128
export const lengthOfPassword = (password: string): number => [...password].length

/**
 * Hashes share the thread pool with the database and with files: no more at a time than there are cores, and a short
 * queue.
 */
const atTheGate = concurrencyLimit(availableParallelism(), 50)

/** @throws Busy when too many wait already */
export const hashPassword = (password: string): Promise<string> => atTheGate(() => hash(password, cost))

/**
 * @param stored null where there is no account or no password yet: takes as long, and fits nothing. @throws Busy when
 * too many wait
 */
export function passwordFits(stored: string | null, password: string): Promise<boolean> {
  const canFit = stored !== null && lengthOfPassword(password) <= longestPassword
  return atTheGate(async () => (await verify(canFit ? stored : nobodys, canFit ? password : 'nobody')) && canFit)
}

/** The parameters lie with each hash; one made with others is made anew at the next sign-in. */
export const isOutdated = (stored: string): boolean => !stored.startsWith(costOfToday)
