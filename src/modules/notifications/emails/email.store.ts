import { applicationById, emailsVisibleTo, type EmailReader } from '../../access/access.public.ts'
import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor, CharityRole } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { addDays, addMinutes, instantAt, type Day, type Instant } from '../../../domain/time.ts'
import type { OutboxName } from '../../../email/templates.ts'
import { aboutOrganisation, isUndelivered, withWords } from '../../../email/outbox-search.store.ts'
import { toEmail, type EmailStatus, type OutboxEmail } from '../../../email/outbox.store.ts'
import { wrongEmails } from '../../awards/awards.public.ts'
import { isShownTo } from '../reminder-list/reminder-list.store.ts'

export interface EmailLine {
  id: string
  name: OutboxName
  address: string
  /** when the email was queued or, in the list of waiting emails, is to be sent */
  at: Instant
  status: EmailStatus
}

/** The filters of the emails list. An empty string or null matches every email. */
export interface EmailFilters {
  /** `undelivered`: emails that failed or bounced */
  status: EmailStatus | 'undelivered' | null
  /** words of the recipient's address or the subject */
  words: string
  /** the name of an organisation, or a part of it */
  organisation: string
  name: OutboxName | null
  from: Day | null
  to: Day | null
}

export interface WantedEmails {
  filters: EmailFilters
  /** the last line of the previous page; null for the first page */
  after: { at: string; id: string } | null
  limit: number
}

/**
 * One page of the emails that a person can see: newest first, but the list of waiting emails is soonest first.
 */
export const emailLines = (db: Db, reader: EmailReader, wanted: WantedEmails): Promise<EmailLine[]> => {
  const { words, organisation } = wanted.filters
  const isSearch = words.trim() !== '' || organisation !== ''
  // the SQL of a search depends on its words, so `withKeptSql` cannot keep it
  return runLookup(db, isSearch ? linesIn(db, reader, wanted) : linesWithoutSearch(db, reader, wanted))
}

const linesIn = (db: Db, reader: EmailReader, { filters, after, limit }: WantedEmails): Lookup<EmailLine[]> => {
  const isWaiting = filters.status === 'waiting'
  const at = isWaiting ? 'outbox.next_try_at' : 'outbox.queued_at'
  const order = isWaiting ? 'asc' : 'desc'
  return lookup<EmailLine, EmailLine[]>(
    () =>
      emailsVisibleTo(db, reader)
        .modify(query => {
          narrow(db, query as unknown as Knex.QueryBuilder, { ...filters, actor: reader.actor })
          if (after) query.whereRaw(`(??, outbox.id) ${isWaiting ? '>' : '<'} (?, ?)`, [at, after.at, after.id])
        })
        .orderBy([
          { column: at, order },
          { column: 'outbox.id', order },
        ])
        .limit(limit)
        .select('outbox.id', 'outbox.name', 'outbox.address', `${at} as at`, 'outbox.status'),
    ['id', 'name', 'address', 'at', 'status'],
    rows => rows,
  )
}
const linesWithoutSearch = withKeptSql(linesIn)

function narrow(db: Db, query: Knex.QueryBuilder, filters: EmailFilters & { actor: Actor }): void {
  const { actor, status, words, organisation, name, from, to } = filters
  if (status === 'undelivered') query.whereRaw(isUndelivered)
  else if (status) query.where('outbox.status', status)
  if (name) query.where('outbox.name', name)
  if (from) query.where('outbox.queued_at', '>=', instantAt(from, '00:00'))
  if (to) query.where('outbox.queued_at', '<', instantAt(addDays(to, 1), '00:00'))
  withWords(db, query, words, hasHiddenReminders(db, actor))
  if (organisation !== '') aboutOrganisation(db, query, organisation, isShownTo(db, actor))
}

/** Emails with a reminder that the person cannot see. Their subjects are hidden too. */
const hasHiddenReminders =
  (db: Db, actor: Actor) =>
  (query: Knex.QueryBuilder): void =>
    void query.whereExists(
      (db('reminders') as Knex.QueryBuilder)
        .whereRaw('reminders.email_id = outbox.id')
        .whereNot(isShownTo(db, actor))
        .select(db.raw('1')),
    )

/**
 * @throws NotFound when there is no such email, or the person cannot see it, for example because it is about an
 * application from which they are barred
 */
export async function findEmail(
  db: Db,
  { actor, isDemo }: EmailReader,
  permission: 'outbox.read',
  id: string,
): Promise<OutboxEmail> {
  const row = looksLikeId(id) && can(actor, permission) ? await db('outbox').where({ id }).first() : undefined
  if (!row) throw new NotFound()
  const application = row.application_id === null ? null : await applicationById(db, row.application_id)
  const isToStranger = isDemo && row.person_id === null
  if (row.application_id !== null && !application) throw new NotFound()
  if (!isToStranger && !can(actor, 'outbox.read_email', application)) throw new NotFound()
  return toEmail(row)
}

/** Whether an email queued over an hour ago is waiting for another attempt. */
export const isSendingStuck = (db: Db, at: Instant): Promise<boolean> =>
  runLookup(db, isWaitingSince(db, addMinutes(at, -60)))

const isWaitingSince = withKeptSql((db: Db, at: Instant): Lookup<boolean> =>
  lookup<{ id: string }, boolean>(
    () =>
      db('outbox')
        .whereRaw("status = 'waiting'") // not a parameter, so that PostgreSQL can estimate how few wait
        .where('tries', '>', 0)
        .where('queued_at', '<', at)
        .limit(1)
        .select('id'),
    ['id'],
    rows => rows.length > 0,
  ),
)

/** A person's current email address; null for an unknown person. */
export async function addressOf(db: Db | Tx, personId: string): Promise<string | null> {
  return (await db('people').where({ id: personId }).first('email'))?.email ?? null
}

/**
 * Whether a person leads an organisation, or stopped leading it at exactly `rolesAt`. The transaction that ends a role
 * also queues the email about it, which the person should still get.
 */
export async function wasLead(db: Db, personId: string, organisationId: string, rolesAt: Instant): Promise<boolean> {
  const held = await db('memberships')
    .where({ person_id: personId, organisation_id: organisationId, role: 'lead' })
    .where(still => void still.whereNull('ended_at').orWhere({ ended_at: rolesAt }))
    .first('id')
  return held !== undefined
}

/** As `wasLead`, for any of these roles in the charity. */
export async function hadRole(
  db: Db,
  personId: string,
  roles: readonly CharityRole[],
  rolesAt: Instant,
): Promise<boolean> {
  const held = await db('charity_roles')
    .where({ person_id: personId })
    .whereIn('role', [...roles])
    .where(still => void still.whereNull('ended_at').orWhere({ ended_at: rolesAt }))
    .first('id')
  return held !== undefined
}

/**
 * The ids of those emails that must not be sent again, because what they say is no longer true: a decision letter that
 * a later one has replaced, or an email about changes to an award that have been undone.
 */
export async function outdatedAmong(db: Db | Tx, emails: readonly OutboxEmail[]): Promise<Set<string>> {
  const letters = emails.filter(({ name }) => name === 'decision letter')
  const moved = emails.filter(({ name }) => wrongEmails.some(each => each === name))
  const released = await releasedLetters(db, letters)
  const undone = await undoneMoves(db, moved)
  return new Set(
    [
      ...letters.filter(({ applicationId, rolesAt }) =>
        released.some(({ id, releasedAt }) => id === applicationId && releasedAt !== null && releasedAt > rolesAt),
      ),
      ...moved.filter(({ entityId, rolesAt }) => undone.some(({ id, at }) => id === entityId && at === rolesAt)),
    ].map(({ id }) => id),
  )
}

async function releasedLetters(db: Db | Tx, letters: readonly OutboxEmail[]) {
  if (letters.length === 0) return []
  const ids = letters.map(({ applicationId }) => applicationId ?? '')
  return db('applications').whereIn('id', ids).select('id', 'decision_letter_released_at as releasedAt')
}

async function undoneMoves(db: Db | Tx, emails: readonly OutboxEmail[]) {
  if (emails.length === 0) return []
  const ids = emails.map(({ entityId }) => entityId)
  return db('award_changes').whereIn('award_id', ids).whereNotNull('undone_at').select('award_id as id', 'at')
}
