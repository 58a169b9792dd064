import type { Db, Tx } from '../../../db/connection.ts'
import type { Row } from '../../../db/tables.ts'
import type { Application } from '../../../domain/application.ts'
import type { Outcome, RecommendationKind } from '../../../domain/judgements.ts'
import { Stale } from '../../../domain/refusals.ts'
import { belongsTo } from '../../applications/applications.public.ts'
import type { Day } from '../../../domain/time.ts'

export type ProposalStatus = 'being written' | 'with a trustee' | 'sent back' | 'decided'

/** The panel's proposal to a trustee. */
export interface Proposal {
  id: string
  applicationId: string
  status: ProposalStatus
  outcome: Outcome | null
  /** why the outcome differs from the one expected from the agreed findings; empty when it does not */
  outcomeReason: string
  decisionLetter: string
  sentBackReason: string | null
  version: number
}

export interface Recommendation {
  id: string
  kind: RecommendationKind
  body: string
  owner: string
  dueOn: Day | null
  itemId: string | null
  status: 'proposed' | 'open' | 'answered' | 'closed'
}

/** @returns the latest proposal in any state; null before the first */
export async function proposalFor(db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<Proposal | null> {
  const row = await db('proposals')
    .where({ application_id: id })
    .orderBy([
      { column: 'started_at', order: 'desc' },
      { column: 'version', order: 'desc' },
    ])
    .first()
  return row ? toProposal(row) : null
}

export async function recommendationsOf(db: Db | Tx, { id }: Pick<Proposal, 'id'>): Promise<Recommendation[]> {
  const rows = await db('recommendations').where({ proposal_id: id }).orderBy(['made_at', 'id'])
  return rows.map(toRecommendation)
}

/**
 * @returns the recommendations of a decision: its proposal's or, for a light renewal, those made with the decision
 * itself
 */
export async function recommendationsDecided(
  db: Db | Tx,
  decision: { id: string; applicationId: string; proposalId: string | null },
): Promise<Recommendation[]> {
  const rows = await db('recommendations').where(belongsTo(decision)).orderBy(['made_at', 'id'])
  return rows.map(toRecommendation)
}

/** Inserts a proposal with the version that `versionToStart` gives it. */
export async function insertProposal(
  trx: Tx,
  row: Pick<
    Row<'proposals'>,
    'id' | 'application_id' | 'outcome' | 'outcome_reason' | 'decision_letter' | 'started_at' | 'version'
  >,
): Promise<void> {
  await trx('proposals').insert({
    ...row,
    status: 'being written',
    made_by: null,
    made_at: null,
    sent_back_by: null,
    sent_back_at: null,
    sent_back_reason: null,
  })
}

/**
 * The version of a proposal that is not in the database yet. It continues the versions of the application's last
 * proposal, so that a page about an earlier proposal never has the version of a later one.
 */
export const versionToStart = (last: Pick<Proposal, 'version'> | null): number => (last ? last.version + 1 : 0)

/**
 * @param readAt the version that was read
 * @throws Stale when the proposal has changed since
 */
export async function updateProposal(
  trx: Tx,
  { id }: Pick<Proposal, 'id'>,
  readAt: number,
  changes: Partial<Row<'proposals'>>,
): Promise<void> {
  const changed = await trx('proposals')
    .where({ id, version: readAt })
    .update({ ...changes, version: readAt + 1 })
  if (changed === 0) throw new Stale()
}

const toProposal = (row: Row<'proposals'>): Proposal => ({
  id: row.id,
  applicationId: row.application_id,
  status: row.status as ProposalStatus,
  outcome: row.outcome as Outcome | null,
  outcomeReason: row.outcome_reason,
  decisionLetter: row.decision_letter,
  sentBackReason: row.sent_back_reason,
  version: row.version,
})

const toRecommendation = (row: Row<'recommendations'>): Recommendation => ({
  id: row.id,
  kind: row.kind as RecommendationKind,
  body: row.body,
  owner: row.owner,
  dueOn: row.due_on,
  itemId: row.item_id,
  status: row.status as Recommendation['status'],
})
