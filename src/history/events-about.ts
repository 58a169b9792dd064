import type { Knex } from 'knex'
import type { Db } from '../db/connection.ts'
import type { Instant } from '../domain/time.ts'
import type { EventName, Entity } from './record.ts'

export interface EventAbout {
  at: Instant
  name: EventName
  actor: string
  person: string | null
  personId: string | null
}

/**
 * What happened to one thing, newest first. The page around it was let into the thing, and settles whose names it
 * shows.
 * @param only narrows it to what the page may tell
 */
export async function eventsAbout(
  db: Db,
  { kind, id }: Pick<Entity, 'kind' | 'id'>,
  only: (query: Knex.QueryBuilder) => void = () => {},
  limit = 50,
): Promise<EventAbout[]> {
  return db('events')
    .leftJoin('people', 'people.id', 'events.person_id')
    .where('events.entity', kind)
    .where('events.entity_id', id)
    .where(emailed => {
      only(emailed)
    })
    .orderBy('events.sequence', 'desc')
    .limit(limit)
    .select<EventAbout[]>(
      'events.at',
      'events.name',
      'events.actor',
      'people.name as person',
      'events.person_id as personId',
    )
}
