import { randomInt } from 'node:crypto'
import { addMilliseconds, addMinutes, type Instant } from '../domain/time.ts'
import type { Row } from '../db/tables.ts'
import type { OutboxEmail } from './outbox.store.ts'
import type { Outcome } from './transport.ts'

/** Longer than one conversation may take; whoever still holds a letter after that is dead or hangs. */
export const leaseMinutes = 5
const triesForMinutes = 48 * 60
const longestWaitMinutes = 4 * 60
const unknownWaitMinutes = 60

type Changes = Partial<Row<'outbox'>>

/** What a letter's row becomes after an outcome. `tries` counts the one that just ended. */
export function afterSending(
  email: Pick<OutboxEmail, 'queuedAt' | 'tries' | 'resent'>,
  outcome: Outcome,
  at: Instant,
): Changes {
  const ended = { lease_until: null }
  if (outcome.is === 'sent') return { ...ended, status: 'sent', sent_at: at, failure: null }
  if (outcome.is === 'failed') return { ...ended, status: 'failed', failure: outcome.reason }
  if (outcome.is === 'unknown') return { ...ended, ...afterUnknown(email, outcome.reason, at) }
  const next = addMilliseconds(at, waitAfter(email.tries))
  return next > addMinutes(email.queuedAt, triesForMinutes)
    ? { ...ended, status: 'failed', failure: outcome.reason }
    : { ...ended, status: 'waiting', next_try_at: next, failure: outcome.reason }
}

/**
 * It may have arrived. It is sent once more after an hour, under the same Message-ID, and counted; never a third time.
 */
export function afterUnknown({ resent }: Pick<OutboxEmail, 'resent'>, reason: string, at: Instant): Changes {
  return resent > 0
    ? { status: 'failed', failure: reason }
    : { status: 'unknown', next_try_at: addMinutes(at, unknownWaitMinutes), failure: reason }
}

/**
 * A minute, two, four, … up to four hours, each a quarter more or less, so that not everything comes back at once. In
 * milliseconds.
 */
export function waitAfter(tries: number): number {
  const minutes = Math.min(2 ** Math.min(tries - 1, 12), longestWaitMinutes)
  return Math.round(minutes * 60_000 * (randomInt(750, 1251) / 1000))
}
