import type { Knex } from 'knex'
import type { Db } from '../db/connection.ts'
import { runLookup, lookup, type Lookup } from '../db/lookups.ts'
import type { Instant } from '../domain/time.ts'
import type { EventName, Entity } from './record.ts'

export interface EventAbout {
  at: Instant
  name: EventName
  actor: string
  person: string | null
  personId: string | null
}

const eventsShown = 50

/**
 * The last 50 changes to one record, newest first. The caller checks the permission, and decides whose names the page
 * shows.
 * @param only limits the query to the kinds of change that the page can show
 */
export const eventsAbout = (
  db: Db,
  entity: Pick<Entity, 'kind' | 'id'>,
  only?: (query: Knex.QueryBuilder) => void,
): Promise<EventAbout[]> => runLookup(db, eventsIn(db, entity, only))

/** `eventsAbout` as a lookup. */
export function eventsIn(
  db: Db,
  { kind, id }: Pick<Entity, 'kind' | 'id'>,
  only: (query: Knex.QueryBuilder) => void = () => {},
): Lookup<EventAbout[]> {
  const query = db('events')
    .leftJoin('people', 'people.id', 'events.person_id')
    .where('events.entity', kind)
    .where('events.entity_id', id)
    .where(shown => {
      only(shown)
    })
    .orderBy('events.sequence', 'desc')
    .limit(eventsShown)
    .select('events.at', 'events.name', 'events.actor', 'people.name as person', 'events.person_id as personId')
  return lookup<EventAbout, EventAbout[]>(query, ['at', 'name', 'actor', 'person', 'personId'], rows => rows)
}
