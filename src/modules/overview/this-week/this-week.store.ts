import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { addDays, instantAt, type Day, type Instant } from '../../../domain/time.ts'
import { casesToFollow } from '../seat-cards/expired-offer.store.ts'
import { endOfAward } from '../renewal-filters/renewal-filter.store.ts'

/** The number of days shown, including today. */
export const daysShown = 7
const mostOfAKind = 20

/** The dates in the next few days that coordinators need to know about. */
export interface ThisWeek {
  meetings: readonly { id: string; startsAt: Instant }[]
  /** panels whose findings are due in these days */
  findings: readonly { applicationId: string; organisation: string; readBy: Day }[]
  rounds: readonly { id: string; name: string; closesAt: Instant }[]
  /** awards that end in these days */
  awards: readonly { id: string; organisation: string; endsOn: Day }[]
}

/**
 * The dates in the next few days. Leaves out panels that a coordinator may not follow, and the coordinator's own
 * libraries.
 */
export const thisWeek = (db: Db, actor: Actor, today: Day) => ({
  weekMeetings: meetingsIn(db, actor, today),
  weekFindings: findingsDueIn(db, actor, today),
  weekRounds: roundsClosingIn(db, today),
  weekAwards: awardsEndingIn(db, today),
})

const meetingsIn = (db: Db, actor: Actor, today: Day) =>
  listed<ThisWeek['meetings'][number]>(
    db('meetings')
      .whereNotIn('status', ['ended', 'cancelled'])
      .where('starts_at', '>=', startOf(today))
      .where('starts_at', '<', endOfWeek(today))
      .whereExists(
        db('meeting_items')
          .whereRaw('meeting_items.meeting_id = meetings.id')
          .whereIn('application_id', casesToFollow(db, actor))
          .select('meeting_id'),
      )
      .orderBy(['starts_at', 'id'])
      .select('id', 'starts_at as startsAt') as Knex.QueryBuilder,
    ['id', 'startsAt'],
  )

const findingsDueIn = (db: Db, actor: Actor, today: Day) =>
  listed<ThisWeek['findings'][number]>(
    db('panels')
      .join('applications', 'applications.id', 'panels.application_id')
      .join('organisations', 'organisations.id', 'applications.organisation_id')
      .where('applications.status', 'with the panel')
      .whereBetween('panels.read_by', [today, lastDay(today)])
      .whereIn('applications.id', casesToFollow(db, actor))
      .orderBy(['panels.read_by', 'applications.id'])
      .select(
        'applications.id as applicationId',
        'organisations.name as organisation',
        'panels.read_by as readBy',
      ) as Knex.QueryBuilder,
    ['applicationId', 'organisation', 'readBy'],
  )

const roundsClosingIn = (db: Db, today: Day) =>
  listed<ThisWeek['rounds'][number]>(
    db('rounds')
      .where('closes_at', '>=', startOf(today))
      .where('closes_at', '<', endOfWeek(today))
      .orderBy(['closes_at', 'id'])
      .select('id', 'name', 'closes_at as closesAt') as Knex.QueryBuilder,
    ['id', 'name', 'closesAt'],
  )

const awardsEndingIn = (db: Db, today: Day) =>
  listed<ThisWeek['awards'][number]>(
    db('awards')
      .join('organisations', 'organisations.id', 'awards.organisation_id')
      .whereRaw("awards.status not in ('lapsed', 'ended', 'overdue')")
      .whereNotNull('awards.valid_to')
      .whereRaw(`${endOfAward} >= ? and ${endOfAward} <= ?`, [today, lastDay(today)])
      .orderByRaw(`${endOfAward}, awards.id`)
      .select('awards.id', 'organisations.name as organisation', 'awards.valid_to as endsOn') as Knex.QueryBuilder,
    ['id', 'organisation', 'endsOn'],
  )

const lastDay = (today: Day): Day => addDays(today, daysShown - 1)
const startOf = (day: Day): Instant => instantAt(day, '00:00')
const endOfWeek = (today: Day): Instant => startOf(addDays(today, daysShown))

const listed = <Row extends object>(query: Knex.QueryBuilder, fields: (keyof Row & string)[]): Lookup<Row[]> =>
  lookup<Row, Row[]>(query.limit(mostOfAKind), fields, rows => rows)
