import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { jsonList } from '../../../db/json-list.ts'
import { lookUp, lookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { EvidenceKind, Sensitivity } from '../../../domain/evidence.ts'
import type { Day, Instant } from '../../../domain/time.ts'

/** A piece as lists, cards and pickers draw it. */
export interface EvidenceLine {
  id: string
  title: string
  kind: EvidenceKind
  sensitivity: Sensitivity
  periodFrom: Day | null
  periodTo: Day | null
  receivedAt: Instant
  /** the last day on which the panel may be shown it; null while a consent is missing */
  coveredUntil: Day | null
  /** names, in order */
  branches: string[]
  /** item ids */
  items: string[]
  files: number
  links: number
  notes: number
  /** the first file that there is a picture of, and its words; never one that a redacted version was made of */
  picture: { file: string; alternative: string } | null
  /** added by quick upload, and its details are not complete */
  toComplete: boolean
  owner: string
  expiresOn: Day | null
}

type Query = Knex.QueryBuilder<Row<'evidence'>, Row<'evidence'>[]>

/**
 * As SQL: nothing hinders its use (domain/candidate.ts). What shows people is used only while their consent is in
 * force, and nothing beyond its last day.
 */
const whereUsable = (query: Query, today: Day): Query =>
  query
    .where('evidence.panel_until', '>=', today)
    .where(open => open.whereNull('evidence.expires_on').orWhere('evidence.expires_on', '>=', today))

/**
 * As SQL: can(who, 'evidence.read', …, null), for the library's own people. Columns are qualified, for joining. What
 * the charity reads through a case is found one at a time, or listed from the submission that shows it.
 */
export const evidenceReadableBy = (db: Db | Tx, actor: Actor): Query =>
  whereReadable(db('evidence') as unknown as Query, actor)

export const whereReadable = (query: Query, actor: Actor): Query =>
  whereTheirs(query.whereNull('evidence.removed_at'), actor)

/** The same of what is gone from the shelf, too: what its history tells stays with whoever could open it. */
export function whereTheirs(query: Query, actor: Actor): Query {
  const inRole = (wanted: string) =>
    actor.memberships.filter(({ role }) => role === wanted).map(({ organisationId }) => organisationId)
  return query.where(readable =>
    readable
      .whereIn('evidence.organisation_id', inRole('lead'))
      .orWhere(own =>
        own.whereIn('evidence.organisation_id', inRole('contributor')).where('evidence.owner_id', actor.id),
      )
      .orWhere(member =>
        member
          .whereIn('evidence.organisation_id', [...inRole('contributor'), ...inRole('observer')])
          .where('evidence.sensitivity', 'ordinary'),
      ),
  )
}

/**
 * What a page offered, with what was chosen on it first: new pieces may have pushed that off the page meanwhile, and it
 * counts all the same.
 * @param ids as they were sent; only those that belong to the library and that somebody may read are among the lines
 */
export async function withChosen(
  db: Db,
  actor: Actor,
  organisation: { id: string },
  offered: readonly EvidenceLine[],
  ids: readonly string[],
  today: Day,
): Promise<EvidenceLine[]> {
  return [
    ...(await usableAmong(
      db,
      actor,
      organisation,
      ids.filter(id => !offered.some(line => line.id === id)),
      today,
    )),
    ...offered,
  ]
}

/** Those of these, as they were sent, that are the library's, that somebody may read, and that can be used today. */
export async function usableAmong(
  db: Db,
  actor: Actor,
  organisation: { id: string },
  ids: readonly string[],
  today: Day,
): Promise<EvidenceLine[]> {
  const sent = ids.filter(looksLikeId).slice(0, 100)
  if (sent.length === 0) return []
  return linesOf(
    db,
    whereUsable(evidenceReadableBy(db, actor).where('evidence.organisation_id', organisation.id), today).whereIn(
      'evidence.id',
      sent,
    ),
  )
}

/** What of these this person may open, newest first. */
export const linesAmong = (
  db: Db,
  actor: Actor,
  ids: Knex.QueryBuilder | readonly string[],
  limit: number,
): Lookup<EvidenceLine[]> => newestFirst(db, evidenceReadableBy(db, actor).whereIn('evidence.id', ids as never), limit)

export const newestFirst = (db: Db, query: Query, limit: number): Lookup<EvidenceLine[]> =>
  linesIn(
    db,
    query
      .orderBy([
        { column: 'evidence.received_at', order: 'desc' },
        { column: 'evidence.id', order: 'desc' },
      ])
      .limit(limit),
  )

/**
 * Cards for pieces that the page around them was let into, in the order of their ids given; what is removed is left
 * out. One query.
 */
export async function evidenceCardsOf(db: Db | Tx, ids: readonly string[]): Promise<EvidenceLine[]> {
  if (ids.length === 0) return []
  const lines = await linesOf(
    db,
    (db('evidence') as unknown as Query).whereIn('evidence.id', [...ids]).whereNull('evidence.removed_at'),
  )
  return lines.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
}

/** Lines for pieces of a list that the person was let into, as they stand there. */
export const evidenceLinesOf = async (db: Db, actor: Actor, ids: readonly string[]): Promise<EvidenceLine[]> =>
  ids.length === 0
    ? []
    : (await linesOf(db, evidenceReadableBy(db, actor).whereIn('evidence.id', [...ids]))).toSorted(
        (a, b) => ids.indexOf(a.id) - ids.indexOf(b.id),
      )

/** Cards for all that one answer uses, in no order and whoever may open them: whoever asks looks at rights. */
export const cardsUsedFor = (db: Db | Tx, applicationId: string, itemId: string): Lookup<EvidenceLine[]> =>
  linesIn(
    db,
    (db('evidence') as unknown as Query)
      .whereIn(
        'evidence.id',
        db('answer_evidence')
          .join('answers', 'answers.id', 'answer_evidence.answer_id')
          .where('answers.application_id', applicationId)
          .where('answers.item_id', itemId)
          .select('answer_evidence.evidence_id'),
      )
      .whereNull('evidence.removed_at'),
  )

type LineRow = Omit<EvidenceLine, 'branches' | 'items' | 'toComplete' | 'picture'> & {
  toComplete: number
  pictures: NonNullable<EvidenceLine['picture']>[]
  branches: { name: string }[]
  items: { id: string }[]
}
const lineFields = [
  'id',
  'title',
  'kind',
  'sensitivity',
  'periodFrom',
  'periodTo',
  'receivedAt',
  'coveredUntil',
  'branches',
  'items',
  'files',
  'links',
  'notes',
  'pictures',
  'toComplete',
  'owner',
  'expiresOn',
] as const

/**
 * What is in a redacted version's place stays closed where that one is gone, too: it is never fallen back on, and
 * neither is a version after it.
 */
const firstDrawn = `from (select id, alternative from evidence_files where evidence.distressing = 0
  and evidence_id = evidence.id and state = 'ready' and removed_at is null and replaced_at is null and drawn > 0
  and not exists (select 1 from evidence_files as twins where twins.redacts_file_id = evidence_files.id)
  and (replaces_id is null or not exists (select 1 from evidence_files as twins
  where twins.evidence_id = evidence_files.evidence_id and twins.redacts_file_id is not null))
  order by uploaded_at, id limit 1) as first_drawn`

function linesIn(db: Db | Tx, query: Query): Lookup<EvidenceLine[]> {
  const held = (
    table: 'evidence_files' | 'evidence_links' | 'evidence_notes',
    as: 'files' | 'links' | 'notes',
    only: '' | ' and removed_at is null and replaced_at is null' = '',
  ) => db.raw(`(select count(*) from ${table} where evidence_id = evidence.id${only}) as ${as}`)
  const selected = query.select(
    'evidence.id',
    'evidence.title',
    'evidence.kind',
    'evidence.sensitivity',
    'evidence.period_from as periodFrom',
    'evidence.period_to as periodTo',
    'evidence.received_at as receivedAt',
    'evidence.to_complete as toComplete',
    'evidence.expires_on as expiresOn',
    db.raw('(select name from people where people.id = evidence.owner_id) as owner'),
    'evidence.panel_until as coveredUntil',
    jsonList(
      db,
      { name: 'branches.name' },
      'from evidence_branches join branches on branches.id = branch_id where evidence_id = evidence.id',
      'branches',
    ),
    jsonList(db, { id: 'item_id' }, 'from evidence_items where evidence_id = evidence.id', 'items'),
    jsonList(db, { file: 'id', alternative: 'alternative' }, firstDrawn, 'pictures'),
    held('evidence_files', 'files', ' and removed_at is null and replaced_at is null'),
    held('evidence_links', 'links'),
    held('evidence_notes', 'notes'),
  )
  return lookup<LineRow, EvidenceLine[]>(
    selected,
    lineFields,
    rows =>
      rows.map(({ pictures, ...row }) => ({
        ...row,
        picture: pictures[0] ?? null,
        branches: row.branches.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b)),
        items: row.items.map(({ id }) => id),
        toComplete: row.toComplete === 1,
      })),
    ['branches', 'items', 'pictures'],
  )
}

const linesOf = (db: Db | Tx, query: Query): Promise<EvidenceLine[]> => lookUp(db, linesIn(db, query))

export interface EvidenceView {
  at: Instant
  what: 'file' | 'evidence' | 'ledger' | 'export'
  name: string
  as: 'team' | 'panel' | 'charity'
}
export interface EvidenceViews {
  count: number
  latest: EvidenceView[]
}

const viewed = ['file', 'evidence', 'ledger', 'export']

/**
 * Who looked at it, its files and its ledger, or took it out, newest first. As what they looked tells the page whose
 * name may be shown.
 */
export async function viewsOf(
  db: Db,
  evidence: { id: string; organisationId: string },
  limit = 20,
): Promise<EvidenceViews> {
  const [total] = await db('access_log')
    .where({ evidence_id: evidence.id })
    .whereIn('what', viewed)
    .count<{ count: number | string }[]>('sequence as count')
  const rows = await db('access_log')
    .join('people', 'people.id', 'access_log.person_id')
    .where('access_log.evidence_id', evidence.id)
    .whereIn('access_log.what', viewed)
    .orderBy('access_log.sequence', 'desc')
    .limit(limit)
    .select<{ at: Instant; what: EvidenceView['what']; name: string; lookedAs: EvidenceView['as'] }[]>(
      'access_log.at',
      'access_log.what',
      'people.name',
      db.raw(
        `case
      when exists (select 1 from memberships where memberships.person_id = people.id
        and memberships.organisation_id = ?) then 'team'
      when exists (select 1 from seats where seats.person_id = people.id
        and seats.application_id = access_log.application_id) then 'panel'
      else 'charity' end as ??`,
        [evidence.organisationId, 'lookedAs'],
      ),
    )
  return { count: Number(total?.count ?? 0), latest: rows.map(({ lookedAs, ...look }) => ({ ...look, as: lookedAs })) }
}
