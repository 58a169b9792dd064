import type { Db, Tx } from '../db/connection.ts'
import { saveSetting, settingOf } from '../db/setting.store.ts'
import { addMilliseconds, type Instant } from '../domain/time.ts'

/** A time in which the mail server cannot be reached or refuses to talk to us. No email is tried until `nextTryAt`. */
export interface Outage {
  since: Instant
  tries: number
  nextTryAt: Instant
  reason: string
}

/** The name of the setting that exists during an outage. */
export const outageSetting = 'mail-outage'
const name = outageSetting
const longestWaitSeconds = 60

/** @returns null when no outage is known */
export async function outageOf(db: Db | Tx): Promise<Outage | null> {
  const saved = await settingOf(db, name)
  return saved ? (JSON.parse(saved) as Outage) : null
}

/** Records a failed attempt to reach the server. The waits are 5 seconds, then 10, 20 and so on, up to a minute. */
export async function noteOutage(trx: Tx, reason: string, at: Instant): Promise<Outage> {
  const before = await outageOf(trx)
  const tries = (before?.tries ?? 0) + 1
  const seconds = Math.min(5 * 2 ** Math.min(tries - 1, 10), longestWaitSeconds)
  const now = { since: before?.since ?? at, tries, nextTryAt: addMilliseconds(at, seconds * 1_000), reason }
  await saveSetting(trx, name, JSON.stringify(now))
  return now
}

/** Ends the outage, because the mail server answers again. */
export const endOutage = async (trx: Tx): Promise<void> => void (await trx('settings').where({ name }).delete())

/** Whether it is too early for an attempt. Ignores a `nextTryAt` far in the future, which a wrong clock wrote. */
export const isTooEarly = ({ nextTryAt }: Outage, at: Instant): boolean =>
  at < nextTryAt && nextTryAt <= addMilliseconds(at, longestWaitSeconds * 1_000)
