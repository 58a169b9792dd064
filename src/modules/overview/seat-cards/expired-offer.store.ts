import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { applicationsKnownTo } from '../../access/access.public.ts'

/** An application whose offer of a panel seat expired. */
export interface ExpiredOffer {
  applicationId: string
  organisation: string
  /** whether the person has declared their interests on the application */
  declared: boolean
}

/**
 * Ids of the applications in a panel stage that a coordinator follows. Leaves out the coordinator's own libraries, and
 * panels on which they hold or were offered a seat.
 */
export const casesToFollow = (db: Db, actor: Actor): Knex.QueryBuilder =>
  (applicationsKnownTo(db, actor) as Knex.QueryBuilder)
    .whereIn('applications.status', ['checked', 'with the panel', 'more evidence asked', 'resubmitted'])
    .whereNotIn(
      'applications.organisation_id',
      actor.memberships.map(({ organisationId }) => organisationId),
    )
    .whereRaw(
      `not exists (select 1 from seats where seats.application_id = applications.id and seats.person_id = ?
        and seats.status in ('offered', 'accepted'))`,
      [actor.id],
    )
    .select('applications.id')

/** The column `declared`: the number of the person's declarations on the row's application, which is 0 or 1. */
export const declaredBy = (db: Db, { id }: Actor): Knex.Raw =>
  db.raw(
    `(select count(*) from declarations where declarations.application_id = applications.id
      and declarations.person_id = ?) as declared`,
    [id],
  )

/**
 * Applications with a seat offer that expired since they reached their state, and without a newer offer. Only those
 * that the person follows (`casesToFollow`).
 */
export function expiredOffers(db: Db, actor: Actor): Lookup<ExpiredOffer[]> {
  const expired = db('seats')
    .join('applications', 'applications.id', 'seats.application_id')
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .where('seats.status', 'expired')
    .whereRaw('seats.answered_at >= applications.status_since')
    .whereRaw(
      `not exists (select 1 from seats as newer where newer.application_id = seats.application_id
        and newer.offered_at >= seats.answered_at)`,
    )
    .whereIn('applications.id', casesToFollow(db, actor))
    .groupBy('applications.id', 'organisations.name')
    .orderByRaw('min(seats.answered_at), applications.id')
    .limit(20)
    .select('applications.id as applicationId', 'organisations.name as organisation', declaredBy(db, actor))
  return lookup<Omit<ExpiredOffer, 'declared'> & { declared: number }, ExpiredOffer[]>(
    expired,
    ['applicationId', 'organisation', 'declared'],
    rows => rows.map(row => ({ ...row, declared: row.declared > 0 })),
  )
}
