import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { BranchTally } from '../../../domain/coverage.ts'
import { libraryStream } from '../../../domain/framework.ts'
import type { Day } from '../../../domain/time.ts'
import { evidenceReadableBy } from '../list/list.store.ts'

/**
 * Counts the evidence for each criterion and branch. The database counts, so that few rows are read. Leaves out
 * evidence that has expired, or whose consent is missing or has ended.
 */
export const coverageTallies = withKeptSql(
  (db: Db, actor: Actor, { organisationId, today }: { organisationId: string; today: Day }): Lookup<BranchTally[]> =>
    lookup<BranchTally, BranchTally[]>(
      () =>
        db
          .from(evidenceByItem(db, actor, organisationId))
          .leftJoin('evidence_branches', 'evidence_branches.evidence_id', 'by_item.id')
          .where('by_item.panelUntil', '>=', today)
          .where(unexpiredOn(today))
          .groupBy('by_item.itemId', 'evidence_branches.branch_id')
          .select('by_item.itemId', 'evidence_branches.branch_id as branchId', ...tallyColumns(db)),
      ['itemId', 'branchId', 'evidenceItems', 'undated', 'coveredTo'],
      rows => rows,
    ),
)

/** A condition on `evidenceByItem`: the evidence has not expired by this day. */
export const unexpiredOn = (day: Day | Knex.Raw) => (query: Knex.QueryBuilder) =>
  void query.whereNull('by_item.expiresOn').orWhere('by_item.expiresOn', '>=', day)

/** The columns of a `Tally` for a query that groups `evidenceByItem`. */
export const tallyColumns = (db: Db): Knex.Raw[] => [
  db.raw('count(*) as "evidenceItems"'),
  db.raw('sum(case when ?? is null then 1 else 0 end) as undated', ['coveredTo']),
  db.raw('max(??) as ??', ['coveredTo', 'coveredTo']),
]

/**
 * The subselect `by_item`. It has one row for each pair of readable evidence and a framework item that the evidence is
 * tagged with or used for.
 */
export function evidenceByItem(db: Db, actor: Actor, organisationId: string): Knex.QueryBuilder {
  const readable = () =>
    evidenceReadableBy(db, actor).where('evidence.organisation_id', organisationId) as Knex.QueryBuilder
  const columns = (itemId: string) => [
    'evidence.id',
    `${itemId} as itemId`,
    'evidence.panel_until as panelUntil',
    'evidence.expires_on as expiresOn',
    db.raw('coalesce(evidence.period_to, evidence.period_from) as ??', ['coveredTo']),
  ]
  const tagged = readable()
    .join('evidence_items', 'evidence_items.evidence_id', 'evidence.id')
    .select(columns('evidence_items.item_id'))
  const used = readable()
    .join('answer_evidence', 'answer_evidence.evidence_id', 'evidence.id')
    .join('answers', 'answers.id', 'answer_evidence.answer_id')
    .join('applications', 'applications.id', 'answers.application_id')
    // items of other streams can have the same ids
    .where('applications.stream_id', libraryStream)
    .select(columns('answers.item_id'))
  return tagged.union([used]).as('by_item')
}
