import type { Knex } from 'knex'
import type { Db, Tx } from '../db/connection.ts'
import { withKeptSql } from '../db/kept-sql.ts'
import { runLookup, lookup, type Lookup } from '../db/lookups.ts'
import type { Instant } from '../domain/time.ts'
import type { EventName, Entity } from './record.ts'

export interface EventAbout {
  at: Instant
  name: EventName
  actor: string
  person: string | null
  personId: string | null
  /** `charity` when a coordinator from outside the library made the change; see `actedAs` */
  as: 'team' | 'charity'
}

interface ActedAs {
  person: string
  organisation: string | Knex.Raw
  at: string
}

/**
 * The SQL of a column `as`. It is `charity` if, at the time `at`, the person was a coordinator and not in the
 * organisation's team; the organisation's pages must not name such a person. Otherwise it is `team`. `organisation` is
 * the column with the organisation at that time, even if it has been merged since.
 */
export const actedAs = (db: Db | Tx, { person, organisation, at }: ActedAs) =>
  db.raw(
    `case
    when exists (select 1 from charity_roles where charity_roles.person_id = ?? and charity_roles.role = 'coordinator'
      and charity_roles.started_at <= ?? and (charity_roles.ended_at is null or charity_roles.ended_at >= ??))
    and not exists (select 1 from memberships where memberships.person_id = ?? and memberships.organisation_id = ??
      and memberships.started_at <= ?? and (memberships.ended_at is null or memberships.ended_at >= ??))
    then 'charity' else 'team' end as ??`,
    [person, at, at, person, organisation, at, at, 'as'],
  )

const eventsShown = 50
const madeBy = { person: 'events.person_id', organisation: 'events.organisation_id', at: 'events.at' }

/** The last 50 changes to one record, newest first. The caller checks the permission. */
export const eventsAbout = (db: Db, entity: Pick<Entity, 'kind' | 'id'>): Promise<EventAbout[]> =>
  runLookup(db, eventsIn(db, entity))

/** `eventsAbout` as a lookup. */
export const eventsIn = withKeptSql((db: Db, entity: Pick<Entity, 'kind' | 'id'>): Lookup<EventAbout[]> =>
  eventsAmong(db, entity, () => {}),
)

/**
 * `eventsIn` with a filter. Call it inside `withKeptSql`.
 * @param only limits the query to the events that the page can show
 */
export const eventsAmong = (
  db: Db,
  { kind, id }: Pick<Entity, 'kind' | 'id'>,
  only: (query: Knex.QueryBuilder) => void,
): Lookup<EventAbout[]> =>
  lookup<EventAbout, EventAbout[]>(
    () =>
      db('events')
        .leftJoin('people', 'people.id', 'events.person_id')
        .where('events.entity', kind)
        .where('events.entity_id', id)
        .where(shown => {
          only(shown)
        })
        .orderBy('events.sequence', 'desc')
        .limit(eventsShown)
        .select(
          'events.at',
          'events.name',
          'events.actor',
          'people.name as person',
          'events.person_id as personId',
          actedAs(db, madeBy),
        ),
    ['at', 'name', 'actor', 'person', 'personId', 'as'],
    rows => rows,
  )
