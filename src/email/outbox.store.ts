import type { Db, Tx } from '../db/connection.ts'
import { newId } from '../db/ids.ts'
import type { Row } from '../db/tables.ts'
import { reminderEmails } from '../domain/email-kinds.ts'
import { addMinutes, type Day, type Instant } from '../domain/time.ts'
import type { BounceKind } from '../domain/bounce.ts'
import { expiryOf, type EmailText, type TokenLife } from './email.ts'
import type { About, To } from './outbox.ts'
import { digest, type EmailName, type OutboxName } from './templates.ts'
import { organisationOf } from './outbox-search.store.ts'
import { remindersOff } from './reminder-switch.store.ts'
import { hashOfToken } from './tokens.ts'

export const emailStatuses = ['waiting', 'sending', 'sent', 'unknown', 'failed', 'bounced', 'not sent'] as const
/** `unknown`: it may have arrived, so we send it once more. `bounced`: a later report said that it did not arrive. */
export type EmailStatus = (typeof emailStatuses)[number]
export const undelivered = ['failed', 'bounced'] as const satisfies readonly EmailStatus[]

/** An email due more than this many minutes ahead was queued while the clock was wrong, and counts as due now. */
const maxWaitMinutes = 3 * 24 * 60

export const notSentReasons = [
  'may not know',
  'not active',
  'no longer needed',
  'nothing due any more',
  'sent again',
  'address changed',
  'address suppressed',
  'in a later email',
] as const
export type NotSentReason = (typeof notSentReasons)[number]

/** The text of an email in the outbox. */
export interface AddressedText extends EmailText {
  /** the name in the greeting; null for an address without a name */
  name: string | null
  /** in the demo only: the email's calendar file, and the path of its unsubscribe link */
  calendar?: string
  unsubscribePath?: string
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
  /** null before the text is written, and after it is deleted */
  text: AddressedText | null
  subject: string | null
  status: EmailStatus
  notSentReason: NotSentReason | null
  queuedAt: Instant
  /** when the email was first queued; what the reader may know depends on the roles they had then */
  rolesAt: Instant
  nextTryAt: Instant
  tries: number
  /** 1 when the email was sent a second time after `unknown`, otherwise 0 */
  resent: number
  leaseUntil: Instant | null
  generation: number
  sentAt: Instant | null
  failure: string | null
  organisationId: string | null
  bounce: BounceKind | null
  bouncedAt: Instant | null
}

export interface NewEmail {
  name: EmailName
  to: To
  entity: About
  applicationId: string | null
  text: AddressedText | null
  /** for an email that is sent again: when the first one was queued */
  rolesAt?: Instant
}

/** Inserts an email to send at `notBefore` or later. @returns its id */
export async function insertEmail(
  trx: Tx,
  { name, to, entity, applicationId, text, rolesAt }: NewEmail,
  at: Instant,
  notBefore = at,
): Promise<string> {
  const id = newId()
  await trx('outbox').insert({
    ...newColumns({ id, name, to, entity }, at),
    application_id: applicationId,
    ...textColumns(text),
    roles_at: rolesAt ?? null,
    next_try_at: notBefore > at ? notBefore : at,
    organisation_id: await organisationOf(trx, entity, applicationId),
  })
  return id
}

/** The columns of an email that is due now and has no text yet. */
const newColumns = (
  { id, name, to, entity }: { id: string; name: OutboxName; to: To; entity: About },
  at: Instant,
) => ({
  id,
  name,
  person_id: to.personId,
  address: to.address,
  language: to.language,
  entity: entity.kind,
  entity_id: entity.id,
  application_id: null,
  ...textColumns(null),
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
})

/** Whether an email of this kind about this entity has been queued since the given time. */
export async function wasQueuedSince(trx: Tx, name: EmailName, entityId: string, since: Instant): Promise<boolean> {
  return (
    (await trx('outbox').where({ name, entity_id: entityId }).where('queued_at', '>=', since).first('id')) !== undefined
  )
}

/**
 * Inserts the reminder email for one reader and day.
 * @returns the new id; null when this reader already has one for the day
 */
export const insertDigest = (trx: Tx, to: To & { entity: About }, day: Day, at: Instant): Promise<string | null> =>
  insertOnce(trx, { name: digest, to, key: digestKey(day, to.entity.id) }, at)

/**
 * Inserts an email whose text is written when it is sent.
 * @returns the new id; null when its key already exists
 */
export async function insertOnce(
  trx: Tx,
  { name, to, key }: { name: OutboxName; to: To & { entity: About }; key: string },
  at: Instant,
): Promise<string | null> {
  const id = newId()
  const made = await trx('outbox')
    .insert({
      ...newColumns({ id, name, to, entity: to.entity }, at),
      organisation_id: to.entity.kind === 'organisation' ? to.entity.id : null,
      digest_key: key,
    })
    .onConflict('digest_key')
    .ignore()
    .returning('id')
  return made.length === 0 ? null : id
}

const digestKey = (day: Day, readerId: string): string => `${day} ${readerId}`

/** The number of reminder emails queued for a day. */
export async function digestsOf(db: Db, day: Day): Promise<number> {
  const row = await db('outbox')
    .where('digest_key', 'like', `${day} %`)
    .count<{ digests: number }[]>({ digests: '*' })
    .first()
  return Number(row?.digests ?? 0)
}

/** Whether an email of this kind about this entity is waiting to be sent, or being sent. */
export async function isQueued(trx: Tx, name: EmailName, { kind, id }: About): Promise<boolean> {
  return (
    (await trx('outbox')
      .where({ name, entity: kind, entity_id: id })
      .whereIn('status', ['waiting', 'sending'])
      .first('id')) !== undefined
  )
}

/**
 * Cancels waiting emails of these kinds about this entity, and those that may have arrived and would be sent once more.
 */
export async function cancelUnsent(trx: Tx, names: readonly EmailName[], { kind, id }: About): Promise<void> {
  await trx('outbox')
    .where({ entity: kind, entity_id: id })
    .whereIn('status', ['waiting', 'unknown'])
    .whereIn('name', [...names])
    .update({ status: 'not sent', not_sent_reason: 'no longer needed' })
}

/** Cancels waiting emails about this entity to one person. */
export async function cancelUnsentTo(
  trx: Tx,
  { about: { kind, id }, personId }: { about: About; personId: string },
): Promise<void> {
  await trx('outbox')
    .where({ entity: kind, entity_id: id, person_id: personId, status: 'waiting' })
    .update({ status: 'not sent', not_sent_reason: 'no longer needed' })
}

/** Emails to send now, the earliest due first. Leaves out reminder emails while reminders are off. */
export async function dueEmails(db: Db, at: Instant, limit: number): Promise<OutboxEmail[]> {
  const rows = await db('outbox')
    .whereIn('status', ['waiting', 'unknown'])
    .where(due => due.where('next_try_at', '<=', at).orWhere('next_try_at', '>', addMinutes(at, maxWaitMinutes)))
    .whereNot(held => held.whereIn('name', [...reminderEmails]).whereExists(remindersOff(db)))
    .orderBy(['next_try_at', 'id'])
    .limit(limit)
  return rows.map(toEmail)
}

/** At most 200 emails that are still `sending` after their lease. */
export async function emailsPastLease(db: Db, at: Instant): Promise<OutboxEmail[]> {
  const rows = await db('outbox')
    .where({ status: 'sending' })
    .where(over => over.where('lease_until', '<=', at).orWhere('lease_until', '>', addMinutes(at, maxWaitMinutes)))
    .orderBy('id')
    .limit(200)
  return rows.map(toEmail)
}

/**
 * Changes an email if its status and lease have not changed since they were read.
 * @returns false, and writes nothing, when they have changed
 */
export async function updateEmail(
  trx: Tx,
  { id, status, generation }: OutboxEmail,
  changes: Partial<Row<'outbox'>>,
): Promise<boolean> {
  return (await trx('outbox').where({ id, status, lease_generation: generation }).update(changes)) === 1
}

/** Stores the hash of a token. Earlier tokens stay valid, because their emails may have arrived. */
export async function insertToken(
  trx: Tx,
  token: string,
  { email, at, until, ...life }: TokenLife & { email: OutboxEmail; at: Instant; until?: Instant | undefined },
): Promise<void> {
  await trx('email_tokens').insert({
    id: newId(),
    kind: life.use,
    token_hash: hashOfToken(token),
    about_id: email.entityId,
    person_id: email.personId,
    made_at: at,
    expires_at: until ?? expiryOf(life, at),
    used_at: null,
  })
}

export const textColumns = (text: AddressedText | null): Pick<Row<'outbox'>, 'subject' | 'body'> =>
  text === null ? { subject: null, body: null } : { subject: text.subject, body: JSON.stringify(text) }

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
    text: row.body === null ? null : (JSON.parse(row.body) as AddressedText),
    subject: row.subject,
    status: row.status as EmailStatus,
    notSentReason: row.not_sent_reason as NotSentReason | null,
    queuedAt: row.queued_at,
    rolesAt: row.roles_at ?? row.queued_at,
    nextTryAt: row.next_try_at,
    tries: row.tries,
    resent: row.resent,
    leaseUntil: row.lease_until,
    generation: row.lease_generation,
    sentAt: row.sent_at,
    failure: row.failure,
    organisationId: row.organisation_id,
    bounce: row.bounce as BounceKind | null,
    bouncedAt: row.bounced_at,
  }
}

/** Whether a person can sign in. */
export async function isActive(db: Db, personId: string): Promise<boolean> {
  return (await db('people').where({ id: personId, status: 'active' }).first('id')) !== undefined
}
