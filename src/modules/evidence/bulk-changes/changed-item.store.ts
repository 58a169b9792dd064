import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { EvidenceToChange, LeftOut } from '../../../domain/bulk-change.ts'
import type { EvidenceKind } from '../../../domain/evidence.ts'
import type { Instant } from '../../../domain/time.ts'
import { evidenceReadableBy, whereReadableOrRemoved } from '../list/list.store.ts'
import type { BulkChange } from './bulk-change.store.ts'

/**
 * One item of a change. `result` is null until the item has been changed or left out. `undoResult` is null until the
 * item has been changed back or left out of the undo.
 */
export interface ChangedItem {
  evidenceId: string
  versionSeen: number
  versionAfter: number | null
  ownerBefore: string | null
  tagsBefore: readonly string[]
  toCompleteBefore: boolean
  result: 'done' | LeftOut | null
  undoResult: 'undone' | LeftOut | null
}

/** An item of evidence that a form can change. */
export interface ChosenLine extends EvidenceToChange {
  title: string
  kind: EvidenceKind
  version: number
}

type LineRow = Omit<ChosenLine, 'isSubmitted' | 'isConsentWithdrawn'> & {
  submitted: number | string
  withdrawn: number
}

/** The chosen evidence of a library that the person can read, newest first. Other ids are left out. */
export async function chosenLines(
  db: Db | Tx,
  actor: Actor,
  organisation: { id: string },
  ids: readonly string[],
): Promise<ChosenLine[]> {
  if (ids.length === 0) return []
  const rows = await (evidenceReadableBy(db, actor) as Knex.QueryBuilder)
    .where('evidence.organisation_id', organisation.id)
    .whereIn('evidence.id', [...ids])
    .orderBy([
      { column: 'evidence.received_at', order: 'desc' },
      { column: 'evidence.id', order: 'desc' },
    ])
    .select<LineRow[]>(
      'evidence.id',
      'evidence.organisation_id as organisationId',
      'evidence.title',
      'evidence.kind',
      'evidence.sensitivity',
      'evidence.owner_id as ownerId',
      'evidence.panel_until as consentUntil',
      'evidence.consent_withdrawn as withdrawn',
      'evidence.version',
      db.raw(
        `(select count(*) from submission_evidence where submission_evidence.evidence_id = evidence.id)
          + (select count(*) from reply_evidence join questions on questions.id = reply_evidence.question_id
            where reply_evidence.evidence_id = evidence.id and questions.replied_at is not null) as submitted`,
      ),
    )
  return rows.map(({ submitted, withdrawn, ...line }) => ({
    ...line,
    isConsentWithdrawn: withdrawn === 1,
    isSubmitted: Number(submitted) > 0,
  }))
}

export interface TitleShown {
  title: string
  isRemoved: boolean
}

/** The titles, by evidence id, of a change's evidence that the person can read, or could read before it was removed. */
export const titlesFor = withKeptSql((db: Db, actor: Actor, changeId: string): Lookup<Map<string, TitleShown>> =>
  lookup<{ id: string; title: string; removedAt: Instant | null }, Map<string, TitleShown>>(
    () =>
      whereReadableOrRemoved(db('evidence'), actor)
        .join('bulk_change_items', 'bulk_change_items.evidence_id', 'evidence.id')
        .where('bulk_change_items.change_id', changeId)
        .select('evidence.id', 'evidence.title', 'evidence.removed_at as removedAt'),
    ['id', 'title', 'removedAt'],
    rows => new Map(rows.map(row => [row.id, { title: row.title, isRemoved: row.removedAt !== null }])),
  ),
)

/** The ids of the library's evidence that the person can read, or could read before it was removed. */
export async function knownAmong(
  trx: Tx,
  actor: Actor,
  organisation: { id: string },
  ids: readonly string[],
): Promise<Set<string>> {
  const found = await (whereReadableOrRemoved(trx('evidence'), actor) as Knex.QueryBuilder)
    .where('evidence.organisation_id', organisation.id)
    .whereIn('evidence.id', [...ids])
    .pluck<string[]>('evidence.id')
  return new Set(found)
}

export const itemsOfChange = (db: Db | Tx, { id }: Pick<BulkChange, 'id'>): Promise<ChangedItem[]> =>
  runLookup(db, itemsLookup(db, id))

const columns = [
  'evidence_id',
  'version_seen',
  'version_after',
  'owner_before',
  'tags_before',
  'to_complete_before',
  'result',
  'undo_result',
] as const satisfies readonly (keyof Row<'bulk_change_items'>)[]
type ItemRow = Pick<Row<'bulk_change_items'>, (typeof columns)[number]>

const itemsLookup = withKeptSql((db: Db | Tx, changeId: string): Lookup<ChangedItem[]> =>
  lookup<ItemRow, ChangedItem[]>(
    () =>
      db('bulk_change_items')
        .where({ change_id: changeId })
        .orderBy('number')
        .select(...columns),
    columns,
    rows => rows.map(toChangedItem),
  ),
)

/** The next item to change or, while a change is undone, to change back; null when none is left. */
export async function nextItem(trx: Tx, { id, status }: BulkChange): Promise<ChangedItem | null> {
  const rows = trx('bulk_change_items').where({ change_id: id })
  const row = await (status === 'undoing'
    ? rows.where({ result: 'done' }).whereNull('undo_result').orderBy('number', 'desc').first()
    : rows.whereNull('result').orderBy('number').first())
  return row ? toChangedItem(row) : null
}

export async function saveResult(
  trx: Tx,
  { id, status }: BulkChange,
  { evidenceId }: Pick<ChangedItem, 'evidenceId'>,
  result: 'done' | 'undone' | LeftOut,
): Promise<void> {
  await trx('bulk_change_items')
    .where({ change_id: id, evidence_id: evidenceId })
    .update(status === 'undoing' ? { undo_result: result } : { result })
}

/** Saves an item's values from before the change, and its version after it, so that the change can be undone. */
export async function saveBefore(
  trx: Tx,
  { id }: Pick<BulkChange, 'id'>,
  before: Pick<ChangedItem, 'evidenceId' | 'versionAfter' | 'ownerBefore' | 'tagsBefore' | 'toCompleteBefore'>,
): Promise<void> {
  await trx('bulk_change_items')
    .where({ change_id: id, evidence_id: before.evidenceId })
    .update({
      version_after: before.versionAfter,
      owner_before: before.ownerBefore,
      tags_before: JSON.stringify(before.tagsBefore),
      to_complete_before: before.toCompleteBefore ? 1 : 0,
    })
}

/** Gives all remaining items the same result. */
export async function leaveOutRest(trx: Tx, { id, status }: BulkChange, result: LeftOut): Promise<void> {
  const rows = trx('bulk_change_items').where({ change_id: id })
  await (status === 'undoing'
    ? rows.where({ result: 'done' }).whereNull('undo_result').update({ undo_result: result })
    : rows.whereNull('result').update({ result }))
}

const toChangedItem = (row: ItemRow): ChangedItem => ({
  evidenceId: row.evidence_id,
  versionSeen: row.version_seen,
  versionAfter: row.version_after,
  ownerBefore: row.owner_before,
  tagsBefore: JSON.parse(row.tags_before ?? '[]') as string[],
  toCompleteBefore: row.to_complete_before === 1,
  result: row.result as ChangedItem['result'],
  undoResult: row.undo_result as ChangedItem['undoResult'],
})
