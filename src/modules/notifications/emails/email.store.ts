import { applicationById, applicationsReadableBy } from '../../access/access.public.ts'
import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import type { Row } from '../../../db/tables.ts'
import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { addMinutes, type Instant } from '../../../domain/time.ts'
import type { OutboxName } from '../../../email/templates.ts'
import { toEmail, type EmailStatus, type OutboxEmail } from '../../../email/outbox.store.ts'

export interface EmailLine {
  id: string
  name: OutboxName
  address: string
  queuedAt: Instant
  status: EmailStatus
}

export interface WantedEmails {
  /** the status to show; null for all */
  status: EmailStatus | null
  /** the last line of the previous page; null for the first page */
  after: { queuedAt: string; id: string } | null
  limit: number
}

/** One page of the emails that a person may see, the newest first. */
export async function emailLines(db: Db, actor: Actor, { status, after, limit }: WantedEmails): Promise<EmailLine[]> {
  return emailsVisibleTo(db, actor)
    .modify(query => {
      if (status) query.where('outbox.status', status)
      if (after) query.whereRaw('(outbox.queued_at, outbox.id) < (?, ?)', [after.queuedAt, after.id])
    })
    .orderBy([
      { column: 'outbox.queued_at', order: 'desc' },
      { column: 'outbox.id', order: 'desc' },
    ])
    .limit(limit)
    .select<EmailLine[]>('outbox.id', 'outbox.name', 'outbox.address', 'outbox.queued_at as queuedAt', 'outbox.status')
}

/** @throws NotFound also for an email about an application that this person cannot read as its coordinator */
export async function findEmail(db: Db, actor: Actor, permission: 'outbox.read', id: string): Promise<OutboxEmail> {
  const row = looksLikeId(id) && can(actor, permission) ? await db('outbox').where({ id }).first() : undefined
  if (!row) throw new NotFound()
  const application = row.application_id === null ? null : await applicationById(db, row.application_id)
  if ((row.application_id !== null && !application) || !can(actor, 'outbox.read_email', application))
    throw new NotFound()
  return toEmail(row)
}

/** Whether an email has been tried but is still unsent an hour later. */
export async function isSendingStuck(db: Db, at: Instant): Promise<boolean> {
  const waiting = await db('outbox')
    .where({ status: 'waiting' })
    .where('tries', '>', 0)
    .where('queued_at', '<', addMinutes(at, -60))
    .first('id')
  return waiting !== undefined
}

/** A person's current address. */
export async function addressOf(db: Db | Tx, personId: string): Promise<string | null> {
  return (await db('people').where({ id: personId }).first('email'))?.email ?? null
}

/** The permission `outbox.read_email` as SQL: only an application's coordinators may read emails about it. */
function emailsVisibleTo(db: Db, actor: Actor): Knex.QueryBuilder<Row<'outbox'>, Row<'outbox'>[]> {
  return db('outbox').where(query => {
    query.whereNull('outbox.application_id')
    if (actor.charityRoles.includes('coordinator'))
      query.orWhereExists(applicationsCoordinatedBy(db, actor).whereRaw('applications.id = outbox.application_id'))
  }) as unknown as Knex.QueryBuilder<Row<'outbox'>, Row<'outbox'>[]>
}

/** A query for the ids of the applications that this coordinator reads only as coordinator. */
export function applicationsCoordinatedBy(db: Db, actor: Actor): Knex.QueryBuilder {
  const own = actor.memberships.map(({ organisationId }) => organisationId)
  return applicationsReadableBy(db, actor)
    .whereNotIn('applications.organisation_id', own)
    .whereRaw(
      `not exists (select 1 from seats where seats.application_id = applications.id and seats.person_id = ?
        and seats.status in ('offered', 'accepted'))`,
      [actor.id],
    )
    .select('applications.id') as unknown as Knex.QueryBuilder
}
