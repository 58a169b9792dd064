import type { Db } from '../../db/connection.ts'
import type { Actor } from '../../domain/actor.ts'
import type { Instant } from '../../domain/time.ts'
import { applicationsReadableBy } from '../applications/known.store.ts'
import type { EventName, Thing } from './history.store.ts'

export interface HistoryLine {
  sequence: number
  at: Instant
  name: EventName
  actor: string
  /** made by somebody who sits or sat on the panel of that application: their name is not told here */
  byPanel: boolean
  person: string | null
  thing: Thing['kind']
  thingId: string
  organisation: string | null
  organisationId: string | null
  applicationId: string | null
}

const seatsOfThatPerson = 'from seats where seats.person_id = events.person_id and seats.application_id = events.application_id'

/** Every change the person may know of, newest first. A line about a case is for those who may read the case; the others are the charity's own. */
export async function historyLines(db: Db, who: Actor, narrow: { organisationId: string | null; personId: string | null }, before: number | null, limit: number): Promise<HistoryLine[]> {
  const rows = await db('events').leftJoin('people', 'people.id', 'events.person_id').leftJoin('organisations', 'organisations.id', 'events.organisation_id')
    .where(visible => visible.whereNull('events.application_id').orWhereIn('events.application_id', applicationsReadableBy(db, who).select('applications.id')))
    .modify(query => {
      if (before !== null) query.where('events.sequence', '<', before)
      if (narrow.organisationId) query.where('events.organisation_id', narrow.organisationId)
      // asked about one person, "the panel" would be that person
      if (narrow.personId) query.where('events.person_id', narrow.personId).whereRaw(`not exists (select 1 ${seatsOfThatPerson})`)
      // who sits on a panel, and what was found there, is told on the case alone
      for (const start of ['declaration.', 'seat.', 'finding.', 'appraisal.', 'panel.']) query.whereNot('events.name', 'like', `${start}%`)
    })
    .orderBy('events.sequence', 'desc').limit(limit)
    .select<(Omit<HistoryLine, 'sequence' | 'byPanel'> & { sequence: number | string; seats: number | string })[]>('events.sequence', 'events.at', 'events.name', 'events.actor', 'people.name as person', 'events.thing',
      'events.thing_id as thingId', 'organisations.name as organisation', 'events.organisation_id as organisationId', 'events.application_id as applicationId',
      db.raw(`(select count(*) ${seatsOfThatPerson}) as seats`))
  return rows.map(({ seats, ...row }) => {
    const byPanel = Number(seats) > 0
    return { ...row, sequence: Number(row.sequence), byPanel, person: byPanel ? null : row.person }
  })
}
