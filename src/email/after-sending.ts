import { randomInt } from 'node:crypto'
import { addMilliseconds, addMinutes, type Instant } from '../domain/time.ts'
import type { Row } from '../db/tables.ts'
import type { OutboxEmail } from './outbox.store.ts'
import type { Outcome } from './transport.ts'

/** Minutes until a lease ends: longer than connecting and two attempts to send (`defaultTimeouts` in smtp.ts). */
export const leaseMinutes = 10
/** With the waits below, the last attempt is almost two days after the first. Outages do not use up attempts. */
const maxTries = 19
const maxWaitMinutes = 4 * 60
const unknownWaitMinutes = 60

type Changes = Partial<Row<'outbox'>>

/**
 * The columns to change in an email's row after an attempt to send it. `tries` includes that attempt.
 * @param before the row before it was claimed. Its `status`, `tries` and `resent` are restored if the server is down
 */
export function afterSending(
  email: Pick<OutboxEmail, 'tries' | 'resent'>,
  { outcome, before }: { outcome: Outcome; before: Pick<OutboxEmail, 'status' | 'tries' | 'resent'> },
  at: Instant,
): Changes {
  const ended = { lease_until: null }
  if (outcome.is === 'down') {
    const { status, tries, resent } = before
    return { ...ended, status, tries, resent, failure: outcome.reason }
  }
  if (outcome.is === 'sent') return { ...ended, status: 'sent', sent_at: at, failure: null }
  if (outcome.is === 'failed') return { ...ended, ...failedAt(at, outcome.reason) }
  if (outcome.is === 'unknown') return { ...ended, ...afterUnknown(email, outcome.reason, at) }
  return email.tries >= maxTries
    ? { ...ended, ...failedAt(at, outcome.reason) }
    : {
        ...ended,
        status: 'waiting',
        next_try_at: addMilliseconds(at, waitAfter(email.tries)),
        failure: outcome.reason,
      }
}

const failedAt = (at: Instant, failure: string): Changes => ({ status: 'failed', failed_at: at, failure })

/** The columns to change when an email may have arrived. It is sent once more after an hour, and never a third time. */
export function afterUnknown({ resent }: Pick<OutboxEmail, 'resent'>, reason: string, at: Instant): Changes {
  return resent > 0
    ? failedAt(at, reason)
    : { status: 'unknown', next_try_at: addMinutes(at, unknownWaitMinutes), failure: reason }
}

/** Milliseconds before the next attempt: 1 minute, 2, 4 and so on up to 4 hours, varied randomly by up to a quarter. */
export function waitAfter(tries: number): number {
  const minutes = Math.min(2 ** Math.min(tries - 1, 12), maxWaitMinutes)
  return Math.round(minutes * 60_000 * (randomInt(750, 1251) / 1000))
}
