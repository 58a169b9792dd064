import { theService } from '../../../domain/actor.ts'
import { setTimeout as wait } from 'node:timers/promises'
import { Busy } from '../../../domain/refusals.ts'
import { addMinutes } from '../../../domain/time.ts'
import { gatherReminders } from '../reminders/digest.actions.ts'
import {
  claimEmail,
  releaseLost,
  settleEmail,
  type Claimed,
  type MayStillKnow,
  type Post,
} from '../../../email/claim.ts'
import { dueEmails, emailsPastLease, type OutboxEmail } from '../../../email/outbox.store.ts'
import type { Outcome } from '../../../email/transport.ts'
import type { Parts } from '../../../parts.ts'
import { mayStillKnow } from './may-still-know.ts'

type Sending = Pick<Parts, 'config' | 'db' | 'write' | 'mail' | 'clock' | 'log'>
const atATime = 50

/**
 * Sends what is due, one letter after the other, until nothing is or somebody asks it to stop. Any number of these may
 * run at once: a letter belongs to whoever claimed it. Gives how many were sent.
 */
export async function sendEmails(
  parts: Sending,
  stop?: AbortSignal,
  asks: MayStillKnow = mayStillKnow,
): Promise<number> {
  const { db, write, clock, config } = parts
  const post = { baseUrl: config.baseUrl, keepsLinks: config.demo, mayStillKnow: asks, gather: gatherReminders(config) }
  const now = clock.now()
  if ((await emailsPastLease(db, now)).length > 0) await write(theService, ({ trx }) => releaseLost(trx, now))
  let sent = 0
  for (;;) {
    const due = await dueEmails(db, clock.now(), atATime)
    for (const email of due) {
      if (stop?.aborted) return sent
      if ((await sendOne(parts, post, email)) === 'sent') sent += 1
    }
    if (due.length < atATime) return sent
  }
}

async function sendOne(parts: Sending, post: Post, due: OutboxEmail): Promise<Outcome['is'] | null> {
  const { write, mail, clock, log } = parts
  const claimed = await write(theService, ({ trx }) => claimEmail(trx, due, post, clock.now())).catch(unlessBusy)
  if (!claimed || clock.now() >= claimed.leaseUntil) return null
  const outcome = await mail.send(claimed.message)
  const isOurs = await settled(parts, claimed, outcome)
  const emailed = {
    email: due.id,
    name: due.name,
    outcome: outcome.is,
    resent: claimed.email.resent,
    lateForItsLease: !isOurs,
  }
  // A letter that still waits after an hour is an alarm; the first tries that fail are not.
  const isAlarming = outcome.is === 'failed' || (outcome.is === 'retry' && clock.now() > addMinutes(due.queuedAt, 60))
  log[isAlarming ? 'error' : 'info'](emailed, 'email')
  return outcome.is
}

/**
 * An outcome that is not written down would have the letter sent twice: a locked database is waited for, as long as the
 * lease may last.
 */
async function settled({ write, clock }: Sending, claimed: Claimed, outcome: Outcome): Promise<boolean> {
  for (let tries = 0; tries < 400; tries += 1) {
    const isOurs = await write(theService, ({ trx }) => settleEmail(trx, claimed, outcome, clock.now())).catch(
      unlessBusy,
    )
    if (isOurs !== null) return isOurs
    await wait(500)
  }
  return false
}

/** Busy: nothing was written, and it can be tried later. Anything else is a fault. */
function unlessBusy(problem: unknown): null {
  if (problem instanceof Busy) return null
  throw problem
}
