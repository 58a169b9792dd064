import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { jsonList } from '../../../db/json-list.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { runLookup, lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { EvidenceKind, Sensitivity } from '../../../domain/evidence.ts'
import type { Day, Instant } from '../../../domain/time.ts'

/** An item of evidence, with the details that lists and cards show. */
export interface EvidenceLine {
  id: string
  title: string
  kind: EvidenceKind
  sensitivity: Sensitivity
  periodFrom: Day | null
  periodTo: Day | null
  receivedAt: Instant
  /** the last day on which the panel can see the evidence; null when a consent is missing */
  consentUntil: Day | null
  /** the names of the branches, in alphabetical order */
  branches: string[]
  /** the ids of the framework's items that the evidence is for */
  items: string[]
  files: number
  links: number
  notes: number
  /** the first file that `firstDrawn` finds, and its text alternative; null when there is none */
  picture: { file: string; alternative: string } | null
  /** whether details are missing, because the evidence was added by quick upload or from the inbox */
  toComplete: boolean
  isConsentWithdrawn: boolean
  owner: string
  expiresOn: Day | null
}

type Query = Knex.QueryBuilder

/** Limits a query to evidence that can be used on a day: consents are valid and the evidence has not expired. */
export const whereUsable = (query: Query, today: Day): Query =>
  query
    .where('evidence.panel_until', '>=', today)
    .where(open => open.whereNull('evidence.expires_on').orWhere('evidence.expires_on', '>=', today))

/**
 * A query for the evidence that an actor can read as a member of the library, as `can` decides. Callers join other
 * tables, so every column name must include its table.
 */
export const evidenceReadableBy = (db: Db | Tx, actor: Actor): Query => whereReadable(db('evidence'), actor)

/** Limits a query for evidence to what `evidenceReadableBy` returns. */
export const whereReadable = (query: Query, actor: Actor): Query =>
  whereReadableOrRemoved(query.whereNull('evidence.removed_at'), actor)

/**
 * Like `whereReadable`, but includes removed evidence, because the history still shows it to people who could read it.
 */
export function whereReadableOrRemoved(query: Query, actor: Actor): Query {
  const inRole = (wanted: string) =>
    actor.memberships.filter(({ role }) => role === wanted).map(({ organisationId }) => organisationId)
  const contributorsOwn = (own: Query) =>
    own.whereIn('evidence.organisation_id', inRole('contributor')).where('evidence.owner_id', actor.id)
  const ordinary = (member: Query, role: string) =>
    member.whereIn('evidence.organisation_id', inRole(role)).where('evidence.sensitivity', 'ordinary')
  return query.where((readable: Query) =>
    readable
      .whereIn('evidence.organisation_id', inRole('lead'))
      .orWhere(contributorsOwn)
      .orWhere((member: Query) => ordinary(member, 'contributor'))
      .orWhere((member: Query) => ordinary(member, 'observer').where('evidence.consent_withdrawn', 0)),
  )
}

interface Chosen {
  organisationId: string
  /** the chosen ids, as they were sent */
  ids: readonly string[]
  today: Day
}

/** Chosen evidence that is no longer offered but can still be read and used today, then the offered evidence. */
export async function withChosen(
  db: Db,
  actor: Actor,
  offered: readonly EvidenceLine[],
  chosen: Chosen,
): Promise<EvidenceLine[]> {
  const missing = chosen.ids.filter(id => !offered.some(line => line.id === id))
  return [...(await usableAmong(db, actor, { ...chosen, ids: missing })), ...offered]
}

/**
 * The evidence with these ids that belongs to the library, can be read by the actor, and can be used today. Only the
 * first 100 ids are looked up.
 */
export async function usableAmong(
  db: Db,
  actor: Actor,
  { organisationId, ids, today }: Chosen,
): Promise<EvidenceLine[]> {
  const sent = ids.filter(looksLikeId).slice(0, 100)
  return sent.length === 0 ? [] : runLookup(db, usableLines(db, actor, { organisationId, ids: sent, today }))
}

const usableLines = withKeptSql(
  (db: Db, actor: Actor, { organisationId, ids, today }: Chosen): Lookup<EvidenceLine[]> =>
    linesIn(db, () => {
      const own = evidenceReadableBy(db, actor).where('evidence.organisation_id', organisationId)
      return whereUsable(own, today).whereIn('evidence.id', [...ids])
    }),
)

/** The evidence that a query finds, newest first. */
export const newestFirst = (db: Db | Tx, query: () => Query, limit: number): Lookup<EvidenceLine[]> =>
  linesIn(db, () =>
    query()
      .orderBy([
        { column: 'evidence.received_at', order: 'desc' },
        { column: 'evidence.id', order: 'desc' },
      ])
      .limit(limit),
  )

/**
 * Evidence for cards, in the order of the ids. Removed evidence is left out. The caller must check that the actor can
 * see the evidence.
 */
export const evidenceCardsOf = async (db: Db | Tx, ids: readonly string[]): Promise<EvidenceLine[]> =>
  ids.length === 0 ? [] : runLookup(db, cardsWithIds(db, ids))

const cardsWithIds = withKeptSql((db: Db | Tx, ids: readonly string[]): Lookup<EvidenceLine[]> =>
  inOrderOf(
    ids,
    linesIn(db, () => existing(db).whereIn('evidence.id', [...ids])),
  ),
)

/** The evidence with these ids that the actor can read, in the order of the ids. */
export const evidenceLinesOf = async (db: Db | Tx, actor: Actor, ids: readonly string[]): Promise<EvidenceLine[]> =>
  ids.length === 0 ? [] : runLookup(db, evidenceLinesLookup(db, actor, ids))

/** `evidenceLinesOf` as a lookup. */
export const evidenceLinesLookup = withKeptSql(
  (db: Db | Tx, actor: Actor, ids: readonly string[]): Lookup<EvidenceLine[]> =>
    inOrderOf(
      ids,
      linesIn(db, () => evidenceReadableBy(db, actor).whereIn('evidence.id', [...ids])),
    ),
)

const inOrderOf = (ids: readonly string[], lines: Lookup<EvidenceLine[]>): Lookup<EvidenceLine[]> => ({
  ...lines,
  read: rows => inOrder(ids, lines.read(rows)),
})

function inOrder(ids: readonly string[], found: readonly EvidenceLine[]): EvidenceLine[] {
  const lines = new Map(found.map(line => [line.id, line]))
  return ids.flatMap(id => lines.get(id) ?? [])
}

/**
 * All evidence that one answer uses, in no particular order. Removed evidence is left out. The caller must check who
 * can open it.
 */
export const cardsUsedFor = withKeptSql((db: Db | Tx, applicationId: string, itemId: string): Lookup<EvidenceLine[]> =>
  linesIn(db, () =>
    existing(db).whereIn(
      'evidence.id',
      db('answer_evidence')
        .join('answers', 'answers.id', 'answer_evidence.answer_id')
        .where('answers.application_id', applicationId)
        .where('answers.item_id', itemId)
        .select('answer_evidence.evidence_id'),
    ),
  ),
)

const existing = (db: Db | Tx): Query => db('evidence').whereNull('evidence.removed_at')

type LineRow = Omit<EvidenceLine, 'branches' | 'items' | 'toComplete' | 'isConsentWithdrawn' | 'picture'> & {
  toComplete: number
  isConsentWithdrawn: number
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
  'consentUntil',
  'branches',
  'items',
  'files',
  'links',
  'notes',
  'pictures',
  'toComplete',
  'isConsentWithdrawn',
  'owner',
  'expiresOn',
] as const

/**
 * SQL for the first file that has a preview, and neither has nor needs a redacted copy. Finds no file for evidence that
 * the library gave a content warning. If any file of the evidence has a redacted copy, files that replaced another file
 * are left out too.
 */
const firstDrawn = `from (select id, alternative from evidence_files where evidence.distressing = 0
  and evidence_id = evidence.id and state = 'ready' and removed_at is null and replaced_at is null and drawn > 0
  and to_redact_at is null
  and not exists (select 1 from evidence_files as copies where copies.redacts_file_id = evidence_files.id)
  and (replaces_id is null or not exists (select 1 from evidence_files as copies
  where copies.evidence_id = evidence_files.evidence_id and copies.redacts_file_id is not null))
  order by uploaded_at, id limit 1) as first_drawn`

const linesIn = (db: Db | Tx, query: () => Query): Lookup<EvidenceLine[]> => {
  const countOf = (
    table: 'evidence_files' | 'evidence_links' | 'evidence_notes',
    as: 'files' | 'links' | 'notes',
    only: '' | ' and removed_at is null and replaced_at is null and to_redact_at is null' = '',
  ) => db.raw(`(select count(*) from ${table} where evidence_id = evidence.id${only}) as ${as}`)
  const selected = () =>
    query().select(
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
      'evidence.panel_until as consentUntil',
      'evidence.consent_withdrawn as isConsentWithdrawn',
      jsonList(
        db,
        { name: 'branches.name' },
        'from evidence_branches join branches on branches.id = branch_id where evidence_id = evidence.id',
        'branches',
      ),
      jsonList(db, { id: 'item_id' }, 'from evidence_items where evidence_id = evidence.id', 'items'),
      jsonList(db, { file: 'id', alternative: 'alternative' }, firstDrawn, 'pictures'),
      countOf('evidence_files', 'files', ' and removed_at is null and replaced_at is null and to_redact_at is null'),
      countOf('evidence_links', 'links'),
      countOf('evidence_notes', 'notes'),
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
        isConsentWithdrawn: row.isConsentWithdrawn === 1,
      })),
    ['branches', 'items', 'pictures'],
  )
}
