import type { Db, Tx } from '../../../db/connection.ts'
import type { Row } from '../../../db/tables.ts'
import type { Application } from '../../../domain/application.ts'
import type { Judgement, Outcome } from '../../../domain/judgements.ts'
import { Stale } from '../../../domain/refusals.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'

export interface Decision {
  id: string
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

export async function insertDecision(
  trx: Tx,
  row: Omit<Row<'decisions'>, 'release_at' | 'released_at' | 'released_by' | 'reversed_at'>,
): Promise<void> {
  await trx('decisions').insert({ ...row, release_at: null, released_at: null, released_by: null, reversed_at: null })
}

/** @throws Stale when it was released or reversed before */
export async function releaseDecision(trx: Tx, { id }: Decision, personId: string, at: Instant): Promise<void> {
  const changed = await trx('decisions')
    .where({ id, released_at: null, reversed_at: null })
    .update({ released_at: at, released_by: personId })
  if (changed === 0) throw new Stale()
}

export interface AgreedFinding {
  itemId: string
  judgement: Judgement
  reason: string
}

export async function agreedFindingsOf(db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<AgreedFinding[]> {
  const rows = await db('agreed_findings').where({ application_id: id }).select('item_id', 'judgement', 'reason')
  return rows.map(({ item_id, judgement, reason }) => ({ itemId: item_id, judgement: judgement as Judgement, reason }))
}

export interface LastFinding {
  judgement: Judgement
  reason: string
  on: Day
}

/**
 * What a panel agreed on this item when a case of the same award was decided before; a light renewal in between has no
 * findings.
 */
export async function lastAgreedOn(
  db: Db | Tx,
  { id, awardId }: Pick<Application, 'id' | 'awardId'>,
  itemId: string,
): Promise<LastFinding | null> {
  if (awardId === null) return null
  const row = await db('agreed_findings')
    .join('applications', 'applications.id', 'agreed_findings.application_id')
    .where('applications.award_id', awardId)
    .whereNot('applications.id', id)
    .whereNotNull('applications.decision_letter_released_at')
    .where('agreed_findings.item_id', itemId)
    .orderBy([
      { column: 'applications.decision_letter_released_at', order: 'desc' },
      { column: 'applications.id', order: 'desc' },
    ])
    .first<{ judgement: Judgement; reason: string; releasedAt: Instant } | undefined>(
      'agreed_findings.judgement',
      'agreed_findings.reason',
      'applications.decision_letter_released_at as releasedAt',
    )
  return row ? { judgement: row.judgement, reason: row.reason, on: dayOf(row.releasedAt) } : null
}

/** The library's own ratings as they were handed in last. */
export async function ownRatingsOf(db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<Map<string, Judgement>> {
  const rows = await db('answers')
    .where({ application_id: id })
    .whereNotNull('own_rating')
    .select('item_id', 'own_rating')
  return new Map(rows.map(({ item_id, own_rating }) => [item_id, own_rating as Judgement]))
}

const toDecision = (row: Row<'decisions'>): Decision => ({
  id: row.id,
  proposalId: row.proposal_id,
  outcome: row.outcome as Outcome,
  decisionLetter: row.decision_letter,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  releasedAt: row.released_at,
})

/** The award of an application; null until a decision letter grants one. */
export async function awardOf(db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<string | null> {
  return (await db('applications').where({ id }).first('award_id'))?.award_id ?? null
}
