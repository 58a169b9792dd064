import type { Db } from '../../db/connection.ts'
import type { Application } from '../../domain/application.ts'
import type { Instant } from '../../domain/time.ts'
import type { EventName, Facts } from '../history/history.store.ts'

export interface EventOfCase {
  sequence: number
  at: Instant
  name: EventName
  /** who made it: somebody of the library, a seat on the panel, anybody else of the charity, or the clock */
  by: 'library' | 'panel' | 'charity' | 'clock'
  /** of a person of the library or of the charity; a seat's holder is "the panel" to all */
  person: string | null
  facts: Facts
}

/** What is nobody else's to know: who sits, in which kind of seat, what each found and declared. */
const kept = ['declaration.', 'seat.', 'finding.', 'appraisal.', 'panel.']
/** What the library learns with the letter and not before: until then being decided and decided look the same. */
const withTheLetter = ['application.decide', 'application.confirm', 'application.reverse', 'application.sendBack', 'proposal.', 'decision.', 'agreed_finding.', 'recommendation.']

/** The history of one application, newest first; `before` is the last line of the page before. */
export async function eventsOfCase(db: Db, { id, organisationId, letterReleased }: Application, isLibrary: boolean, before: number | null, limit: number): Promise<EventOfCase[]> {
  const rows = await db('events').leftJoin('people', 'people.id', 'events.person_id')
    .where('events.application_id', id)
    .modify(query => {
      if (before !== null) query.where('events.sequence', '<', before)
      for (const start of isLibrary && !letterReleased ? [...kept, ...withTheLetter] : kept) query.whereNot('events.name', 'like', `${start}%`)
    })
    .orderBy('events.sequence', 'desc').limit(limit)
    .select<Row[]>('events.sequence', 'events.at', 'events.name', 'events.actor', 'events.facts', 'people.name as person',
      db.raw('(select count(*) from memberships where memberships.person_id = events.person_id and memberships.organisation_id = ?) as memberships', [organisationId]),
      db.raw('(select count(*) from seats where seats.person_id = events.person_id and seats.application_id = ?) as seats', [id]))
  return rows.map(row => {
    const by = row.actor !== 'person' ? 'clock' : Number(row.memberships) > 0 ? 'library' : Number(row.seats) > 0 ? 'panel' : 'charity'
    return { sequence: Number(row.sequence), at: row.at, name: row.name, by, person: by === 'panel' || by === 'clock' ? null : row.person, facts: JSON.parse(row.facts) as Facts }
  })
}

interface Row {
  sequence: number | string; at: Instant; name: EventName; actor: string; facts: string; person: string | null
  memberships: number | string; seats: number | string
}
