import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { addMonths, type Day } from '../../../domain/time.ts'
import { frameworkVersion, latestVersionIds } from '../../frameworks/frameworks.public.ts'

/** The criteria of a stream whose evidence can become out of date. */
export interface StreamCriteria {
  streamId: string
  itemIds: readonly string[]
}

/** The criteria of the newest version of each stream. Makes one query; published versions are kept in memory. */
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
 * The number of criteria for which the organisation of an award has no evidence from the 12 months up to today, as an
 * expression inside a query over `awards`. Evidence counts by the last day it covers or, without a period, by the day
 * it arrived. Evidence whose consent is missing or has ended does not count. The index `evidence_by_day` keeps older
 * evidence out of the work.
 */
export const criteriaWithoutEvidence = (db: Db | Tx, criteria: readonly StreamCriteria[], today: Day): Knex.Raw =>
  criteria.reduce(
    (others, { streamId, itemIds }) =>
      db.raw('case when awards.stream_id = ? then ? - ? else ? end', [
        streamId,
        itemIds.length,
        db
          .from(itemsWithEvidence(db, today).as('recent'))
          .whereIn('recent.item_id', [...itemIds])
          .countDistinct('recent.item_id') as Knex.QueryBuilder,
        others,
      ]),
    db.raw('0'),
  )

/** The items that evidence was added for or whose answers use it, as often as there is evidence. */
function itemsWithEvidence(db: Db | Tx, today: Day): Knex.QueryBuilder {
  const recent = (): Knex.QueryBuilder =>
    db('evidence')
      .whereRaw('evidence.organisation_id = awards.organisation_id')
      .whereRaw('coalesce(evidence.period_to, substr(evidence.received_at, 1, 10)) >= ?', [addMonths(today, -12)])
      .where('evidence.panel_until', '>=', today)
      .whereNull('evidence.removed_at')
  const tagged = recent().join('evidence_items', 'evidence_items.evidence_id', 'evidence.id')
  const used = recent()
    .join('answer_evidence', 'answer_evidence.evidence_id', 'evidence.id')
    .join('answers', 'answers.id', 'answer_evidence.answer_id')
    .join('applications', 'applications.id', 'answers.application_id')
    .whereRaw('applications.stream_id = awards.stream_id')
  return tagged.select('evidence_items.item_id').unionAll(used.select('answers.item_id')) as Knex.QueryBuilder
}
