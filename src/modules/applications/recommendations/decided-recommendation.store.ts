import type { Knex } from 'knex'
import type { Tx } from '../../../db/connection.ts'
import type { Instant } from '../../../domain/time.ts'

/**
 * A decision that can have recommendations. `proposalId` is null for a light renewal that a trustee confirmed alone.
 */
interface Deciding {
  id: string
  applicationId: string
  proposalId: string | null
}

/**
 * Opens the recommendations of a decision when its decision letter is released. Closes the recommendations of the
 * earlier decision, if this decision replaces one.
 */
export async function beginRecommendations(
  trx: Tx,
  decision: Deciding,
  awardId: string | null,
  at: Instant,
): Promise<void> {
  const own = trx('recommendations').where(belongsTo(decision)).select('id')
  await trx('recommendations')
    .where({ application_id: decision.applicationId })
    .whereIn('status', ['open', 'answered'])
    .whereNotIn('id', own.clone())
    .update({ status: 'closed', status_since: at })
  await trx('recommendations')
    .where({ status: 'proposed' })
    .whereIn('id', own.clone())
    .update({ status: 'open', award_id: awardId })
}

/**
 * When a decision is reversed, deletes its recommendations. Keeps those of a proposal, because the proposal goes back
 * to a trustee.
 */
export async function deleteRecommendationsOf(trx: Tx, { id, proposalId }: Deciding): Promise<void> {
  if (proposalId === null) await trx('recommendations').where({ decision_id: id, status: 'proposed' }).delete()
}

/** An SQL condition that selects the recommendations of a decision. */
export const belongsTo =
  ({ id, applicationId, proposalId }: Deciding) =>
  (query: Knex.QueryBuilder): void => {
    void query.where({ application_id: applicationId, proposal_id: proposalId })
    if (proposalId === null) void query.where(mine => void mine.where({ decision_id: id }).orWhereNull('decision_id'))
  }

/** The SQL of the condition `belongsTo`, for a query that reads both `recommendations` and `decisions`. */
export const belongsToDecision = `recommendations.application_id = decisions.application_id
  and (recommendations.proposal_id = decisions.proposal_id or (recommendations.proposal_id is null
  and decisions.proposal_id is null and (recommendations.decision_id = decisions.id
  or recommendations.decision_id is null)))`
