import type { Db, Tx } from '../../../db/connection.ts'
import { startingVersion } from '../../../db/ids.ts'
import type { Row } from '../../../db/tables.ts'
import type { Application } from '../../../domain/application.ts'
import type { Judgement } from '../../../domain/judgements.ts'
import { Stale } from '../../../domain/refusals.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'

/** The judgement of one criterion that the panel agreed on. */
export interface AgreedFinding {
  itemId: string
  judgement: Judgement
  reason: string
  version: number
}

export async function agreedFindingsOf(db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<AgreedFinding[]> {
  const rows = await db('agreed_findings').where({ application_id: id })
  return rows.map(({ item_id, judgement, reason, version }) => ({
    itemId: item_id,
    judgement: judgement as Judgement,
    reason,
    version,
  }))
}

/** An agreed finding of an earlier decision. */
export interface LastFinding {
  judgement: Judgement
  reason: string
  on: Day
}

/**
 * @returns the agreed finding on this item from the award's latest released decision that has one; null when none has
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

/** @returns the ids of the items that had no agreed finding yet; existing findings are not changed */
export async function insertAgreedFindings(
  trx: Tx,
  rows: readonly Omit<Row<'agreed_findings'>, 'version'>[],
): Promise<string[]> {
  if (rows.length === 0) return []
  const inserted = await trx('agreed_findings')
    .insert(rows.map(row => ({ ...row, version: startingVersion() })))
    .onConflict(['application_id', 'item_id'])
    .ignore()
    .returning('item_id')
  return inserted.map(({ item_id }) => item_id)
}

/** @throws Stale when the finding has changed since it was read */
export async function updateAgreedFinding(
  trx: Tx,
  { applicationId, itemId, version }: { applicationId: string; itemId: string; version: number },
  changes: Pick<Row<'agreed_findings'>, 'judgement' | 'reason' | 'recorded_by' | 'recorded_at'>,
): Promise<void> {
  const changed = await trx('agreed_findings')
    .where({ application_id: applicationId, item_id: itemId, version })
    .update({ ...changes, version: version + 1 })
  if (changed === 0) throw new Stale()
}

export async function deleteAgreedFindings(
  trx: Tx,
  { id }: Pick<Application, 'id'>,
  itemIds: readonly string[],
): Promise<void> {
  await trx('agreed_findings')
    .where({ application_id: id })
    .whereIn('item_id', [...itemIds])
    .delete()
}
