import type { Db, Tx } from '../db/connection.ts'
import { saveSetting, settingOf } from '../db/setting.store.ts'
import { addMilliseconds, type Instant } from '../domain/time.ts'

/** The mail server cannot be reached. Until `nextTryAt` no email is tried. */
export interface Outage {
  since: Instant
  tries: number
  nextTryAt: Instant
  reason: string
}

const name = 'mail-outage'
const longestWaitSeconds = 60

/** @returns null while the mail server can be reached, as far as we know */
export async function outageOf(db: Db | Tx): Promise<Outage | null> {
  const saved = await settingOf(db, name)
  return saved ? (JSON.parse(saved) as Outage) : null
}

/** Notes that the server could not be reached. The next try is 5 seconds later, then 10 and so on up to a minute. */
export async function noteOutage(trx: Tx, reason: string, at: Instant): Promise<Outage> {
  const before = await outageOf(trx)
  const tries = (before?.tries ?? 0) + 1
  const seconds = Math.min(5 * 2 ** Math.min(tries - 1, 10), longestWaitSeconds)
  const now = { since: before?.since ?? at, tries, nextTryAt: addMilliseconds(at, seconds * 1_000), reason }
  await saveSetting(trx, name, JSON.stringify(now))
  return now
}

/** Notes that the server answers again. */
export const endOutage = async (trx: Tx): Promise<void> => void (await trx('settings').where({ name }).delete())

/** Whether an outage forbids a try. A next try far ahead was written by a wrong clock and counts as due. */
export const isTooEarly = ({ nextTryAt }: Outage, at: Instant): boolean =>
  at < nextTryAt && nextTryAt <= addMilliseconds(at, longestWaitSeconds * 1_000)
