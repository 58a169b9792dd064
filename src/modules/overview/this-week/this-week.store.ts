import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { addDays, instantAt, type Day, type Instant } from '../../../domain/time.ts'
import { casesToFollow } from '../seat-cards/expired-offer.store.ts'
import { endOfAward } from '../renewal-filters/renewal-filter.store.ts'

/** How many weeks the home page can show. */
export type WeeksShown = 1 | 4
const mostInAWeek = 20

/** The dates in the next few weeks that coordinators need to know about. */
export interface ThisWeek {
  meetings: readonly { id: string; startsAt: Instant }[]
  /** panels whose findings are due */
  findings: readonly { applicationId: string; organisation: string; readBy: Day }[]
  rounds: readonly { id: string; name: string; closesAt: Instant }[]
  /** awards that end */
  awards: readonly { id: string; organisation: string; endsOn: Day }[]
}

/**
 * The dates in the next few weeks, from today. Leaves out panels that a coordinator may not follow, and the
 * coordinator's own libraries.
 */
export function thisWeek(db: Db, actor: Actor, { today, weeks }: { today: Day; weeks: WeeksShown }) {
  const days = weeks * 7
  const last = addDays(today, days - 1)
  const [from, until] = [instantAt(today, '00:00'), instantAt(addDays(today, days), '00:00')]
  const listed = <Row extends object>(query: Knex.QueryBuilder, fields: (keyof Row & string)[]): Lookup<Row[]> =>
    lookup<Row, Row[]>(query.limit(weeks * mostInAWeek), fields, rows => rows)
  return {
    weekMeetings: listed<ThisWeek['meetings'][number]>(
      db('meetings')
        .whereNotIn('status', ['ended', 'cancelled'])
        .where('starts_at', '>=', from)
        .where('starts_at', '<', until)
        .whereExists(
          db('meeting_items')
            .whereRaw('meeting_items.meeting_id = meetings.id')
            .whereIn('application_id', casesToFollow(db, actor))
            .select('meeting_id'),
        )
        .orderBy(['starts_at', 'id'])
        .select('id', 'starts_at as startsAt') as Knex.QueryBuilder,
      ['id', 'startsAt'],
    ),
    weekFindings: listed<ThisWeek['findings'][number]>(
      db('panels')
        .join('applications', 'applications.id', 'panels.application_id')
        .join('organisations', 'organisations.id', 'applications.organisation_id')
        .where('applications.status', 'with the panel')
        .whereBetween('panels.read_by', [today, last])
        .whereIn('applications.id', casesToFollow(db, actor))
        .orderBy(['panels.read_by', 'applications.id'])
        .select(
          'applications.id as applicationId',
          'organisations.name as organisation',
          'panels.read_by as readBy',
        ) as Knex.QueryBuilder,
      ['applicationId', 'organisation', 'readBy'],
    ),
    weekRounds: listed<ThisWeek['rounds'][number]>(
      db('rounds')
        .where('closes_at', '>=', from)
        .where('closes_at', '<', until)
        .orderBy(['closes_at', 'id'])
        .select('id', 'name', 'closes_at as closesAt') as Knex.QueryBuilder,
      ['id', 'name', 'closesAt'],
    ),
    weekAwards: listed<ThisWeek['awards'][number]>(
      db('awards')
        .join('organisations', 'organisations.id', 'awards.organisation_id')
        .whereRaw("awards.status not in ('lapsed', 'ended', 'overdue')")
        .whereNotNull('awards.valid_to')
        .whereRaw(`${endOfAward} >= ? and ${endOfAward} <= ?`, [today, last])
        .orderByRaw(`${endOfAward}, awards.id`)
        .select('awards.id', 'organisations.name as organisation', 'awards.valid_to as endsOn') as Knex.QueryBuilder,
      ['id', 'organisation', 'endsOn'],
    ),
  }
}
