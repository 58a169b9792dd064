import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookups, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { compare } from '../../../domain/compare.ts'
import { addMinutes, dayOf, type Day, type Instant } from '../../../domain/time.ts'

/** A seat or offer that the actor no longer has or helps with. Says nothing about the application. */
export interface WithdrawnSeat {
  organisation: string
  withdrawnOn: Day
  /** `offer` if the actor had not accepted the seat, `help` if they helped the person who had it */
  as: 'seat' | 'offer' | 'help'
}

interface WithdrawnSeatRow {
  organisation: string
  withdrawnAt: Instant
  wasOffer: number
}

const minutesShown = 28 * 24 * 60

/**
 * The actor's seats and offers, and the seats that they helped with, if withdrawn in the last 28 days. Newest first, at
 * most 40. Leaves out applications of the actor's own libraries or with a conflict that they declared. Also leaves out
 * panels on which the actor again has a seat, an offer or help to give.
 * @returns an empty list for a person without a role at the charity
 */
export async function withdrawnSeatsOf(db: Db, actor: Actor, now: Instant): Promise<WithdrawnSeat[]> {
  if (actor.charityRoles.length === 0) return []
  const since = addMinutes(now, -minutesShown)
  const { seats, help } = await runLookups(db, {
    seats: withdrawnSeats(db, actor, since),
    help: withdrawnHelp(db, actor, since),
  })
  return [...seats, ...help].toSorted((a, b) => compare(b.withdrawnOn, a.withdrawnOn))
}

const withdrawnSeats = withKeptSql((db: Db, actor: Actor, since: Instant): Lookup<WithdrawnSeat[]> =>
  withdrawnIn(
    db,
    wasOffer => (wasOffer ? 'offer' : 'seat'),
    () =>
      withdrawnSince(db, actor, since)
        .where('seats.person_id', actor.id)
        .whereRaw(
          `not exists (select 1 from seats as others where others.application_id = seats.application_id
          and others.person_id = seats.person_id and others.status in ('offered', 'accepted'))`,
        ),
  ),
)

const withdrawnHelp = withKeptSql((db: Db, actor: Actor, since: Instant): Lookup<WithdrawnSeat[]> =>
  withdrawnIn(
    db,
    () => 'help',
    () =>
      withdrawnSince(db, actor, since)
        .join('seat_helpers', 'seat_helpers.seat_id', 'seats.id')
        .where('seat_helpers.person_id', actor.id)
        .whereNull('seat_helpers.ended_at')
        .whereRaw(
          `not exists (select 1 from seat_helpers as others join seats as helped on helped.id = others.seat_id
          where helped.application_id = seats.application_id and helped.status = 'accepted'
          and others.person_id = seat_helpers.person_id and others.ended_at is null)`,
        ),
  ),
)

const withdrawnSince = (db: Db, actor: Actor, since: Instant): Knex.QueryBuilder =>
  db('seats')
    .join('applications', 'applications.id', 'seats.application_id')
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .where('seats.status', 'withdrawn')
    .where('seats.withdrawn_at', '>', since)
    .whereNotIn(
      'applications.organisation_id',
      actor.memberships.map(({ organisationId }) => organisationId),
    )
    .whereRaw(
      `not exists (select 1 from declarations where declarations.application_id = seats.application_id
        and declarations.person_id = ? and declarations.says = 'conflict')`,
      [actor.id],
    )

const withdrawnIn = (
  db: Db,
  as: (wasOffer: boolean) => WithdrawnSeat['as'],
  query: () => Knex.QueryBuilder,
): Lookup<WithdrawnSeat[]> =>
  lookup<WithdrawnSeatRow, WithdrawnSeat[]>(
    () =>
      query()
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
        as: as(wasOffer === 1),
      })),
  )
