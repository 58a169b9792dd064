import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { declaredBy, isFollowedBy } from './followed-case.store.ts'

/** An application whose offer of a panel seat expired. */
export interface ExpiredOffer {
  applicationId: string
  organisation: string
  /** whether the person has declared their interests on the application */
  declared: boolean
}

/**
 * Applications with a seat offer that expired after the application reached its current state, and with no newer offer.
 * Includes only applications that the person follows (`isFollowedBy`).
 */
export const expiredOffers = withKeptSql((db: Db, actor: Actor): Lookup<ExpiredOffer[]> => {
  const expired = () =>
    (db('seats') as Knex.QueryBuilder)
      .join('applications', 'applications.id', 'seats.application_id')
      .join('organisations', 'organisations.id', 'applications.organisation_id')
      .where('seats.status', 'expired')
      .whereRaw('seats.answered_at >= applications.status_since')
      .whereRaw(
        `not exists (select 1 from seats as newer where newer.application_id = seats.application_id
        and newer.offered_at >= seats.answered_at)`,
      )
      .where(isFollowedBy(actor))
      .groupBy('applications.id', 'organisations.name')
      .orderByRaw('min(seats.answered_at), applications.id')
      .limit(20)
      .select('applications.id as applicationId', 'organisations.name as organisation', declaredBy(db, actor))
  return lookup<Omit<ExpiredOffer, 'declared'> & { declared: number }, ExpiredOffer[]>(
    expired,
    ['applicationId', 'organisation', 'declared'],
    rows => rows.map(row => ({ ...row, declared: row.declared > 0 })),
  )
})
