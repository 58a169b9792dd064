import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { compare } from '../../../domain/compare.ts'
import { addMinutes, type Instant } from '../../../domain/time.ts'
import { suppressedAmong } from '../../../email/email-address.store.ts'
import { toEmail, type OutboxEmail } from '../../../email/outbox.store.ts'
import { emailsVisibleTo } from '../../access/access.public.ts'
import { mayBeSentAgain } from '../emails/email.actions.ts'
import { outdatedAmong } from '../emails/email.store.ts'

/** The maximum number of emails resent at a time, so that the transaction is short. */
export const mostAtOnce = 50
const keptForMinutes = 30 * 24 * 60
/**
 * The maximum number of batches that are searched for each status. It keeps the search short when emails to many
 * addresses have been stopped.
 */
const mostBatches = 40
/**
 * SQL: emails that bounced, failed, or were not sent because someone had stopped emails to the address. The last
 * condition is written exactly as in its index, so that the query can use the index.
 */
const conditions = {
  bounced: "outbox.status = 'bounced'",
  failed: "outbox.status = 'failed'",
  'not sent': "'not sent' = outbox.status and 'address suppressed' = outbox.not_sent_reason",
} as const

/**
 * Up to `mostAtOnce` emails of the last 30 days that can be sent again, oldest first. Leaves out stopped addresses and
 * outdated emails.
 */
export async function emailsToResend(db: Db | Tx, actor: Actor, at: Instant): Promise<OutboxEmail[]> {
  const found: OutboxEmail[] = []
  for (const status of ['bounced', 'failed', 'not sent'] as const) found.push(...(await oldest(db, actor, status, at)))
  return found.toSorted((a, b) => compare(a.queuedAt, b.queuedAt)).slice(0, mostAtOnce)
}

async function oldest(
  db: Db | Tx,
  actor: Actor,
  status: 'bounced' | 'failed' | 'not sent',
  at: Instant,
): Promise<OutboxEmail[]> {
  const found: OutboxEmail[] = []
  let last = { queuedAt: addMinutes(at, -keptForMinutes), id: '' }
  for (let batch = 0; batch < mostBatches && found.length < mostAtOnce; batch += 1) {
    const rows = await emailsVisibleTo(db, { actor, isDemo: false })
      .whereRaw(conditions[status])
      .whereRaw('(outbox.queued_at, outbox.id) > (?, ?)', [last.queuedAt, last.id])
      .orderBy(['outbox.queued_at', 'outbox.id'])
      .limit(mostAtOnce)
    const emails: OutboxEmail[] = rows.map(toEmail)
    const stopped = await suppressedAmong(
      db,
      emails.map(({ address }) => address),
    )
    const sendable = emails.filter(email => mayBeSentAgain(email) && !stopped.has(email.address))
    const outdated = await outdatedAmong(db, sendable)
    found.push(...sendable.filter(({ id }) => !outdated.has(id)))
    if (rows.length < mostAtOnce) break
    last = emails.at(-1)!
  }
  return found
}
