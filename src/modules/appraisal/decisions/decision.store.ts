import type { Db, Tx } from '../../../db/connection.ts'
import type { Row } from '../../../db/tables.ts'
import type { Application } from '../../../domain/application.ts'
import type { Judgement, Outcome } from '../../../domain/judgements.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'

export interface Decision {
  id: string
  applicationId: string
  proposalId: string | null
  outcome: Outcome
  decisionLetter: string
  decidedBy: string
  decidedAt: Instant
  releasedAt: Instant | null
}

/** The latest decision that was not reversed. */
export async function decisionOn(db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<Decision | null> {
  const row = await db('decisions')
    .where({ application_id: id, reversed_at: null })
    .orderBy([
      { column: 'decided_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first()
  return row ? toDecision(row) : null
}

/** The decision whose letter was released last. A reopened application keeps it until the next one is released. */
export async function releasedDecisionOn(db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<Decision | null> {
  const row = await db('decisions')
    .where({ application_id: id, reversed_at: null })
    .whereNotNull('released_at')
    .orderBy([
      { column: 'released_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first()
  return row ? toDecision(row) : null
}

/** Copies the agreed findings, which a reopened application can change, to the decision whose letter is released. */
export async function freezeFindings(trx: Tx, { id, applicationId }: Decision): Promise<void> {
  const rows = await trx('agreed_findings')
    .where({ application_id: applicationId })
    .select('item_id', 'judgement', 'reason')
  await trx.batchInsert(
    'decision_findings',
    rows.map(row => ({ decision_id: id, ...row })),
    100,
  )
}

/** @returns the agreed findings with which a decision letter was released */
export async function findingsOfDecision(
  db: Db | Tx,
  { id }: Pick<Decision, 'id'>,
): Promise<{ itemId: string; judgement: Judgement; reason: string }[]> {
  const rows = await db('decision_findings').where({ decision_id: id })
  return rows.map(({ item_id, judgement, reason }) => ({ itemId: item_id, judgement: judgement as Judgement, reason }))
}

/** @throws Stale when it was released or reversed already */
export async function reverseDecision(trx: Tx, { id }: Pick<Decision, 'id'>, at: Instant): Promise<void> {
  const changed = await trx('decisions').where({ id, released_at: null, reversed_at: null }).update({ reversed_at: at })
  if (changed === 0) throw new Stale()
}

export async function insertDecision(
  trx: Tx,
  row: Omit<Row<'decisions'>, 'release_at' | 'released_at' | 'released_by' | 'reversed_at'>,
): Promise<void> {
  await trx('decisions').insert({ ...row, release_at: null, released_at: null, released_by: null, reversed_at: null })
}

/** @throws Stale when it was released or reversed already */
export async function releaseDecision(
  trx: Tx,
  { id }: Pick<Decision, 'id'>,
  personId: string,
  at: Instant,
): Promise<void> {
  const changed = await trx('decisions')
    .where({ id, released_at: null, reversed_at: null })
    .update({ released_at: at, released_by: personId })
  if (changed === 0) throw new Stale()
}

/** The name of the person who decided. */
export async function nameOf(db: Db | Tx, personId: string): Promise<string> {
  return (await db('people').where({ id: personId }).first('name'))?.name ?? ''
}

/** The award of an application; null until a decision letter grants one. */
export async function awardOf(db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<string | null> {
  return (await db('applications').where({ id }).first('award_id'))?.award_id ?? null
}

const toDecision = (row: Row<'decisions'>): Decision => ({
  id: row.id,
  applicationId: row.application_id,
  proposalId: row.proposal_id,
  outcome: row.outcome as Outcome,
  decisionLetter: row.decision_letter,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  releasedAt: row.released_at,
})
