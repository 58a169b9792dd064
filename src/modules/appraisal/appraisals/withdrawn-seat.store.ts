import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { addMinutes, dayOf, type Day, type Instant } from '../../../domain/time.ts'

/** A seat or offer that the actor no longer has. Says nothing about the application. */
export interface WithdrawnSeat {
  organisation: string
  withdrawnOn: Day
  /** whether the actor had not accepted it */
  wasOffer: boolean
}

interface WithdrawnSeatRow {
  organisation: string
  withdrawnAt: Instant
  wasOffer: number
}

const minutesShown = 28 * 24 * 60

/**
 * The actor's seats and offers withdrawn in the last 28 days, newest first, at most 20. Leaves out applications of the
 * actor's own libraries, applications on which the actor declared a conflict, and panels on which the actor has a seat
 * or offer again.
 * @returns an empty list for a person without a role at the charity
 */
export const withdrawnSeatsOf = async (db: Db, actor: Actor, now: Instant): Promise<WithdrawnSeat[]> =>
  actor.charityRoles.length === 0 ? [] : runLookup(db, withdrawnSeats(db, actor, addMinutes(now, -minutesShown)))

const withdrawnSeats = withKeptSql((db: Db, actor: Actor, since: Instant): Lookup<WithdrawnSeat[]> =>
  lookup<WithdrawnSeatRow, WithdrawnSeat[]>(
    () =>
      db('seats')
        .join('applications', 'applications.id', 'seats.application_id')
        .join('organisations', 'organisations.id', 'applications.organisation_id')
        .where('seats.person_id', actor.id)
        .where('seats.status', 'withdrawn')
        .where('seats.withdrawn_at', '>', since)
        .whereNotIn(
          'applications.organisation_id',
          actor.memberships.map(({ organisationId }) => organisationId),
        )
        .whereRaw(
          `not exists (select 1 from declarations where declarations.application_id = seats.application_id
          and declarations.person_id = seats.person_id and declarations.says = 'conflict')`,
        )
        .whereRaw(
          `not exists (select 1 from seats as others where others.application_id = seats.application_id
          and others.person_id = seats.person_id and others.status in ('offered', 'accepted'))`,
        )
        .orderBy([{ column: 'seats.withdrawn_at', order: 'desc' }, 'seats.id'])
        .limit(20)
        .select(
          'organisations.name as organisation',
          'seats.withdrawn_at as withdrawnAt',
          db.raw('case when seats.answered_at is null then 1 else 0 end as "wasOffer"'),
        ),
    ['organisation', 'withdrawnAt', 'wasOffer'],
    rows =>
      rows.map(({ organisation, withdrawnAt, wasOffer }) => ({
        organisation,
        withdrawnOn: dayOf(withdrawnAt),
        wasOffer: wasOffer === 1,
      })),
  ),
)
