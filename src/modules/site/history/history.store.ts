import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { applicationsReadableBy } from '../../access/access.public.ts'
import { historyLinesFor, type HistoryLineShown } from '../../../history/history-lines.store.ts'

interface HistoryWanted {
  organisationId: string | null
  /** the person who made the changes; null for everyone */
  personId: string | null
  before: number | null
  limit: number
}

export interface HistoryLine extends HistoryLineShown {
  organisation: string | null
  /**
   * the name of the person whom the change is about, such as a person who was invited, suspended or given a role; null
   * when it is about nobody, or the reader must not see whom
   */
  about: string | null
}

/** The maximum number of changes read for one page, so that its cost does not grow with the history. */
const mostReadForAPage = 1_000

/**
 * The changes that the actor is allowed to see, newest first.
 * @returns up to `limit` lines, and `next`, the number that the next page continues from; null when there are no older
 * changes. A page can be empty although more pages follow
 */
export async function historyLines(
  db: Db,
  actor: Actor,
  { organisationId, personId, before, limit }: HistoryWanted,
): Promise<{ lines: HistoryLine[]; next: number | null }> {
  const organisations = organisationId ? await withMerged(db, organisationId) : []
  const chosen = (query: Knex.QueryBuilder): void => {
    if (organisations.length > 0) void query.whereIn('events.organisation_id', organisations)
    if (personId) void query.where('events.person_id', personId)
    if (before !== null) void query.where('events.sequence', '<', before)
  }
  const last = await db('events')
    .modify(chosen)
    .orderBy('sequence', 'desc')
    .offset(mostReadForAPage)
    .first<{ sequence: number | string } | undefined>('sequence')
  const readable = applicationsReadableBy(db, actor)
    .whereRaw('applications.id = events.application_id')
    .select(db.raw('1'))
  const which = (query: Knex.QueryBuilder): void => {
    chosen(query)
    if (last) void query.where('events.sequence', '>', last.sequence)
    void query.where(visible => void visible.whereNull('events.application_id').orWhereExists(readable))
  }
  const found = await historyLinesFor(db, actor, { which, by: personId, before, limit: limit + 1 })
  const lines = found.slice(0, limit)
  const unread = last ? Number(last.sequence) + 1 : null
  const next = found.length > limit ? lines.at(-1)!.sequence : unread
  return { lines: await withNames(db, lines), next }
}

async function withNames(db: Db, lines: readonly HistoryLineShown[]): Promise<HistoryLine[]> {
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

/**
 * The id of the person whom a change is about. Null when it is about no person, for changes to applications and panel
 * meetings, and for changes by a new person.
 */
function personOf({ applicationId, entity, entityId, facts, maker }: HistoryLineShown): string | null {
  if (applicationId !== null || entity === 'meeting' || maker === 'new person') return null
  if (typeof facts.person === 'string') return facts.person
  return entity === 'person' ? entityId : null
}

async function namesIn(
  db: Db,
  table: 'organisations' | 'people' | 'invitations',
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids)].filter(id => id !== null)
  if (wanted.length === 0) return new Map()
  const rows: { id: string; name: string }[] = await db(table as 'people')
    .whereIn('id', wanted)
    .select('id', 'name')
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** The ids of an organisation and of those merged into it, because its history includes theirs. */
const withMerged = async (db: Db, id: string): Promise<string[]> => [
  id,
  ...(await db('organisations').where({ merged_into: id }).pluck<string[]>('id')),
]
