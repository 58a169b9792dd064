import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { Tx } from '../db/connection.ts'
import { TooMany } from '../domain/refusals.ts'
import { addMilliseconds, instant, millisecondsBetween, type Instant } from '../domain/time.ts'

/** A maximum number of attempts in `seconds`. */
export interface Limit {
  name: string
  most: number
  seconds: number
}

/**
 * Counts an attempt with a sliding-window counter.
 * @param about the person, account or address, stored as a hash
 * @returns the estimated number of attempts in the last `seconds`, including this one
 * @throws TooMany with the seconds until another attempt is allowed
 */
export const countOne = (trx: Tx, limit: Limit, about: string, at: Instant): Promise<number> =>
  countSeveral(trx, limit, { about, added: 1 }, at)

/** As `countOne`, but counts `added` attempts together, such as the files of a form. */
export async function countSeveral(
  trx: Tx,
  limit: Limit,
  { about, added }: { about: string; added: number },
  at: Instant,
): Promise<number> {
  const counted = keyOf(limit, about)
  const began = windowOf(limit, at)
  const earlier = await trx('limit_counters')
    .where({ counted, window_started_at: addMilliseconds(began, -limit.seconds * 1_000) })
    .first('count')
  const [row] = await trx('limit_counters')
    .insert({ counted, window_started_at: began, count: added })
    .onConflict(['counted', 'window_started_at'])
    .merge({ count: trx.raw('limit_counters.count + ?', [added]) })
    .returning('count')
  const [before, count, elapsed] = [earlier?.count ?? 0, row!.count, millisecondsBetween(began, at) / 1_000]
  const wait = secondsToWait(limit, { earlier: before, count, elapsed, added })
  if (wait > 0) throw new TooMany(wait)
  if (count === added)
    await trx('limit_counters').where('window_started_at', '<', addMilliseconds(at, -counterLifetime)).delete()
  // counts only the part of the earlier window that is less than `seconds` ago
  return before * (1 - elapsed / limit.seconds) + count
}

/**
 * A limit in the memory of each process, for requests too frequent to count in the database. Refused requests count
 * too.
 * @returns a function that counts one request, and throws TooMany with the seconds until another is allowed
 */
export function limitInMemory(limit: Limit): (about: string, at: Instant) => void {
  let [window, counts, earlier] = [instant('2000-01-01T00:00Z'), new Map<string, number>(), new Map<string, number>()]
  return (about, at) => {
    const began = windowOf(limit, at)
    if (began !== window) {
      const isNext = addMilliseconds(window, limit.seconds * 1_000) === began
      ;[window, counts, earlier] = [began, new Map(), isNext ? counts : new Map()]
    }
    const count = (counts.get(about) ?? 0) + 1
    counts.set(about, count)
    const elapsed = millisecondsBetween(began, at) / 1_000
    const wait = secondsToWait(limit, { earlier: earlier.get(about) ?? 0, count, elapsed })
    if (wait > 0) throw new TooMany(wait)
  }
}

/** Removes an attempt from the count, for example after a successful sign-in. */
export async function countOneLess(trx: Tx, limit: Limit, about: string, at: Instant): Promise<void> {
  await trx('limit_counters')
    .where({ counted: keyOf(limit, about), window_started_at: windowOf(limit, at) })
    .where('count', '>', 0)
    .decrement('count', 1)
}

/**
 * An IP address as the limits count it: an IPv4 address, or the first 64 bits of an IPv6 address. Each subscriber has a
 * whole /64, so all of its addresses count as one.
 */
export function networkOf(address: string | undefined): string {
  const plain = (address ?? 'unknown').replace(/^::ffff:(?=\d+\.)/i, '')
  if (!isIPv6(plain)) return plain
  const [head = '', tail] = plain.split('::')
  const start = head.split(':').filter(Boolean)
  const end = (tail ?? '').split(':').filter(Boolean)
  const groups =
    tail === undefined
      ? start
      : [...start, ...Array<string>(Math.max(0, 8 - start.length - end.length)).fill('0'), ...end]
  return groups.slice(0, 4).join(':')
}

/**
 * The site of a network as `networkOf` returns it: the first 48 bits of an IPv6 address, which is the largest block
 * that a subscriber usually gets. An IPv4 address is its own site.
 */
export const siteOf = (network: string): string =>
  isIPv6(`${network}::`) ? network.split(':').slice(0, 3).join(':') : network

interface Counted {
  /** the count of the previous window */
  earlier: number
  /** the count of this window, including this attempt */
  count: number
  /** seconds since this window started */
  elapsed: number
  /** what this attempt added to the count; 1 by default */
  added?: number
}

/** @returns seconds until another attempt is allowed; 0 when this attempt is allowed */
export function secondsToWait({ most, seconds }: Limit, { earlier, count, elapsed, added = 1 }: Counted): number {
  if (earlier * (1 - elapsed / seconds) + count <= most) return 0
  const needed = count <= most ? 1 - (most - count) / earlier : 2 - (most - added) / (count - added)
  return Math.max(1, Math.ceil(needed * seconds - elapsed))
}

/** Milliseconds. A counter is needed for two windows, and the longest window is a day. */
const counterLifetime = 2 * 24 * 60 * 60 * 1_000

const keyOf = (limit: Limit, about: string): string =>
  `${limit.name} ${createHash('sha256').update(about).digest('hex')}`

function windowOf({ seconds }: Limit, at: Instant): Instant {
  const sinceBegin = millisecondsBetween(instant('2000-01-01T00:00Z'), at)
  return addMilliseconds(at, -(sinceBegin % (seconds * 1_000)))
}
