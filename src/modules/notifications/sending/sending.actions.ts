import { setTimeout as wait } from 'node:timers/promises'
import type { Db, Tx } from '../../../db/connection.ts'
import { theService } from '../../../domain/actor.ts'
import { messages } from '../../../domain/email-kinds.ts'
import { errorCode } from '../../../domain/error-code.ts'
import { Busy } from '../../../domain/refusals.ts'
import { addMinutes, type Instant } from '../../../domain/time.ts'
import {
  claimDraft,
  claimEmail,
  draftEmail,
  releaseLost,
  settleEmail,
  type Claimed,
  type Draft,
  type MayStillKnow,
  type SendingContext,
} from '../../../email/claim.ts'
import { dueEmails, emailsPastLease, updateEmail, type OutboxEmail } from '../../../email/outbox.store.ts'
import { endOutage, isTooEarly, noteOutage, outageOf } from '../../../email/outage.store.ts'
import { digest } from '../../../email/templates.ts'
import type { Outcome } from '../../../email/transport.ts'
import type { Parts } from '../../../parts.ts'
import { awardsToNote, noteShown } from '../../awards/awards.public.ts'
import { writersAtSending, mayStillKnow } from '../emails/email.actions.ts'
import { remindersIn } from '../reminders/reminder.store.ts'

type Sending = Pick<Parts, 'config' | 'db' | 'write' | 'mail' | 'clock' | 'log'>

/** The parts and state of one run of sending. */
interface Run {
  parts: Sending
  context: SendingContext
  stop: AbortSignal | undefined
}

/** An email that is checked and written while the previous email is being sent. */
interface Coming {
  due: OutboxEmail
  /** null for an email that can be written only in the transaction that claims it */
  draft: Draft | null
  /** the ids of the recorded awards that the email shows to people outside the charity */
  awards: string[]
}
type DueEmails = AsyncGenerator<OutboxEmail, undefined>

const emailsAtOnce = 50

/**
 * Sends the due emails one by one, until none are left or `stop` is aborted. Several processes can run this, because
 * each claims an email before sending it.
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
  const context = { baseUrl, keepsLinks, mayStillKnow: mayKnow, renderDigest: writersAtSending(config) }
  return sendAll({ parts, context, stop }, outage !== null)
}

/** An email that this process has claimed, and the outcome of its SMTP conversation. */
interface UnderWay {
  claimed: Claimed
  /** null when this process was paused for longer than its lease; it then sends nothing */
  outcome: Promise<Outcome | null>
}

async function sendAll(run: Run, wasDown: boolean): Promise<number> {
  const emails = emailsDue(run)
  let [sent, isDown] = [0, wasDown]
  let current = begun(run, await claimNext(run, null, emails))
  while (current) {
    const { outcome, next, following } = await finish(run, current, emails)
    if (outcome === 'down') return sent
    if (isDown && outcome !== null) await serverIsBack(run.parts)
    if (outcome !== null) isDown = false
    if (outcome === 'sent') sent += 1
    current = next ?? begun(run, await claimNext(run, following, emails))
  }
  return sent
}

const begun = ({ parts: { mail, clock } }: Run, claimed: Claimed | null): UnderWay | null =>
  claimed && {
    claimed,
    outcome: clock.now() < claimed.leaseUntil ? mail.send(claimed.message) : Promise.resolve(null),
  }

async function* emailsDue({ parts: { db, clock }, stop }: Run): DueEmails {
  for (;;) {
    const emails = await dueEmails(db, clock.now(), emailsAtOnce)
    for (const due of emails) {
      if (stop?.aborted) return
      yield due
    }
    if (emails.length < emailsAtOnce) return
  }
}

/** Drafts the next due email without claiming it. @returns null when no email is due */
async function readNext({ parts: { db, clock, mail }, context }: Run, emails: DueEmails): Promise<Coming | null> {
  const due = (await emails.next()).value
  if (!due) return null
  const draft = await draftEmail(db, due, context, clock.now())
  if (draft) mail.prepare?.(draft.message)
  const awards = await awardsToldOf(db, due)
  return { due, draft, awards: awards.length === 0 ? [] : await awardsToNote(db, awards) }
}

async function awardsToldOf(db: Db, { id, name, entity, entityId }: OutboxEmail): Promise<string[]> {
  if (name !== digest) return entity === 'award' && messages[name] === 'leads' ? [entityId] : []
  const reminders = await remindersIn(db, id)
  return reminders.filter(({ kind, as }) => kind === 'award' && as !== 'coordinator').map(each => each.entityId)
}

/**
 * Claims, checks and writes the next email that no other process has taken, in one transaction.
 * @param first the email to take before others
 * @returns null when no email is due, or `stop` is aborted
 */
async function claimNext(run: Run, first: OutboxEmail | null, emails: DueEmails): Promise<Claimed | null> {
  const { parts, context, stop } = run
  for (let due = first ?? (await emails.next()).value; due; due = (await emails.next()).value) {
    if (stop?.aborted) return null
    const email = due
    const claimed = await parts
      .write(theService, async ({ trx, at }) => {
        const claimed = await claimEmail(trx, email, context, at)
        return recordShownAwards(trx, { claimed, awards: claimed ? await awardsToldOf(trx, email) : [], at })
      })
      .catch(problem => (problem instanceof Busy ? null : postpone(parts, email, problem)))
    if (claimed) return claimed
  }
  return null
}

/**
 * Postpones an email that cannot be written by an hour, so that it does not hold up the emails after it.
 * @throws the problem when nothing can be written, as when the database is down or the disk is full
 */
async function postpone({ write, log }: Sending, email: OutboxEmail, problem: unknown): Promise<null> {
  await write(theService, ({ trx, at }) => updateEmail(trx, email, { next_try_at: addMinutes(at, 60) })).catch(() => {
    throw problem
  })
  log.error({ email: email.id, name: email.name, problem: errorCode(problem) }, 'an email cannot be written')
  return null
}

/** Records that a claimed email shows these awards to people outside the charity. Returns `claimed`. */
async function recordShownAwards(
  trx: Tx,
  { claimed, awards, at }: { claimed: Claimed | null; awards: readonly string[]; at: Instant },
): Promise<Claimed | null> {
  if (claimed) for (const id of awards) await noteShown(trx, { id }, at)
  return claimed
}

interface Finished {
  outcome: Outcome['is'] | null
  /** the next email, claimed in the transaction that wrote the outcome; null when none was claimed */
  next: UnderWay | null
  /** the next email if it has not been claimed; null if it has, or if there is none */
  following: OutboxEmail | null
}

/**
 * Prepares the next email while waiting for the outcome of this one. Then records the outcome and, if possible, claims
 * the next email.
 */
async function finish(run: Run, { claimed, outcome: coming }: UnderWay, emails: DueEmails): Promise<Finished> {
  const { clock, log } = run.parts
  const reading = readNext(run, emails)
  const [outcome, read] = await Promise.all([coming, reading.catch(() => null)])
  if (outcome === null) return { outcome, next: null, following: (await reading)?.due ?? null }
  const { isOurs, next } = await settleAndBegin(run, { claimed, outcome, coming: read })
  if (outcome.is === 'down') await serverIsDown(run.parts, outcome.reason)
  const { id, name, queuedAt, resent } = claimed.email
  const entry = { email: id, name, outcome: outcome.is, resent, lateForItsLease: !isOurs }
  // Whether an operator should look into the email. Another attempt is normal in an email's first hour.
  const isAlarming = outcome.is === 'failed' || (outcome.is === 'retry' && clock.now() > addMinutes(queuedAt, 60))
  log[isAlarming ? 'error' : 'info'](entry, 'email')
  await reading // if preparing the next email failed, throw only now that the outcome is written
  return { outcome: outcome.is, next, following: next ? null : (read?.due ?? null) }
}

interface Settling {
  claimed: Claimed
  outcome: Outcome
  coming: Coming | null
}

/** Records the outcome. If possible, also claims the next email and starts its SMTP conversation. */
async function settleAndBegin(
  run: Run,
  { claimed, outcome, coming }: Settling,
): Promise<{ isOurs: boolean; next: UnderWay | null }> {
  const { mail, clock } = run.parts
  const draft = coming?.draft ?? null
  const mayFollow = draft !== null && outcome.is !== 'down' && !run.stop?.aborted && clock.now() <= draft.freshUntil
  if (!mayFollow) return { isOurs: (await settle(run, { claimed, outcome, coming: null })).isOurs, next: null }
  const settling = settle(run, { claimed, outcome, coming })
  const mayComplete = settling.then(
    ({ next }) => next !== null && clock.now() < next.leaseUntil,
    () => false,
  )
  // `send` starts the conversation now, but sends the text only after the claim is committed. If the process is killed,
  // the outcome of at most one email is therefore unknown.
  const begins = mail.send(draft.message, mayComplete)
  const { isOurs, next } = await settling
  if (next === null) await begins // end this conversation before another one starts
  return { isOurs, next: next && { claimed: next, outcome: begins } }
}

/**
 * Records the outcome and claims the next email. Retries while the database is locked, because an email without an
 * outcome would be sent twice.
 */
async function settle(
  { parts: { write, clock }, context }: Run,
  { claimed, outcome, coming }: Settling,
): Promise<{ isOurs: boolean; next: Claimed | null }> {
  const { draft = null, awards = [] } = coming ?? {}
  for (let tries = 0; tries < 400; tries += 1) {
    const settled = await write(theService, async ({ trx }) => {
      const at = clock.now()
      const isOurs = await settleEmail(trx, claimed, outcome, at)
      const next = draft !== null && at <= draft.freshUntil ? await claimDraft(trx, draft, context, at) : null
      return { isOurs, next: await recordShownAwards(trx, { claimed: next, awards, at }) }
    }).catch(nullIfBusy)
    if (settled !== null) return settled
    await wait(500)
  }
  return { isOurs: false, next: null }
}

/**
 * The error code and the server's reply code in a reason. Leaves out the reply itself, which can name people and
 * addresses.
 */
const codesIn = (reason: string): string =>
  /^([^:]+)(?:: (\d{3})(?!\d))?/.exec(reason)!.slice(1).filter(Boolean).join(' ')

/** Records that the mail server accepts no emails from us. No process tries the server again for some seconds. */
async function serverIsDown({ write, clock, log }: Sending, reason: string): Promise<void> {
  const { since, tries } = await write(theService, ({ trx }) => noteOutage(trx, reason, clock.now()))
  log.error({ since, tries, reason: codesIn(reason) }, 'the mail server accepts no emails')
}

async function serverIsBack({ write, log }: Sending): Promise<void> {
  await write(theService, ({ trx }) => endOutage(trx))
  log.info({}, 'the mail server accepts emails again')
}

/**
 * Returns null for Busy, because a retry may work. Rethrows other errors. DatabaseDown is a kind of Busy after which
 * the change may have been written; a retry then finds that the email is already claimed or settled.
 */
function nullIfBusy(problem: unknown): null {
  if (problem instanceof Busy) return null
  throw problem
}
