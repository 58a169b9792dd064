import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { awardStatuses } from '../../../domain/award.ts'
import { addDays, instantAt, type Day, type Instant } from '../../../domain/time.ts'
import { declaredBy, isFollowedBy } from '../seat-cards/followed-case.store.ts'

/** The numbers of weeks that the home page can show. */
export type WeeksShown = 1 | 4
const mostInAWeek = 20
/** The maximum number of awards that are named for one day. */
export const mostNamed = 4

/** A period that starts today and lasts this number of weeks. */
interface WeeksFromToday {
  today: Day
  weeks: WeeksShown
}

/** The dates in the next few weeks that coordinators need to know about. */
export interface ThisWeek {
  /**
   * panel meetings. `undeclared`: the id of an application on the agenda, if the coordinator must first declare their
   * interests; otherwise null
   */
  meetings: readonly { id: string; startsAt: Instant; undeclared: string | null }[]
  /** panels whose findings are due in this period. `declared`: 1 when the coordinator has declared their interests */
  findings: readonly { applicationId: string; organisation: string; readBy: Day; declared: number }[]
  rounds: readonly { id: string; name: string; closesAt: Instant }[]
  /** the first `mostNamed` awards that end on each day of this period. `onDay` counts all that end on the same day */
  awards: readonly { id: string; organisation: string; endsOn: Day; onDay: number }[]
}

/**
 * Lookups for the dates in the next few weeks, from today. Leaves out the meetings and findings of panels that the
 * coordinator does not follow (`isFollowedBy`).
 */
export const thisWeek = (db: Db, actor: Actor, period: WeeksFromToday) => ({
  weekMeetings: meetingsIn(db, actor, period),
  weekFindings: findingsDueIn(db, actor, period),
  weekRounds: roundsClosingIn(db, period),
  weekAwards: awardsEndingIn(db, period),
})

const meetingsIn = withKeptSql((db: Db, actor: Actor, period: WeeksFromToday) => {
  const followed = () =>
    (db('meeting_items') as Knex.QueryBuilder)
      .join('applications', 'applications.id', 'meeting_items.application_id')
      .whereRaw('meeting_items.meeting_id = meetings.id')
      .where(isFollowedBy(actor))
  const declared = () =>
    followed()
      .join('declarations', 'declarations.application_id', 'applications.id')
      .where('declarations.person_id', actor.id)
      .select('meeting_items.meeting_id')
  const query = () =>
    db('meetings')
      .whereNotIn('status', ['ended', 'cancelled'])
      .where('starts_at', '>=', startOf(period.today))
      .where('starts_at', '<', endOf(period))
      .whereExists(followed().select('meeting_items.meeting_id'))
      .orderBy(['starts_at', 'id'])
      .select(
        'id',
        'starts_at as startsAt',
        db.raw('case when not exists ? then ? end as undeclared', [declared(), followed().min('applications.id')]),
      ) as Knex.QueryBuilder
  return listed<ThisWeek['meetings'][number]>(query, ['id', 'startsAt', 'undeclared'], period)
})

const findingsDueIn = withKeptSql((db: Db, actor: Actor, period: WeeksFromToday) =>
  listed<ThisWeek['findings'][number]>(
    () =>
      (db('panels') as Knex.QueryBuilder)
        // SQLite runs cross joins in the written order, so it starts from the panels of these days
        .joinRaw('cross join applications')
        .join('organisations', 'organisations.id', 'applications.organisation_id')
        .whereRaw('applications.id = panels.application_id')
        .where('applications.status', 'with the panel')
        .whereBetween('panels.read_by', [period.today, lastDay(period)])
        .where(isFollowedBy(actor))
        .orderBy(['panels.read_by', 'panels.application_id'])
        .select(
          'applications.id as applicationId',
          'organisations.name as organisation',
          'panels.read_by as readBy',
          declaredBy(db, actor),
        ) as Knex.QueryBuilder,
    ['applicationId', 'organisation', 'readBy', 'declared'],
    period,
  ),
)

const roundsClosingIn = withKeptSql((db: Db, period: WeeksFromToday) =>
  listed<ThisWeek['rounds'][number]>(
    () =>
      db('rounds')
        .where('closes_at', '>=', startOf(period.today))
        .where('closes_at', '<', endOf(period))
        .orderBy(['closes_at', 'id'])
        .select('id', 'name', 'closes_at as closesAt') as Knex.QueryBuilder,
    ['id', 'name', 'closesAt'],
    period,
  ),
)

const running = awardStatuses.filter(status => !['lapsed', 'ended', 'overdue'].includes(status))

const awardsEndingIn = withKeptSql((db: Db, period: WeeksFromToday): Lookup<ThisWeek['awards'][number][]> => {
  const ending = () =>
    db('awards')
      .whereIn('status', running)
      .whereBetween('valid_to', [period.today, lastDay(period)])
      .select(
        'id',
        'organisation_id',
        'valid_to',
        db.raw('row_number() over (partition by valid_to order by id) as place'),
        db.raw('count(*) over (partition by valid_to) as on_day'),
      )
  const named = () =>
    db
      .from(ending().as('ending'))
      .join('organisations', 'organisations.id', 'ending.organisation_id')
      .where('ending.place', '<=', mostNamed)
      .orderBy(['ending.valid_to', 'ending.id'])
      .select(
        'ending.id',
        'organisations.name as organisation',
        'ending.valid_to as endsOn',
        'ending.on_day as onDay',
      ) as Knex.QueryBuilder
  return lookup(named, ['id', 'organisation', 'endsOn', 'onDay'], rows => rows)
})

const lastDay = ({ today, weeks }: WeeksFromToday): Day => addDays(today, weeks * 7 - 1)
const startOf = (day: Day): Instant => instantAt(day, '00:00')
const endOf = (period: WeeksFromToday): Instant => startOf(addDays(lastDay(period), 1))

const listed = <Row extends object>(
  query: () => Knex.QueryBuilder,
  fields: (keyof Row & string)[],
  { weeks }: WeeksFromToday,
): Lookup<Row[]> =>
  lookup<Row, Row[]>(
    () => query().limit(weeks * mostInAWeek),
    fields,
    rows => rows,
  )
