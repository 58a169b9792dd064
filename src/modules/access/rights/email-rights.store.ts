import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import type { Row } from '../../../db/tables.ts'
import type { Actor } from '../../../domain/actor.ts'
import { applicationsReadableBy, hasNoPart } from './rights.store.ts'

/** The person who reads the list of emails. */
export interface EmailReader {
  actor: Actor
  /** whether this is the demo. It sends no emails, so its readers can also open emails to people without an account */
  isDemo: boolean
}

/** The permission `outbox.read_email` as SQL: only coordinators of an application can read emails about it. */
export function emailsVisibleTo(
  db: Db,
  { actor, isDemo }: EmailReader,
): Knex.QueryBuilder<Row<'outbox'>, Row<'outbox'>[]> {
  return db('outbox').where(query => {
    query.whereNull('outbox.application_id')
    if (isDemo) query.orWhereNull('outbox.person_id')
    if (actor.charityRoles.includes('coordinator'))
      query.orWhereExists(coordinatedOne(db, actor, 'outbox.application_id'))
  }) as unknown as Knex.QueryBuilder<Row<'outbox'>, Row<'outbox'>[]>
}

/**
 * A query for the ids of the applications that a coordinator can read, except those of their own organisations and
 * those in whose panel they have a part (see `hasNoPart`).
 * @param actor must be a coordinator
 */
export function applicationsCoordinatedBy(db: Db | Tx, actor: Actor): Knex.QueryBuilder {
  const own = actor.memberships.map(({ organisationId }) => organisationId)
  return applicationsReadableBy(db, actor)
    .whereNotIn('applications.organisation_id', own)
    .where(hasNoPart(actor))
    .select('applications.id') as unknown as Knex.QueryBuilder
}

/**
 * `applicationsCoordinatedBy`, limited to the application whose id is in `column`, for use in `exists`. `offset 0`
 * keeps PostgreSQL from reading all the person’s applications.
 */
export const coordinatedOne = (
  db: Db | Tx,
  actor: Actor,
  column: 'outbox.application_id' | 'reminders.application_id',
): Knex.QueryBuilder => applicationsCoordinatedBy(db, actor).whereRaw(`applications.id = ${column} limit 1 offset 0`)
