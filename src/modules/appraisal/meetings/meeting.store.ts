import type { Db, Tx } from '../../../db/connection.ts'
import { startingVersion } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Application } from '../../../domain/application.ts'
import type { Judgement } from '../../../domain/judgements.ts'
import { Stale } from '../../../domain/refusals.ts'
import { isToConfirm } from '../../applications/applications.public.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'

/** The judgement of one criterion that the panel agreed on. */
export interface AgreedFinding {
  itemId: string
  judgement: Judgement
  reason: string
  version: number
  /** whether a member's finding on this criterion stopped counting after the agreed finding was recorded */
  isToConfirm: boolean
}

export const agreedFindingsOf = (db: Db | Tx, application: Pick<Application, 'id'>): Promise<AgreedFinding[]> =>
  runLookup(db, agreedFindings(db, application.id))

/** The lookup behind `agreedFindingsOf`, to run with others in one statement. */
export const agreedFindings = withKeptSql((db: Db | Tx, id: string): Lookup<AgreedFinding[]> =>
  lookup<Omit<AgreedFinding, 'isToConfirm'> & { isToConfirm: number }, AgreedFinding[]>(
    () =>
      db('agreed_findings')
        .where({ application_id: id })
        .select(
          'item_id as itemId',
          'judgement',
          'reason',
          'version',
          db.raw(`(case when ${isToConfirm} then 1 else 0 end) as "isToConfirm"`),
        ),
    ['itemId', 'judgement', 'reason', 'version', 'isToConfirm'],
    rows => rows.map(row => ({ ...row, isToConfirm: row.isToConfirm === 1 })),
  ),
)

/** An agreed finding of an earlier decision. */
export interface LastFinding {
  judgement: Judgement
  reason: string
  on: Day
}

/**
 * Looks up the agreed finding on this item in the award's other applications. Takes the one whose decision letter was
 * released last. Returns null, not a lookup, for an application without an award.
 */
export const lastAgreedOn = (
  db: Db | Tx,
  { id, awardId }: Pick<Application, 'id' | 'awardId'>,
  itemId: string,
): Lookup<LastFinding | null> | null => (awardId === null ? null : lastAgreed(db, { id, awardId }, itemId))

const lastAgreed = withKeptSql(
  (db: Db | Tx, { id, awardId }: { id: string; awardId: string }, itemId: string): Lookup<LastFinding | null> =>
    lookup<{ judgement: Judgement; reason: string; releasedAt: Instant }, LastFinding | null>(
      () =>
        db('agreed_findings')
          .join('applications', 'applications.id', 'agreed_findings.application_id')
          .where('applications.award_id', awardId)
          .whereNot('applications.id', id)
          .whereNotNull('applications.decision_letter_released_at')
          .where('agreed_findings.item_id', itemId)
          .orderBy([
            { column: 'applications.decision_letter_released_at', order: 'desc' },
            { column: 'applications.id', order: 'desc' },
          ])
          .limit(1)
          .select(
            'agreed_findings.judgement',
            'agreed_findings.reason',
            'applications.decision_letter_released_at as releasedAt',
          ),
      ['judgement', 'reason', 'releasedAt'],
      ([row]) => (row ? { judgement: row.judgement, reason: row.reason, on: dayOf(row.releasedAt) } : null),
    ),
)

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
