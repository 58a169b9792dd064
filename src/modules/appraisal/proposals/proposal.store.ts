import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
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
  /**
   * why the outcome differs from the one expected from the agreed findings; can be empty until the proposal is sent,
   * and when the outcome does not differ
   */
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
export const proposalFor = (db: Db | Tx, application: Pick<Application, 'id'>): Promise<Proposal | null> =>
  runLookup(db, latestProposal(db, application.id))

/** The lookup that `proposalFor` runs, for use with others. */
export const latestProposal = withKeptSql((db: Db | Tx, applicationId: string): Lookup<Proposal | null> =>
  lookup<Proposal, Proposal | null>(
    () =>
      latest(db, applicationId).select(
        'id',
        'application_id as applicationId',
        'status',
        'outcome',
        'outcome_reason as outcomeReason',
        'decision_letter as decisionLetter',
        'sent_back_reason as sentBackReason',
        'version',
      ),
    ['id', 'applicationId', 'status', 'outcome', 'outcomeReason', 'decisionLetter', 'sentBackReason', 'version'],
    ([row]) => row ?? null,
  ),
)

/**
 * The trustee's reason for sending back the last proposal that the panel sent; null when that proposal was not sent
 * back.
 */
export const sentBackReason = withKeptSql((db: Db | Tx, applicationId: string): Lookup<string | null> =>
  lookup<Pick<Proposal, 'status' | 'sentBackReason'>, string | null>(
    () =>
      latest(db, applicationId)
        .whereNot('status', 'being written')
        .select('status', 'sent_back_reason as sentBackReason'),
    ['status', 'sentBackReason'],
    ([row]) => (row?.status === 'sent back' ? row.sentBackReason : null),
  ),
)

const latest = (db: Db | Tx, applicationId: string) =>
  db('proposals')
    .where({ application_id: applicationId })
    .orderBy([
      { column: 'started_at', order: 'desc' },
      { column: 'version', order: 'desc' },
    ])
    .limit(1)

export const recommendationsOf = (db: Db | Tx, { id }: Pick<Proposal, 'id'>): Promise<Recommendation[]> =>
  runLookup(db, recommendationsIn(db, id))

const recommendationsIn = withKeptSql((db: Db | Tx, proposalId: string): Lookup<Recommendation[]> =>
  recommendationsWhere(db, query => void query.where({ proposal_id: proposalId })),
)

/** The recommendations of the latest proposal; none before the first. */
export const recommendationsProposed = withKeptSql((db: Db | Tx, applicationId: string): Lookup<Recommendation[]> =>
  recommendationsWhere(db, query => void query.where('proposal_id', latest(db, applicationId).select('id'))),
)

interface Decided {
  id: string
  applicationId: string
  proposalId: string | null
}

/** The recommendations of a decision: its proposal's or, for a light renewal, those made with the decision itself. */
export const recommendationsDecidedLookup = (
  db: Db | Tx,
  { id, applicationId, proposalId }: Decided,
): Lookup<Recommendation[]> => recommendationsDecided(db, { id, applicationId, proposalId })

const recommendationsDecided = withKeptSql((db: Db | Tx, decision: Decided): Lookup<Recommendation[]> =>
  recommendationsWhere(db, belongsTo(decision)),
)

/** The open and answered recommendations that other applications made about an award, as a lookup. */
export const earlierOpenLookup = withKeptSql(
  (db: Db | Tx, awardId: string, applicationId: string): Lookup<Recommendation[]> =>
    recommendationsWhere(
      db,
      query =>
        void query
          .where({ award_id: awardId })
          .whereIn('status', ['open', 'answered'])
          .whereNot({ application_id: applicationId }),
    ),
)

const recommendationsWhere = (db: Db | Tx, which: (query: Knex.QueryBuilder) => void): Lookup<Recommendation[]> =>
  lookup<Recommendation, Recommendation[]>(
    () =>
      db('recommendations')
        .where(which)
        .orderBy(['made_at', 'id'])
        .select('id', 'kind', 'body', 'owner', 'due_on as dueOn', 'item_id as itemId', 'status'),
    ['id', 'kind', 'body', 'owner', 'dueOn', 'itemId', 'status'],
    rows => rows,
  )

/** Inserts a proposal, whose version must be the one from `versionToStart`. */
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
 * The version of a proposal that is not in the database yet. It is one higher than the last proposal's, so that a form
 * about an earlier proposal can never match a later one.
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
