import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { applicationsReadBy, isHistoryReadableTo } from '../../access/access.public.ts'
import { historyLinesIn, type HistoryLineShown } from '../../../history/history-lines.store.ts'

interface HistoryWanted {
  organisationId: string | null
  /** the person who made the changes; null for everyone */
  personId: string | null
  before: number | null
  limit: number
}

export interface HistoryLine extends HistoryLineShown {
  /** the organisation's name; null for a change that is about no organisation, or about one that was deleted since */
  organisation: string | null
  /** the name of the person whom the change is about; null when it is about nobody, or the reader must not see whom */
  about: string | null
  /** why all reminders were switched off; null for other changes */
  reason: string | null
  /** whether an award's change is about an application that the reader cannot read */
  isUnread: boolean
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
  const chosen: Chosen = {
    organisations: organisationId ? await withMerged(db, organisationId) : [],
    personId,
    before,
  }
  const last = await runLookup(db, lastToRead(db, chosen))
  const found = await runLookup(db, linesIn(db, actor, chosen, { after: last, limit: limit + 1 }))
  const lines = found.slice(0, limit)
  const unread = last === null ? null : last + 1
  const next = found.length > limit ? lines.at(-1)!.sequence : unread
  return { lines: await withNames(db, actor, lines), next }
}

interface Chosen {
  /** empty for all */
  organisations: readonly string[]
  personId: string | null
  before: number | null
}

const isChosen =
  ({ organisations, personId, before }: Chosen) =>
  (query: Knex.QueryBuilder): void => {
    if (organisations.length > 0) void query.whereIn('events.organisation_id', [...organisations])
    if (personId) void query.where('events.person_id', personId)
    if (before !== null) void query.where('events.sequence', '<', before)
  }

const lastToRead = withKeptSql((db: Db, chosen: Chosen): Lookup<number | null> =>
  lookup<{ sequence: number }, number | null>(
    () =>
      db('events')
        .modify(isChosen(chosen))
        .orderBy('sequence', 'desc')
        .offset(mostReadForAPage)
        .limit(1)
        .select('sequence'),
    ['sequence'],
    ([row]) => row?.sequence ?? null,
  ),
)

const linesIn = withKeptSql((db: Db, actor: Actor, chosen: Chosen, page: { after: number | null; limit: number }) =>
  historyLinesIn(db, actor, {
    which: query => {
      const readable = db('applications')
        .where(isHistoryReadableTo(actor))
        .whereRaw('applications.id = events.application_id')
        .select(db.raw('1'))
      isChosen(chosen)(query)
      if (page.after !== null) void query.where('events.sequence', '>', page.after)
      void query.where(visible => void visible.whereNull('events.application_id').orWhereExists(readable))
    },
    by: chosen.personId,
    before: chosen.before,
    limit: page.limit,
  }),
)

async function withNames(db: Db, actor: Actor, lines: readonly HistoryLineShown[]): Promise<HistoryLine[]> {
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
  const reasons = await reasonsOf(db, lines)
  const readable = await applicationsReadBy(
    db,
    actor,
    lines.map(receivedApplication).filter(id => id !== null),
  )
  const isUnread = (id: string | null): boolean => id !== null && !readable.has(id)
  return lines.map(line => ({
    ...line,
    isUnread: isUnread(receivedApplication(line)),
    reason: (typeof line.facts.switch === 'string' && reasons.get(line.facts.switch)) || null,
    organisation: organisations.get(line.organisationId ?? '') ?? null,
    about: (line.entity === 'invitation' ? invited.get(line.entityId) : people.get(personOf(line) ?? '')) ?? null,
  }))
}

/** For an `award.receive` line, the id of the application that the charity received; null for other lines. */
const receivedApplication = ({ name, facts }: HistoryLineShown): string | null =>
  name === 'award.receive' && typeof facts.application === 'string' ? facts.application : null

/**
 * The id of the person whom a change is about. Null when it is about no person, for changes to applications and panel
 * meetings, and for changes by a new person.
 */
function personOf({ applicationId, entity, entityId, facts, maker }: HistoryLineShown): string | null {
  if (applicationId !== null || entity === 'meeting' || maker === 'new person') return null
  if (typeof facts.person === 'string') return facts.person
  return entity === 'person' ? entityId : null
}

type Named = 'organisations' | 'people' | 'invitations'

async function namesIn(db: Db, table: Named, ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids)].filter(id => id !== null)
  if (wanted.length === 0) return new Map()
  return runLookup(db, namesLookup(db, table, wanted))
}

const namesLookup = withKeptSql((db: Db, table: Named, ids: readonly string[]): Lookup<ReadonlyMap<string, string>> =>
  lookup<{ id: string; name: string }, ReadonlyMap<string, string>>(
    () =>
      db(table as 'people')
        .whereIn('id', [...ids])
        .select('id', 'name'),
    ['id', 'name'],
    rows => new Map(rows.map(({ id, name }) => [id, name])),
  ),
)

async function reasonsOf(db: Db, lines: readonly HistoryLineShown[]): Promise<ReadonlyMap<string, string>> {
  const ids = lines.flatMap(({ facts }) => (typeof facts.switch === 'string' ? [facts.switch] : []))
  return ids.length === 0 ? new Map() : runLookup(db, reasonsLookup(db, ids))
}

const reasonsLookup = withKeptSql((db: Db, ids: readonly string[]): Lookup<ReadonlyMap<string, string>> =>
  lookup<{ id: string; reason: string }, ReadonlyMap<string, string>>(
    () =>
      db('reminder_switches')
        .whereIn('id', [...ids])
        .select('id', 'reason'),
    ['id', 'reason'],
    rows => new Map(rows.map(({ id, reason }) => [id, reason])),
  ),
)

/** The ids of an organisation and of those merged into it, because its history includes theirs. */
const withMerged = async (db: Db, id: string): Promise<string[]> => [id, ...(await runLookup(db, mergedInto(db, id)))]

const mergedInto = withKeptSql((db: Db, id: string): Lookup<string[]> =>
  lookup<{ id: string }, string[]>(
    () => db('organisations').where({ merged_into: id }).select('id'),
    ['id'],
    rows => rows.map(row => row.id),
  ),
)
