import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { addMonths, type Day } from '../../../domain/time.ts'
import { whereUsable } from '../../evidence/evidence.public.ts'
import { frameworkVersion, latestVersionIds } from '../../frameworks/frameworks.public.ts'

/** A stream, and its criteria that need recent evidence. */
export interface StreamCriteria {
  streamId: string
  itemIds: readonly string[]
}

/**
 * The streams whose newest version has criteria that need recent evidence. Makes one query, because published versions
 * are kept in memory.
 */
export async function criteriaByStream(db: Db | Tx): Promise<StreamCriteria[]> {
  const found: StreamCriteria[] = []
  for (const [streamId, versionId] of await latestVersionIds(db)) {
    const { criteria } = await frameworkVersion(db, versionId)
    const itemIds = criteria.filter(({ freshMonths }) => freshMonths !== null).map(({ id }) => id)
    if (itemIds.length > 0) found.push({ streamId, itemIds })
  }
  return found
}

/**
 * An SQL expression for a query over `awards`: the number of criteria without evidence from the 12 months up to today.
 * Expired evidence, and evidence without valid consent, does not count.
 */
export const criteriaWithoutEvidence = (db: Db | Tx, criteria: readonly StreamCriteria[], today: Day): Knex.Raw =>
  criteria.reduce(
    (others, { streamId, itemIds }) =>
      db.raw('case when awards.stream_id = ? then ? - ? else ? end', [
        streamId,
        itemIds.length,
        db.from(itemsFound(db, itemIds, today).as('found')).count() as Knex.QueryBuilder,
        others,
      ]),
    db.raw('0'),
  )

/**
 * The items in `itemIds` that have recent evidence. The limit ends the search once evidence for each of them is found.
 */
const itemsFound = (db: Db | Tx, itemIds: readonly string[], today: Day): Knex.QueryBuilder =>
  db
    .from(itemsWithEvidence(db, today).as('recent'))
    // an expression, because SQLite would otherwise look up each criterion for each item of evidence
    .whereIn(db.raw("coalesce(recent.item_id, '')") as unknown as string, [...itemIds])
    .distinct('recent.item_id')
    .limit(itemIds.length)

/**
 * The ids of the items that recent evidence is tagged with, or whose answers use it. Repeats an id for each item of
 * evidence.
 */
function itemsWithEvidence(db: Db | Tx, today: Day): Knex.QueryBuilder {
  const recent = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
    whereUsable(query, today)
      // The index `evidence_by_day` has this expression. Evidence without a period counts from its arrival.
      .whereRaw('coalesce(evidence.period_to, substr(evidence.received_at, 1, 10)) >= ?', [addMonths(today, -12)])
      .whereNull('evidence.removed_at')
  const tagged = recent(db('evidence').join('evidence_items', 'evidence_items.evidence_id', 'evidence.id'))
    .whereRaw('evidence.organisation_id = awards.organisation_id')
    .select('evidence_items.item_id')
  // starts from the organisation's few applications, because answers use only its own evidence
  const used = recent(
    db('applications')
      .join('answers', 'answers.application_id', 'applications.id')
      .join('answer_evidence', 'answer_evidence.answer_id', 'answers.id')
      .join('evidence', 'evidence.id', 'answer_evidence.evidence_id'),
  )
    .whereRaw('applications.organisation_id = awards.organisation_id')
    // `|| ''` keeps SQLite from starting from all applications of the stream
    .whereRaw("applications.stream_id || '' = awards.stream_id")
    .select('answers.item_id')
  return tagged.unionAll(used) as Knex.QueryBuilder
}
