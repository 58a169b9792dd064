import type { Db, Tx } from '../db/connection.ts'
import { newId } from '../db/ids.ts'
import type { Row } from '../db/tables.ts'
import { addMinutes, type Day, type Instant } from '../domain/time.ts'
import type { Drawn, TokenEmail } from './email.ts'
import { gathered, type EmailName, type OutboxName } from './templates.ts'
import type { About, To } from './outbox.ts'
import { hashOfToken } from './tokens.ts'

export const emailStatuses = ['waiting', 'sending', 'sent', 'unknown', 'failed', 'not sent'] as const
/**
 * `waiting` also for another try after "later"; `unknown`: the message was complete and nobody answered; it is sent
 * once more.
 */
export type EmailStatus = (typeof emailStatuses)[number]

const longestWaitMinutes = 3 * 24 * 60

export const notSentReasons = ['may not know', 'not active', 'no longer needed', 'no line left', 'sent again'] as const
export type NotSentReason = (typeof notSentReasons)[number]

/** A letter in words as it lies in the outbox, with the name it greets; null greets nobody by name. */
export interface Words extends Drawn {
  name: string | null
}

export interface OutboxEmail {
  id: string
  name: OutboxName
  personId: string | null
  address: string
  language: string
  entity: string
  entityId: string
  applicationId: string | null
  /** null until a letter with a token is sent, and again when its time to be kept is over */
  words: Words | null
  subject: string | null
  status: EmailStatus
  notSentReason: NotSentReason | null
  queuedAt: Instant
  nextTryAt: Instant
  tries: number
  /** 1 once it was sent again because nobody knows whether it arrived */
  resent: number
  leaseUntil: Instant | null
  generation: number
  sentAt: Instant | null
  failure: string | null
}

export interface NewEmail {
  name: EmailName
  to: To
  entity: About
  applicationId: string | null
  words: Words | null
}

export async function insertEmail(
  trx: Tx,
  { name, to, entity, applicationId, words }: NewEmail,
  at: Instant,
  notBefore = at,
): Promise<string> {
  const id = newId()
  await trx('outbox').insert({
    id,
    name,
    person_id: to.personId,
    address: to.address,
    language: to.language,
    entity: entity.kind,
    entity_id: entity.id,
    application_id: applicationId,
    ...wordColumns(words),
    status: 'waiting',
    not_sent_reason: null,
    queued_at: at,
    next_try_at: notBefore > at ? notBefore : at,
    tries: 0,
    resent: 0,
    lease_until: null,
    lease_generation: 0,
    sent_at: null,
    failure: null,
  })
  return id
}

/** Whether a letter of this kind about this thing was written already. */
export async function wasWrittenSince(trx: Tx, name: EmailName, entityId: string, since: Instant): Promise<boolean> {
  return (
    (await trx('outbox').where({ name, entity_id: entityId }).where('queued_at', '>=', since).first('id')) !== undefined
  )
}

/**
 * The morning's letter to one reader; its lines point at it. One for each reader and day.
 * @returns null when there is one already
 */
export async function insertDigest(trx: Tx, to: To & { entity: About }, day: Day, at: Instant): Promise<string | null> {
  const id = newId()
  const made = await trx('outbox')
    .insert({
      id,
      name: gathered,
      person_id: to.personId,
      address: to.address,
      language: to.language,
      entity: to.entity.kind,
      entity_id: to.entity.id,
      application_id: null,
      ...wordColumns(null),
      status: 'waiting',
      not_sent_reason: null,
      queued_at: at,
      next_try_at: at,
      tries: 0,
      resent: 0,
      lease_until: null,
      lease_generation: 0,
      sent_at: null,
      failure: null,
      digest_key: digestKey(day, to.entity.id),
    })
    .onConflict('digest_key')
    .ignore()
    .returning('id')
  return made.length === 0 ? null : id
}

const digestKey = (day: Day, readerId: string): string => `${day} ${readerId}`

/** How many were written to on a morning. */
export async function digestsOf(db: Db, day: Day): Promise<number> {
  const row = await db('outbox')
    .where('digest_key', 'like', `${day} %`)
    .count<{ digests: number }[]>({ digests: '*' })
    .first()
  return Number(row?.digests ?? 0)
}

export const theSwitch = 'reminders'

/** Somebody switched off all reminders: none is written, and none that waits is sent. */
export async function areRemindersOff(db: Db): Promise<boolean> {
  return (await switchedOff(db).first('name')) !== undefined
}

const switchedOff = (db: Db) => db('settings').where({ name: theSwitch, value: 'off' })

export async function switchReminders(trx: Tx, to: 'on' | 'off'): Promise<void> {
  await trx('settings').insert({ name: theSwitch, value: to }).onConflict('name').merge()
}

/** Whether such a letter about this thing is still to be sent. */
export async function isOnItsWay(trx: Tx, name: EmailName, { kind, id }: About): Promise<boolean> {
  return (
    (await trx('outbox')
      .where({ name, entity: kind, entity_id: id })
      .whereIn('status', ['waiting', 'sending'])
      .first('id')) !== undefined
  )
}

/**
 * Letters whose time has come, the longest due first. One that waits for longer than any letter does was put there by a
 * clock that was wrong.
 */
export async function dueEmails(db: Db, at: Instant, limit: number): Promise<OutboxEmail[]> {
  const rows = await db('outbox')
    .whereIn('status', ['waiting', 'unknown'])
    .where(due => due.where('next_try_at', '<=', at).orWhere('next_try_at', '>', addMinutes(at, longestWaitMinutes)))
    .whereNot(held => held.where({ name: gathered }).whereExists(switchedOff(db)))
    .orderBy(['next_try_at', 'id'])
    .limit(limit)
  return rows.map(toEmail)
}

/** Letters still `sending` after their lease: whoever sent them died or hangs. */
export async function emailsPastLease(db: Db, at: Instant): Promise<OutboxEmail[]> {
  const rows = await db('outbox')
    .where({ status: 'sending' })
    .where(over => over.where('lease_until', '<=', at).orWhere('lease_until', '>', addMinutes(at, longestWaitMinutes)))
    .orderBy('id')
    .limit(200)
  return rows.map(toEmail)
}

/**
 * Changes a letter if it is still as it was read: same state, same generation.
 * @returns false when somebody else has it now; then nothing was written
 */
export async function updateEmail(
  trx: Tx,
  { id, status, generation }: OutboxEmail,
  changes: Partial<Row<'outbox'>>,
): Promise<boolean> {
  return (await trx('outbox').where({ id, status, lease_generation: generation }).update(changes)) === 1
}

/**
 * Keeps the hash of a token that is about to be sent. Earlier ones stay good: when nobody knows whether the first
 * letter arrived, its reader may hold either. The first to be used ends them all.
 */
export async function keepToken(
  trx: Tx,
  token: string,
  { use, lastsMinutes }: TokenEmail['token'],
  email: OutboxEmail,
  at: Instant,
): Promise<void> {
  await trx('email_tokens').insert({
    id: newId(),
    kind: use,
    token_hash: hashOfToken(token),
    about_id: email.entityId,
    person_id: email.personId,
    made_at: at,
    expires_at: addMinutes(at, lastsMinutes),
    used_at: null,
  })
}

export const wordColumns = (words: Words | null): Pick<Row<'outbox'>, 'subject' | 'body'> =>
  words === null ? { subject: null, body: null } : { subject: words.subject, body: JSON.stringify(words) }

export function toEmail(row: Row<'outbox'>): OutboxEmail {
  return {
    id: row.id,
    name: row.name as OutboxName,
    personId: row.person_id,
    address: row.address,
    language: row.language,
    entity: row.entity,
    entityId: row.entity_id,
    applicationId: row.application_id,
    words: row.body === null ? null : (JSON.parse(row.body) as Words),
    subject: row.subject,
    status: row.status as EmailStatus,
    notSentReason: row.not_sent_reason as NotSentReason | null,
    queuedAt: row.queued_at,
    nextTryAt: row.next_try_at,
    tries: row.tries,
    resent: row.resent,
    leaseUntil: row.lease_until,
    generation: row.lease_generation,
    sentAt: row.sent_at,
    failure: row.failure,
  }
}

export async function isActive(db: Db, personId: string): Promise<boolean> {
  return (await db('people').where({ id: personId, status: 'active' }).first('id')) !== undefined
}

/** Texts of letters are kept for 30 days after they were sent, or written when they never were; the rows stay. */
export async function forgetBodies(trx: Tx, before: Instant): Promise<number> {
  return trx('outbox')
    .whereNotNull('body')
    .whereIn('status', ['sent', 'failed', 'not sent'])
    .where(
      over =>
        void over
          .where('sent_at', '<', before)
          .orWhere(never => void never.whereNull('sent_at').where('queued_at', '<', before)),
    )
    .update({ body: null })
}
