import { setTimeout as wait } from 'node:timers/promises'
import type { Tx } from '../../../db/connection.ts'
import { theService } from '../../../domain/actor.ts'
import { messages } from '../../../domain/email-kinds.ts'
import { Busy } from '../../../domain/refusals.ts'
import { addMinutes, type Instant } from '../../../domain/time.ts'
import {
  claimPrepared,
  prepareEmail,
  releaseLost,
  settleEmail,
  type Claimed,
  type MayStillKnow,
  type Prepared,
  type SendingContext,
} from '../../../email/claim.ts'
import { dueEmails, emailsPastLease, type OutboxEmail } from '../../../email/outbox.store.ts'
import { endOutage, isTooEarly, noteOutage, outageOf } from '../../../email/outage.store.ts'
import { digest } from '../../../email/templates.ts'
import type { Outcome } from '../../../email/transport.ts'
import type { Parts } from '../../../parts.ts'
import { noteShown } from '../../awards/awards.public.ts'
import { drawnWhenSent, mayStillKnow } from '../emails/email.actions.ts'
import { remindersIn } from '../reminders/reminder.store.ts'

type Sending = Pick<Parts, 'config' | 'db' | 'write' | 'mail' | 'clock' | 'log'>

/** What one run of sending works with. */
interface Run {
  parts: Sending
  context: SendingContext
  stop: AbortSignal | undefined
}

type PreparedEmails = AsyncGenerator<Prepared, undefined>

const emailsAtOnce = 50

/**
 * Sends the emails that are due, one after the other, until there are none or `stop` is aborted. While the mail server
 * takes one, the next is checked and written. Several processes may do this at the same time, because each claims an
 * email before sending it.
 * @returns the number of emails sent
 */
export async function sendEmails(
  parts: Sending,
  stop?: AbortSignal,
  mayKnow: MayStillKnow = mayStillKnow,
): Promise<number> {
  const { db, write, clock, config } = parts
  const now = clock.now()
  if ((await emailsPastLease(db, now)).length > 0) await write(theService, ({ trx }) => releaseLost(trx, now))
  const outage = await outageOf(db)
  if (outage && isTooEarly(outage, now)) return 0
  const { baseUrl, demo: keepsLinks } = config
  const context = { baseUrl, keepsLinks, mayStillKnow: mayKnow, drawDigest: drawnWhenSent(config) }
  return sendAll({ parts, context, stop }, outage !== null)
}

async function sendAll(run: Run, wasDown: boolean): Promise<number> {
  const emails = preparedEmails(run)
  let [sent, isDown] = [0, wasDown]
  let claimed = await claimNext(run, null, emails)
  while (claimed) {
    const { outcome, next, following } = await sendOne(run, claimed, emails)
    if (outcome === 'down') return sent
    if (isDown && outcome !== null) await serverIsBack(run.parts)
    if (outcome !== null) isDown = false
    if (outcome === 'sent') sent += 1
    claimed = next ?? (await claimNext(run, following, emails))
  }
  return sent
}

/** The emails that are due, each checked and written when it is asked for. */
async function* preparedEmails({ parts, context, stop }: Run): PreparedEmails {
  const { db, write, clock } = parts
  for (;;) {
    const due = await dueEmails(db, clock.now(), emailsAtOnce)
    for (const email of due) {
      if (stop?.aborted) return
      const prepared = await write(theService, ({ trx }) => prepare(trx, email, context, clock.now())).catch(nullIfBusy)
      if (prepared) yield prepared
    }
    if (due.length < emailsAtOnce) return
  }
}

/** Checks and writes an email, and records which awards it tells people outside the charity about. */
async function prepare(trx: Tx, due: OutboxEmail, context: SendingContext, at: Instant): Promise<Prepared | null> {
  const prepared = await prepareEmail(trx, due, context, at)
  if (prepared) for (const id of await awardsToldOf(trx, prepared.email)) await noteShown(trx, { id }, at)
  return prepared
}

async function awardsToldOf(trx: Tx, { id, name, entity, entityId }: OutboxEmail): Promise<string[]> {
  if (name !== digest) return entity === 'award' && messages[name] === 'leads' ? [entityId] : []
  const reminders = await remindersIn(trx, id)
  return reminders.filter(({ kind, as }) => kind === 'award' && as !== 'coordinator').map(each => each.entityId)
}

/**
 * Claims the next email that no other process has taken. Returns null when there is none.
 * @param late was prepared for too long, so it is checked again
 */
async function claimNext(run: Run, late: Prepared | null, emails: PreparedEmails): Promise<Claimed | null> {
  const { write, clock } = run.parts
  const inOneGo = async (prepared: Prepared, isLate: boolean): Promise<Claimed | null> =>
    write(theService, async ({ trx }) => {
      const fresh = isLate ? await prepare(trx, prepared.email, run.context, clock.now()) : prepared
      return fresh && claimPrepared(trx, fresh, clock.now())
    }).catch(nullIfBusy)
  const again = late && !run.stop?.aborted ? await inOneGo(late, true) : null
  if (again) return again
  for (let next = await emails.next(); !next.done; next = await emails.next()) {
    const claimed = await inOneGo(next.value, false)
    if (claimed) return claimed
  }
  return null
}

interface Sent {
  /** null when this process was paused for longer than its lease, so that it sent nothing */
  outcome: Outcome['is'] | null
  /** the next email, claimed in the transaction that wrote the outcome */
  next: Claimed | null
  /** the next email when it was not claimed, because it waited too long for this one */
  following: Prepared | null
}

/**
 * Sends a claimed email, and prepares the next one. Waits for both before it writes the outcome, because PostgreSQL
 * could refuse one of two transactions at the same time.
 */
async function sendOne(run: Run, claimed: Claimed, emails: PreparedEmails): Promise<Sent> {
  const { mail, clock, log } = run.parts
  if (clock.now() >= claimed.leaseUntil) return { outcome: null, next: null, following: null }
  const preparing = emails.next()
  const [outcome, prepared] = await Promise.all([mail.send(claimed.message), preparing.catch(() => null)])
  const following = prepared?.value ?? null
  const { isOurs, next } = await settle(run, { claimed, outcome, following })
  if (outcome.is === 'down') await serverIsDown(run.parts, outcome.reason)
  const { id, name, queuedAt, resent } = claimed.email
  const entry = { email: id, name, outcome: outcome.is, resent, lateForItsLease: !isOurs }
  // Whether an operator should know about the email. Failed attempts are normal for an hour.
  const isAlarming = outcome.is === 'failed' || (outcome.is === 'retry' && clock.now() > addMinutes(queuedAt, 60))
  log[isAlarming ? 'error' : 'info'](entry, 'email')
  await preparing // throws its error now that the outcome is written
  return { outcome: outcome.is, next, following: next ? null : following }
}

/**
 * Writes the outcome, and claims the next email if it may be sent. While the database is locked, retries for as long as
 * the lease may last, because without a written outcome the email would be sent twice.
 */
async function settle(
  { parts: { write, clock }, stop }: Run,
  { claimed, outcome, following }: { claimed: Claimed; outcome: Outcome; following: Prepared | null },
): Promise<{ isOurs: boolean; next: Claimed | null }> {
  for (let tries = 0; tries < 400; tries += 1) {
    const settled = await write(theService, async ({ trx, at }) => {
      const isOurs = await settleEmail(trx, claimed, outcome, clock.now())
      const mayFollow = following && outcome.is !== 'down' && !stop?.aborted && at <= following.freshUntil
      return { isOurs, next: mayFollow ? await claimPrepared(trx, following, at) : null }
    }).catch(nullIfBusy)
    if (settled !== null) return settled
    await wait(500)
  }
  return { isOurs: false, next: null }
}

/** Notes that the mail server cannot be reached. No process tries it again for some seconds. */
async function serverIsDown({ write, clock, log }: Sending, reason: string): Promise<void> {
  const { since, tries } = await write(theService, ({ trx }) => noteOutage(trx, reason, clock.now()))
  log.error({ since, tries, reason: reason.split(':')[0] }, 'the mail server cannot be reached')
}

async function serverIsBack({ write, log }: Sending): Promise<void> {
  await write(theService, ({ trx }) => endOutage(trx))
  log.info({}, 'the mail server can be reached again')
}

/** Returns null for Busy, because nothing was written and a retry may work. Throws other errors again. */
function nullIfBusy(problem: unknown): null {
  if (problem instanceof Busy) return null
  throw problem
}
