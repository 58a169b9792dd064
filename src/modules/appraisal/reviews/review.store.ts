import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Application } from '../../../domain/application.ts'
import type { Outcome } from '../../../domain/judgements.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { DecisionRequest, RequestAnswer, RequestKind, RequestStatus } from '../../../domain/review.ts'
import type { Instant } from '../../../domain/time.ts'

/** The requests to change the decisions on an application, newest first. */
export async function requestsOn(db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<DecisionRequest[]> {
  return runLookup(db, requestsLookup(db, id))
}

const requestsLookup = withKeptSql((db: Db | Tx, applicationId: string): Lookup<DecisionRequest[]> =>
  lookup<RequestRow, DecisionRequest[]>(
    () =>
      db('decision_requests')
        .where({ application_id: applicationId })
        .orderBy([
          { column: 'asked_at', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .select(...requestColumns),
    requestColumns,
    rows => rows.map(toRequest),
  ),
)

export const openRequestOn = (db: Db | Tx, application: Pick<Application, 'id'>): Promise<DecisionRequest | null> =>
  runLookup(db, openRequest(db, application.id))

/** The lookup behind `openRequestOn`, to run with others. */
export const openRequest = withKeptSql((db: Db | Tx, id: string): Lookup<DecisionRequest | null> =>
  lookup<RequestRow, DecisionRequest | null>(
    () =>
      db('decision_requests')
        .where({ application_id: id, status: 'asked' })
        .limit(1)
        .select(...requestColumns),
    requestColumns,
    ([row]) => (row ? toRequest(row) : null),
  ),
)

/** A decision that a trustee reversed before its letter was released. */
export interface Reversal {
  outcome: Outcome
  /** why a coordinator asked for the reversal */
  reason: string
  answerReason: string
  /** the name of the trustee who reversed the decision */
  by: string
  at: Instant
}

/** The last reversal of a decision on the application; null when there is none, or when a newer decision was made. */
export const lastReversal = withKeptSql((db: Db | Tx, applicationId: string): Lookup<Reversal | null> =>
  lookup<Reversal, Reversal | null>(
    () =>
      db('decision_requests')
        .join('decisions', 'decisions.id', 'decision_requests.decision_id')
        .join('people', 'people.id', 'decision_requests.answered_by')
        .where('decision_requests.application_id', applicationId)
        .where('decision_requests.answer', 'new decision')
        .whereNotNull('decisions.reversed_at')
        .whereRaw(
          `not exists (select 1 from decisions as later where later.application_id = decisions.application_id
            and later.reversed_at is null and later.decided_at >= decisions.decided_at)`,
        )
        .select(
          'decisions.outcome as outcome',
          'decision_requests.reason as reason',
          'decision_requests.answer_reason as answerReason',
          'people.name as by',
          'decision_requests.answered_at as at',
        ),
    ['outcome', 'reason', 'answerReason', 'by', 'at'],
    rows => rows.toSorted((a, b) => a.at.localeCompare(b.at)).at(-1) ?? null,
  ),
)

const requestColumns = [
  'id',
  'application_id',
  'decision_id',
  'kind',
  'status',
  'reason',
  'asked_by',
  'asked_at',
  'answer',
  'answer_reason',
  'answered_at',
  'version',
] as const

type RequestRow = Pick<Row<'decision_requests'>, (typeof requestColumns)[number]>

type NewRequest = Pick<
  Row<'decision_requests'>,
  'application_id' | 'decision_id' | 'kind' | 'reason' | 'asked_by' | 'asked_at'
>

export async function insertRequest(trx: Tx, row: NewRequest): Promise<string> {
  const id = newId()
  await trx('decision_requests').insert({
    ...row,
    id,
    status: 'asked',
    answer: null,
    answer_reason: null,
    answered_by: null,
    answered_at: null,
    version: 1,
  })
  return id
}

/** Ends an open request. @throws Stale when the request has been answered or withdrawn */
export async function endRequest(
  trx: Tx,
  { id }: Pick<DecisionRequest, 'id'>,
  changes: Pick<Row<'decision_requests'>, 'status'> &
    Partial<Pick<Row<'decision_requests'>, 'answer' | 'answer_reason' | 'answered_by' | 'answered_at'>>,
): Promise<void> {
  const changed = await trx('decision_requests')
    .where({ id, status: 'asked' })
    .update({ ...changes, version: trx.raw('version + 1') as unknown as number })
  if (changed === 0) throw new Stale()
}

const toRequest = (row: RequestRow): DecisionRequest => ({
  id: row.id,
  applicationId: row.application_id,
  decisionId: row.decision_id,
  kind: row.kind as RequestKind,
  status: row.status as RequestStatus,
  reason: row.reason,
  askedBy: row.asked_by,
  askedAt: row.asked_at,
  answer: row.answer as RequestAnswer | null,
  answerReason: row.answer_reason,
  answeredAt: row.answered_at as Instant | null,
  version: row.version,
})
