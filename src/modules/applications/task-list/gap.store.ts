import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { AttachedEvidence } from '../../../domain/answer-gaps.ts'
import type { Day } from '../../../domain/time.ts'
import { isOpenOn } from '../../organisations/organisations.public.ts'

type Line = Omit<AttachedEvidence, 'branchesLeft' | 'firstBranch' | 'lastBranch'>

/**
 * Facts about the evidence attached to each answer, such as the number of items and the dates. Answers without evidence
 * have no row.
 */
export const attachedIn = withKeptSql((db: Db, id: string, today: Day): Lookup<Line[]> =>
  lookup<Line, Line[]>(
    () =>
      db('answers')
        .join('answer_evidence', 'answer_evidence.answer_id', 'answers.id')
        .join('evidence', 'evidence.id', 'answer_evidence.evidence_id')
        .where('answers.application_id', id)
        .whereNull('evidence.removed_at')
        .groupBy('answers.item_id')
        .select(
          'answers.item_id as itemId',
          db.raw('count(*) as "evidenceItems"'),
          db.raw(`sum(case when ${coveredTo} is null then 1 else 0 end) as undated`),
          db.raw(`max(${coveredTo}) as "coveredTo"`),
          db.raw(
            `sum(case when evidence.expires_on < ? or exists (select 1 from evidence_branches
          where evidence_branches.evidence_id = evidence.id) then 0 else 1 end) as "ofService"`,
            [today],
          ),
          db.raw('sum(case when evidence.expires_on < ? then 1 else 0 end) as expired', [today]),
          db.raw(`sum(case when coalesce(evidence.panel_until, '') < ? then 1 else 0 end) as "withoutConsent"`, [
            today,
          ]),
          db.raw(`min(case when evidence.panel_until >= ? then evidence.panel_until end) as "consentEndsOn"`, [today]),
        ),
    ['itemId', 'evidenceItems', 'undated', 'coveredTo', 'ofService', 'expired', 'withoutConsent', 'consentEndsOn'],
    rows => rows,
  ),
)

const coveredTo = 'coalesce(evidence.period_to, evidence.period_from)'

export interface BranchesLeft {
  itemId: string
  branchesLeft: number
  firstBranch: string
  lastBranch: string
}

/**
 * One row for each answer whose evidence does not cover every open branch in scope. It has the number of missing
 * branches, and the alphabetically first and last of their names.
 */
export const branchesLeftIn = withKeptSql(
  (db: Db, id: string, { items, today }: { items: readonly string[]; today: Day }): Lookup<BranchesLeft[]> => {
    const left = () =>
      db('answers')
        .join('application_branches', 'application_branches.application_id', 'answers.application_id')
        .join('branches', 'branches.id', 'application_branches.branch_id')
        .where('answers.application_id', id)
        .whereIn('answers.item_id', [...items])
        .modify(isOpenOn(today))
        .whereRaw(
          `not exists (select 1 from answer_evidence
        join evidence on evidence.id = answer_evidence.evidence_id
        join evidence_branches on evidence_branches.evidence_id = evidence.id
        where answer_evidence.answer_id = answers.id and evidence.removed_at is null
        and (evidence.expires_on is null or evidence.expires_on >= ?)
        and evidence_branches.branch_id = branches.id)`,
          [today],
        )
        .groupBy('answers.item_id')
        .select(
          'answers.item_id as itemId',
          db.raw('count(*) as "branchesLeft"'),
          db.raw('min(branches.name) as "firstBranch"'),
          db.raw('max(branches.name) as "lastBranch"'),
        ) as Knex.QueryBuilder
    return lookup<BranchesLeft, BranchesLeft[]>(
      left,
      ['itemId', 'branchesLeft', 'firstBranch', 'lastBranch'],
      rows => rows,
    )
  },
)

/** Combines the results of `attachedIn` and `branchesLeftIn`, by item. */
export function attachedByItem(
  attached: readonly Line[],
  left: readonly BranchesLeft[],
): Map<string, AttachedEvidence> {
  const byItem = new Map(left.map(row => [row.itemId, row]))
  return new Map(
    attached.map(line => {
      const { branchesLeft = 0, firstBranch = null, lastBranch = null } = byItem.get(line.itemId) ?? {}
      return [line.itemId, { ...line, branchesLeft, firstBranch, lastBranch }]
    }),
  )
}
