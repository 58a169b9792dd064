import { setTimeout as wait } from 'node:timers/promises'
import type { Config } from '../../../config.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { theService } from '../../../domain/actor.ts'
import { messages } from '../../../domain/email-kinds.ts'
import { can } from '../../../domain/permissions.ts'
import { Busy, Stale } from '../../../domain/refusals.ts'
import { addMinutes, type Instant } from '../../../domain/time.ts'
import {
  claimEmail,
  releaseLost,
  settleEmail,
  type Claimed,
  type MayStillKnow,
  type SendingContext,
  type DrawDigest,
} from '../../../email/claim.ts'
import { dueEmails, emailsPastLease, insertEmail, updateEmail, type OutboxEmail } from '../../../email/outbox.store.ts'
import { deleteTexts } from '../../../email/outbox-texts.store.ts'
import type { About } from '../../../email/outbox.ts'
import { endOutage, isTooEarly, noteOutage, outageOf } from '../../../email/outage.store.ts'
import { readersById } from '../../../email/readers.store.ts'
import { carriesToken, digest, type EmailName } from '../../../email/templates.ts'
import { isMeetingEmail } from '../../../email/templates/meetings.ts'
import type { Outcome } from '../../../email/transport.ts'
import { recordEvent } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import { applicationById } from '../../access/access.public.ts'
import { drawMeetingEmail } from '../../appraisal/appraisal.public.ts'
import { awardById, noteShown } from '../../awards/awards.public.ts'
import { drawWeeklyList, weeklyList } from '../weekly/weekly.actions.ts'
import { digestWriter } from '../digests/digest.actions.ts'
import { remindersIn } from '../reminders/reminder.store.ts'
import { addressOf } from './email.store.ts'

type Sending = Pick<Parts, 'config' | 'db' | 'write' | 'mail' | 'clock' | 'log'>

const emailsAtOnce = 50

/**
 * Sends the emails that are due, one after the other, until none are left or `stop` is aborted. Several processes may
 * do this at the same time, because each claims an email before sending it.
 * @returns the number of emails sent
 */
export async function sendEmails(
  parts: Sending,
  stop?: AbortSignal,
  mayKnow: MayStillKnow = mayStillKnow,
): Promise<number> {
  const { db, write, clock, config } = parts
  const context = {
    baseUrl: config.baseUrl,
    keepsLinks: config.demo,
    mayStillKnow: mayKnow,
    drawDigest: drawnWhenSent(config),
  }
  const now = clock.now()
  if ((await emailsPastLease(db, now)).length > 0) await write(theService, ({ trx }) => releaseLost(trx, now))
  const outage = await outageOf(db)
  if (outage && isTooEarly(outage, now)) return 0
  let sent = 0
  let isDown = outage !== null
  for (;;) {
    const due = await dueEmails(db, clock.now(), emailsAtOnce)
    for (const email of due) {
      if (stop?.aborted) return sent
      const outcome = await sendOne(parts, context, email)
      if (outcome === 'down') return sent
      if (isDown && outcome !== null) await serverIsBack(parts)
      if (outcome !== null) isDown = false
      if (outcome === 'sent') sent += 1
    }
    if (due.length < emailsAtOnce) return sent
  }
}

/** Records that the mail server cannot be reached. No process tries it again for some seconds. */
async function serverIsDown({ write, clock, log }: Sending, reason: string): Promise<void> {
  const { since, tries } = await write(theService, ({ trx }) => noteOutage(trx, reason, clock.now()))
  log.error({ since, tries, reason: reason.split(':')[0] }, 'the mail server cannot be reached')
}

async function serverIsBack({ write, log }: Sending): Promise<void> {
  await write(theService, ({ trx }) => endOutage(trx))
  log.info({}, 'the mail server can be reached again')
}

/** Writes the emails whose text depends on the facts at the time of sending. */
export function drawnWhenSent(config: Pick<Config, 'baseUrl' | 'mailFrom' | 'sessionSecret'>): DrawDigest {
  const drawReminders = digestWriter(config)
  const drawMeeting = drawMeetingEmail(config)
  return (trx, email, at) => {
    if (email.name === weeklyList) return drawWeeklyList(trx, email, at)
    return isMeetingEmail(email.name) ? drawMeeting(trx, email, at) : drawReminders(trx, email, at)
  }
}

/**
 * Whether the reader may know of the application or award with this id. Their permissions may have changed since the
 * email was queued.
 */
export async function mayStillKnow(db: Db, personId: string, id: string): Promise<boolean> {
  const [reader] = await readersById(db, [personId])
  if (!reader) return false
  const application = await applicationById(db, id)
  if (application) return can(reader.actor, 'application.know', application)
  const award = await awardById(db, id)
  return award !== null && can(reader.actor, 'award.read', award)
}

async function sendOne(parts: Sending, context: SendingContext, due: OutboxEmail): Promise<Outcome['is'] | null> {
  const { write, mail, clock, log } = parts
  const claimed = await write(theService, ({ trx }) => claim(trx, due, context, clock.now())).catch(nullIfBusy)
  if (!claimed || clock.now() >= claimed.leaseUntil) return null
  const outcome = await mail.send(claimed.message)
  const isOurs = await settle(parts, claimed, outcome)
  if (outcome.is === 'down') await serverIsDown(parts, outcome.reason)
  const entry = {
    email: due.id,
    name: due.name,
    outcome: outcome.is,
    resent: claimed.email.resent,
    lateForItsLease: !isOurs,
  }
  // Whether an operator should be told about the email. Failed attempts are normal for an hour.
  const isAlarming = outcome.is === 'failed' || (outcome.is === 'retry' && clock.now() > addMinutes(due.queuedAt, 60))
  log[isAlarming ? 'error' : 'info'](entry, 'email')
  return outcome.is
}

/** Claims an email, and records which awards it tells people outside the charity about. */
async function claim(trx: Tx, due: OutboxEmail, context: SendingContext, at: Instant): Promise<Claimed | null> {
  const claimed = await claimEmail(trx, due, context, at)
  if (claimed) for (const id of await awardsToldOf(trx, claimed.email)) await noteShown(trx, { id }, at)
  return claimed
}

async function awardsToldOf(trx: Tx, { id, name, entity, entityId }: OutboxEmail): Promise<string[]> {
  if (name !== digest) return entity === 'award' && messages[name] === 'leads' ? [entityId] : []
  const reminders = await remindersIn(trx, id)
  return reminders.filter(({ kind, as }) => kind === 'award' && as !== 'coordinator').map(each => each.entityId)
}

/**
 * Records the outcome. While the database is locked, retries for as long as the lease may last, because without a
 * recorded outcome the email would be sent twice.
 */
async function settle({ write, clock }: Sending, claimed: Claimed, outcome: Outcome): Promise<boolean> {
  for (let tries = 0; tries < 400; tries += 1) {
    const isOurs = await write(theService, ({ trx }) => settleEmail(trx, claimed, outcome, clock.now())).catch(
      nullIfBusy,
    )
    if (isOurs !== null) return isOurs
    await wait(500)
  }
  return false
}

/** Returns null for Busy, because nothing was written and a retry may work. Rethrows other errors. */
function nullIfBusy(problem: unknown): null {
  if (problem instanceof Busy) return null
  throw problem
}

/**
 * Whether an email can be sent again: it failed, and its text is still stored or, when it has a token, can be written
 * again. Reminders cannot be sent again, because later reminders replace them.
 */
export const mayBeSentAgain = (email: OutboxEmail): email is OutboxEmail & { name: EmailName } =>
  didNotArrive(email) &&
  email.name !== digest &&
  email.name !== weeklyList &&
  !isMeetingEmail(email.name) &&
  (carriesToken(email) || email.text !== null)

const didNotArrive = ({ status, notSentReason }: OutboxEmail): boolean =>
  status === 'failed' || status === 'bounced' || notSentReason === 'address suppressed'

/**
 * Queues a failed email again as a new email to the reader's current address.
 * @returns the new id
 * @throws Stale when the email did not fail, or has already been sent again
 */
export async function sendAgain(work: UnitOfWork, email: OutboxEmail): Promise<string> {
  if (!mayBeSentAgain(email)) throw new Stale()
  const isOurs = await updateEmail(work.trx, email, {
    status: 'not sent',
    not_sent_reason: 'sent again',
    lease_generation: email.generation + 1,
  })
  if (!isOurs) throw new Stale()
  const { name, personId, language, applicationId } = email
  const address = (personId === null ? null : await addressOf(work.trx, personId)) ?? email.address
  const id = await insertEmail(
    work.trx,
    {
      name,
      to: { personId, name: email.text?.name ?? null, address, language },
      entity: { kind: email.entity as About['kind'], id: email.entityId },
      applicationId,
      text: carriesToken(email) ? null : email.text,
    },
    work.at,
  )
  await recordEvent(work, 'email.sent_again', { kind: 'email', id, applicationId }, { instead_of: email.id })
  return id
}

const textsKeptForMinutes = 30 * 24 * 60

/**
 * The daily job that deletes the text of emails after 30 days. The record that they were sent stays.
 * @returns the number of emails
 */
export async function deleteOldEmails({ write, clock }: Pick<Parts, 'write' | 'clock'>): Promise<number> {
  return write(theService, ({ trx }) => deleteTexts(trx, addMinutes(clock.now(), -textsKeptForMinutes)))
}
