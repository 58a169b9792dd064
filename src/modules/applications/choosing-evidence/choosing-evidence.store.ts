import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { evidenceMatchingAll, searchText } from '../../../db/full-text.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { mostRelevant, type Candidate } from '../../../domain/evidence-suggestions.ts'
import type { Item } from '../../../domain/framework.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import {
  type EvidenceLine,
  evidenceLinesOf,
  noFacets,
  searchTermsIn,
  whereReadable,
} from '../../evidence/evidence.public.ts'

interface Asking {
  id: string
  organisationId: string
}
type Query = Knex.QueryBuilder
type Row = Omit<Candidate, 'isTagged' | 'isElsewhere'> & { named: number; elsewhere: number }
const fields = [
  'id',
  'receivedAt',
  'periodFrom',
  'periodTo',
  'consentUntil',
  'expiresOn',
  'named',
  'elsewhere',
  'usedAt',
] as const

/**
 * The maximum number of items of evidence to consider from each source: evidence tagged with the criterion, used for
 * the criterion before, or added most recently.
 */
const considered = { named: 60, used: 60, newest: 20 }

/** The answer to suggest evidence for, and the person to suggest it to. */
interface Suggesting {
  actor: Actor
  application: Asking
  item: Pick<Item, 'id'>
  today: Day
  /** whether to include evidence that the answer already uses */
  withAttached?: boolean
}

/**
 * The evidence that could be suggested for an item. Each source of candidates reads a few rows through an index, so the
 * query stays fast however much evidence there is.
 */
export function candidatesLookup(
  db: Db,
  { actor, application, item, today, withAttached = false }: Suggesting,
): Lookup<Candidate[]> {
  const { id: applicationId, organisationId } = application
  const facets = { ...noFacets, itemId: item.id }
  const tagged = searchTermsIn(actor, { id: organisationId }, { search: '', facets, today })!
  return candidatesFor(db, actor, {
    applicationId,
    organisationId,
    itemId: item.id,
    tagged: searchText(db, tagged),
    withAttached,
  })
}

interface AnswerToSuggestFor {
  applicationId: string
  organisationId: string
  itemId: string
}
interface Sources extends AnswerToSuggestFor {
  /** the text of the search for evidence tagged with the item */
  tagged: string
  withAttached: boolean
}

const candidatesFor = withKeptSql((db: Db, actor: Actor, sources: Sources): Lookup<Candidate[]> =>
  lookup<Row, Candidate[]>(
    () => candidatesQuery(db, actor, sources),
    fields,
    rows =>
      once(
        rows.map(({ named, elsewhere, ...row }) => ({ ...row, isTagged: named === 1, isElsewhere: elsewhere === 1 })),
      ),
  ),
)

function candidatesQuery(db: Db, actor: Actor, sources: Sources): Query {
  const { applicationId, organisationId, itemId } = sources
  const tied = sourcesOf(db, actor, sources).map((query, place) =>
    (db.from(query.as(`source_${place}`)) as Query).select('id', 'at'),
  )
  // SQLite runs cross joins in the order of the query. The few candidates come first, so it does not scan all evidence.
  const query = (db.from((db as Knex).unionAll(tied).as('tied')) as Query)
    .joinRaw('cross join evidence')
    .whereRaw('evidence.id = tied.id and evidence.organisation_id = ?', [organisationId])
  return query.select(
    'evidence.id',
    'evidence.received_at as receivedAt',
    'evidence.period_from as periodFrom',
    'evidence.period_to as periodTo',
    'evidence.panel_until as consentUntil',
    'evidence.expires_on as expiresOn',
    'tied.at as usedAt',
    db.raw(
      `case when exists (select 1 from evidence_items where evidence_id = evidence.id and item_id = ?) then 1
        else 0 end as named`,
      [itemId],
    ),
    db.raw(
      `case when exists (select 1 from evidence_branches where evidence_id = evidence.id) and not exists (
      select 1 from evidence_branches
      join application_branches on application_branches.branch_id = evidence_branches.branch_id
      where evidence_id = evidence.id and application_id = ?) then 1 else 0 end as elsewhere`,
      [applicationId],
    ),
  ) as Query
}

/**
 * The sources of candidates: evidence tagged with the item, used for it before, and added most recently. Each source
 * filters out evidence that the actor cannot read before its limit applies.
 */
function sourcesOf(db: Db, actor: Actor, { tagged, withAttached, ...answer }: Sources): Query[] {
  const narrow = (query: Query): Query => {
    const readable = whereReadable(query as Parameters<typeof whereReadable>[0], actor) as unknown as Query
    return withAttached
      ? readable
      : readable.whereRaw(
          `not exists (select 1 from answer_evidence as attached join answers on answers.id = attached.answer_id
    where answers.application_id = ? and answers.item_id = ? and attached.evidence_id = evidence.id)`,
          [answer.applicationId, answer.itemId],
        )
  }
  const named = evidenceMatchingAll(db, tagged, {
    narrow: query => narrow(query.select('evidence.id', db.raw('null as at'))),
    direction: 'desc',
    beyond: null,
    limit: considered.named,
    hasOnlyIds: true,
  })
  const used = narrow(usedBefore(db, answer).join('evidence', 'evidence.id', 'answer_evidence.evidence_id')).limit(
    considered.used,
  )
  const newest = (db('evidence') as Query)
    .where('evidence.organisation_id', answer.organisationId)
    .orderBy([
      { column: 'evidence.received_at', order: 'desc' },
      { column: 'evidence.id', order: 'desc' },
    ])
    .limit(considered.newest)
    .select('evidence.id', db.raw('null as at'))
  return [named, used, narrow(newest)]
}

/** Removes duplicate candidates, keeping the latest time that each was used. */
function once(found: readonly Candidate[]): Candidate[] {
  const last = new Map<string, Candidate>()
  for (const each of found) if ((each.usedAt ?? '') >= (last.get(each.id)?.usedAt ?? '')) last.set(each.id, each)
  return [...last.values()]
}

/**
 * Evidence used for the item in other submitted applications of the library in this stream. Latest submission first.
 */
const usedBefore = (db: Db, { applicationId, organisationId, itemId }: AnswerToSuggestFor): Query =>
  (db('applications') as Query)
    .join('answers', 'answers.application_id', 'applications.id')
    .join('answer_evidence', 'answer_evidence.answer_id', 'answers.id')
    .where('applications.organisation_id', organisationId)
    .whereNot('applications.id', applicationId)
    .whereRaw('applications.stream_id = (select own.stream_id from applications as own where own.id = ?)', [
      applicationId,
    ])
    .whereNotNull('applications.submitted_at')
    .where('answers.item_id', itemId)
    .orderBy([{ column: 'applications.submitted_at', order: 'desc' }, { column: 'answer_evidence.evidence_id' }])
    .select('answer_evidence.evidence_id as id', 'applications.submitted_at as at')

/** An item of evidence that could suit an answer, with the time when it was last used for the same item. */
export interface SuggestedEvidence {
  line: EvidenceLine
  usedAt: Instant | null
}

interface Choosing {
  actor: Actor
  item: Item
  today: Day
  most: number
  /** whether to choose only evidence that is tagged with the item or was used for it before */
  onlyTaggedOrUsed?: boolean
}

/**
 * The evidence that suits an item best.
 * @param found the result of `candidatesLookup`
 */
export async function mostRelevantAmong(
  db: Db,
  { actor, ...choosing }: Choosing,
  found: readonly Candidate[],
): Promise<SuggestedEvidence[]> {
  const chosen = chosenAmong(found, choosing)
  const lines = await evidenceLinesOf(
    db,
    actor,
    chosen.map(({ id }) => id),
  )
  return suggestedIn(lines, chosen)
}

/** The candidates that suit an item best, most relevant first. */
export const chosenAmong = (
  found: readonly Candidate[],
  { item, today, most, onlyTaggedOrUsed = false }: Omit<Choosing, 'actor'>,
): Candidate[] => mostRelevant(found, item, { today, onlyTaggedOrUsed }).slice(0, most)

/** The lines of the chosen evidence, each with the time when it was last used. */
export const suggestedIn = (lines: readonly EvidenceLine[], chosen: readonly Candidate[]): SuggestedEvidence[] =>
  lines.flatMap(line => {
    const candidate = chosen.find(({ id }) => id === line.id)
    return candidate ? [{ line, usedAt: candidate.usedAt }] : []
  })

/**
 * The evidence that earlier applications used for the same item, by id, with the time of the latest submission that
 * used it.
 */
export const usesBeforeLookup = withKeptSql(
  (db: Db, answer: AnswerToSuggestFor, ids: readonly string[]): Lookup<Map<string, Instant>> =>
    lookup<{ id: string; at: Instant }, Map<string, Instant>>(
      () => usedBefore(db, answer).whereIn('answer_evidence.evidence_id', [...ids]),
      ['id', 'at'],
      rows => new Map(rows.toReversed().map(({ id, at }) => [id, at])),
    ),
)
