import type { Db } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { applicationsReadableBy } from '../../access/access.public.ts'
import { historyLinesFor, type HistoryLineShown } from '../../../history/describe.ts'

export interface HistoryLine extends HistoryLineShown {
  organisation: string | null
  /** whom it was done to: invited, given a role, suspended */
  about: string | null
}

/**
 * Every change the person may know of, newest first. A line about a case is for those who may read the case; the others
 * are the charity's own.
 */
export async function historyLines(
  db: Db,
  actor: Actor,
  narrow: { organisationId: string | null; personId: string | null },
  before: number | null,
  limit: number,
): Promise<HistoryLine[]> {
  const lines = await historyLinesFor(
    db,
    actor,
    query => {
      query.where(
        visible =>
          void visible
            .whereNull('events.application_id')
            .orWhereIn('events.application_id', applicationsReadableBy(db, actor).select('applications.id')),
      )
      if (narrow.organisationId)
        query.where(
          its =>
            void its
              .where('events.organisation_id', narrow.organisationId)
              .orWhere('applications.organisation_id', narrow.organisationId),
        )
    },
    narrow.personId,
    before,
    limit,
  )
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

/** Of a line about nobody's case: who was meant. What people do with their own account tells enough by who did it. */
function personOf({ applicationId, entity, entityId, facts, maker }: HistoryLineShown): string | null {
  if (applicationId !== null || maker === 'newcomer') return null
  return typeof facts.person === 'string' ? facts.person : entity === 'person' ? entityId : null
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
