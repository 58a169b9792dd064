import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationKind } from '../../../domain/application.ts'
import type { Outcome } from '../../../domain/judgements.ts'
import { instantAt, type Day, type Instant } from '../../../domain/time.ts'
import { applicationsKnownTo, hasNoPart, isHistoryReadableTo } from '../../access/access.public.ts'
import { belongsToDecision } from '../../applications/applications.public.ts'

export interface DecisionLine {
  id: string
  applicationId: string
  organisation: string
  kind: ApplicationKind
  /** false for a light renewal that a trustee confirmed without a panel */
  byPanel: boolean
  outcome: Outcome
  recommendations: number
  decidedAt: Instant
  releasedAt: Instant | null
  /** whether the viewer can read the decision (`isDecisionReadableTo`); if not, the list hides the outcome */
  isReadable: boolean
}
export interface PlaceInTime {
  at: string
  id: string
}

/**
 * Decisions that have not been reversed, on applications that the actor is allowed to know about. Leaves out the
 * actor's own libraries.
 * @param from the first day; null for all days
 */
export const decisionsListedFor = (db: Db, actor: Actor, from: Day | null): Knex.QueryBuilder =>
  (applicationsKnownTo(db, actor) as Knex.QueryBuilder)
    .join('decisions', 'decisions.application_id', 'applications.id')
    .whereNull('decisions.reversed_at')
    .whereNotIn(
      'applications.organisation_id',
      actor.memberships.map(({ organisationId }) => organisationId),
    )
    .modify(query => {
      if (from) void query.where('decisions.decided_at', '>=', instantAt(from, '00:00'))
    })

/**
 * Limits a query of `decisionsListedFor` to the decisions that the person can read. Helpers read none, and the panel
 * only those whose letter was released.
 */
export const isDecisionReadableTo =
  (actor: Actor) =>
  (query: Knex.QueryBuilder): void =>
    void query
      .where(isHistoryReadableTo(actor))
      .where(either => void either.whereNotNull('decisions.released_at').orWhere(hasNoPart(actor)))

interface DecisionsPage {
  from: Day | null
  after: PlaceInTime | null
  limit: number
}

/** The decisions of `decisionsListedFor`, newest first. */
export async function decisionLines(db: Db, actor: Actor, page: DecisionsPage): Promise<DecisionLine[]> {
  const rows = await runLookup(db, rowsLookup(db, actor, page))
  return rows.map(({ proposalId, recommended, isReadable, ...row }) => ({
    ...row,
    byPanel: proposalId !== null,
    recommendations: recommended,
    isReadable: isReadable === 1,
  }))
}

type Row = Omit<DecisionLine, 'byPanel' | 'recommendations' | 'isReadable'> & {
  proposalId: string | null
  recommended: number
  isReadable: number
}

const rowsLookup = withKeptSql((db: Db, actor: Actor, { from, after, limit }: DecisionsPage): Lookup<Row[]> => {
  const readable = () => (db.queryBuilder() as Knex.QueryBuilder).where(isDecisionReadableTo(actor)).select(db.raw('1'))
  const decided = () =>
    decisionsListedFor(db, actor, from)
      .join('organisations', 'organisations.id', 'applications.organisation_id')
      .modify(query => {
        if (after) void query.whereRaw('(decisions.decided_at, decisions.id) < (?, ?)', [after.at, after.id])
      })
      .orderBy([
        { column: 'decisions.decided_at', order: 'desc' },
        { column: 'decisions.id', order: 'desc' },
      ])
      .limit(limit)
      .select(
        'decisions.id',
        'applications.id as applicationId',
        'organisations.name as organisation',
        'applications.kind',
        'decisions.outcome',
        'decisions.decided_at as decidedAt',
        'decisions.released_at as releasedAt',
        'decisions.proposal_id as proposalId',
        db.raw(`(select count(*) from recommendations where ${belongsToDecision}) as recommended`),
        db.raw('case when exists ? then 1 else 0 end as "isReadable"', [readable()]),
      )
  return lookup<Row, Row[]>(
    decided,
    [
      'id',
      'applicationId',
      'organisation',
      'kind',
      'outcome',
      'decidedAt',
      'releasedAt',
      'proposalId',
      'recommended',
      'isReadable',
    ],
    rows => rows,
  )
})
