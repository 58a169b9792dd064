import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { applicationsReadableBy } from '../../access/access.public.ts'
import { historyLinesFor, type HistoryLineShown } from '../../../history/history-lines.store.ts'

interface HistoryWanted {
  organisationId: string | null
  /** who made the change */
  personId: string | null
  before: number | null
  limit: number
}

export interface HistoryLine extends HistoryLineShown {
  organisation: string | null
  /** the person who was invited, given a role or suspended */
  about: string | null
}

/**
 * Every change that the actor may know of, newest first. Changes to an application are for people who may read it; the
 * others are for the charity.
 */
export async function historyLines(
  db: Db,
  actor: Actor,
  { organisationId, personId, before, limit }: HistoryWanted,
): Promise<HistoryLine[]> {
  const readable = applicationsReadableBy(db, actor).select('applications.id')
  const which = (query: Knex.QueryBuilder): void => {
    void query.where(
      visible => void visible.whereNull('events.application_id').orWhereIn('events.application_id', readable),
    )
    if (organisationId)
      void query.where(
        its =>
          void its
            .where('events.organisation_id', organisationId)
            .orWhereIn(
              'events.organisation_id',
              db('organisations').where({ merged_into: organisationId }).select('id'),
            )
            .orWhere('applications.organisation_id', organisationId),
      )
  }
  const lines = await historyLinesFor(db, actor, { which, by: personId, before, limit })
  const organisations = await namesIn(
    db,
    'organisations',
    lines.map(({ organisationId }) => organisationId),
  )
  const people = await namesIn(db, 'people', lines.map(personOf))
  const invited = await namesIn(
    db,
    'invitations',
    lines.map(({ entity, entityId }) => (entity === 'invitation' ? entityId : null)),
  )
  return lines.map(line => ({
    ...line,
    organisation: organisations.get(line.organisationId ?? '') ?? null,
    about: (line.entity === 'invitation' ? invited.get(line.entityId) : people.get(personOf(line) ?? '')) ?? null,
  }))
}

/** The id of the person that a change is about; null when it is about an application. */
function personOf({ applicationId, entity, entityId, facts, maker }: HistoryLineShown): string | null {
  if (applicationId !== null || maker === 'new person') return null
  if (typeof facts.person === 'string') return facts.person
  return entity === 'person' ? entityId : null
}

async function namesIn(
  db: Db,
  table: 'organisations' | 'people' | 'invitations',
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const rows: { id: string; name: string }[] = await db(table as 'people')
    .whereIn(
      'id',
      [...new Set(ids)].filter(id => id !== null),
    )
    .select('id', 'name')
  return new Map(rows.map(({ id, name }) => [id, name]))
}
