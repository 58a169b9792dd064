import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { compare } from '../../../domain/compare.ts'
import { addMinutes, type Instant } from '../../../domain/time.ts'
import { suppressedAmong } from '../../../email/email-address.store.ts'
import { toEmail, type OutboxEmail } from '../../../email/outbox.store.ts'
import { emailsVisibleTo } from '../emails/email.store.ts'
import { mayBeSentAgain } from '../emails/email.actions.ts'

/** The maximum number of emails resent at a time, so that the transaction is short. */
export const mostAtOnce = 100
const keptForMinutes = 30 * 24 * 60

/**
 * The emails of the last 30 days that did not arrive and can be sent again, oldest first, at most `mostAtOnce`. Leaves
 * out emails to addresses that have been stopped.
 */
export async function emailsToResend(db: Db | Tx, actor: Actor, at: Instant): Promise<OutboxEmail[]> {
  const found: OutboxEmail[] = []
  for (const status of ['bounced', 'failed', 'not sent'] as const) {
    const rows = await emailsVisibleTo(db, { actor, isDemo: false })
      .where('outbox.status', status)
      .where('outbox.queued_at', '>', addMinutes(at, -keptForMinutes))
      .modify(query => {
        if (status === 'not sent') query.where('outbox.not_sent_reason', 'address suppressed')
      })
      .orderBy(['outbox.queued_at', 'outbox.id'])
      .limit(mostAtOnce)
    found.push(...rows.map(toEmail).filter(mayBeSentAgain))
  }
  const oldest = found.toSorted((a, b) => compare(a.queuedAt, b.queuedAt)).slice(0, mostAtOnce)
  const stopped = await suppressedAmong(
    db,
    oldest.map(({ address }) => address),
  )
  return oldest.filter(({ address }) => !stopped.has(address))
}
