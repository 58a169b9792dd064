import type { Db, Tx } from '../db/connection.ts'
import type { FileState } from '../domain/evidence.ts'
import type { Instant } from '../domain/time.ts'
import type { RowState } from './store.ts'

/** What the rows say of these objects. A refused file's bytes are not kept; one taken off the shelf stays while a submission shows it. */
export async function rowStatesOf(db: Db, ids: readonly string[]): Promise<Map<string, RowState>> {
  const held = await db('held_files').whereIn('id', [...ids]).select('id')      // first: from there a file only moves on to evidence
  const rows = await db('evidence_files').whereIn('id', [...ids]).select('id', 'state')
  return new Map([...held.map(({ id }): [string, RowState] => [id, 'kept']), ...rows.map(({ id, state }) => [id, state === 'removed' || state === 'refused' ? 'removed' : 'kept'] as [string, RowState])])
}

export async function idsToScan(db: Db, limit = 200): Promise<string[]> {
  const rows = await db('evidence_files').where({ state: 'scanning' }).orderBy(['uploaded_at', 'id']).limit(limit).select('id')
  return rows.map(({ id }) => id)
}

/** @returns whether it still waited for it: another process may have been faster, or the file was removed meanwhile */
export async function updateScanned(trx: Tx, id: string, state: FileState, scannedBy: string, at: Instant): Promise<boolean> {
  const changed = await trx('evidence_files').where({ id, state: 'scanning' }).update({ state, scanned_by: scannedBy, scanned_at: at })
  return changed > 0
}
