import type { Db, Tx } from '../../db/connection.ts'
import type { EvidenceFileRow } from '../../db/rows.ts'
import type { FileState } from '../../domain/evidence.ts'
import type { Instant } from '../../domain/time.ts'
import type { RowState, RowStates } from '../../files/store.ts'

export type NewFile = Pick<EvidenceFileRow, 'id' | 'evidence_id' | 'name' | 'type' | 'size' | 'sha256' | 'state' | 'scanned_by' | 'scanned_at' | 'uploaded_by' | 'uploaded_at'>

export async function insertFiles(trx: Tx, files: readonly NewFile[]): Promise<void> {
  if (files.length > 0) await trx.batchInsert('evidence_files', files.map(file => ({ ...file, replaces_id: null, removed_at: null, gone_at: null })), 20)
}

export async function insertLink(trx: Tx, link: { id: string; evidence_id: string; address: string; seen_on: string; added_at: Instant }): Promise<void> {
  await trx('evidence_links').insert(link as never)
}

export async function insertNote(trx: Tx, note: { id: string; evidence_id: string; body: string; written_by: string; written_at: Instant }): Promise<void> {
  await trx('evidence_notes').insert(note)
}

/**
 * Off the shelf. Its bytes go after the commit, unless something that was handed in shows it.
 * @returns false when it was gone already
 */
export async function markFileRemoved(trx: Tx, fileId: string, keepBytes: boolean, at: Instant): Promise<boolean> {
  const changes = keepBytes ? { removed_at: at } : { removed_at: at, state: 'removed' satisfies FileState }
  return (await trx('evidence_files').where({ id: fileId, removed_at: null }).update(changes)) === 1
}

export async function markAllFilesRemoved(trx: Tx, evidenceId: string, at: Instant): Promise<void> {
  await trx('evidence_files').where({ evidence_id: evidenceId, gone_at: null }).update({ removed_at: at, state: 'removed' satisfies FileState })
}

/** Files whose bytes are still to go: removed by somebody, or refused by the scanner. */
export async function filesToDelete(db: Db, limit: number): Promise<string[]> {
  const rows = await db('evidence_files').whereIn('state', ['removed', 'refused']).whereNull('gone_at').orderBy('id').limit(limit).select('id')
  return rows.map(({ id }) => id)
}

export async function markGone(trx: Tx, fileId: string, at: Instant): Promise<void> {
  await trx('evidence_files').where({ id: fileId, gone_at: null }).update({ gone_at: at })
}

export interface WaitingFile { id: string; evidenceId: string; organisationId: string; size: number }

/** Files that no scanner has judged yet, oldest first. */
export async function filesToScan(db: Db, limit: number): Promise<WaitingFile[]> {
  const rows = await db('evidence_files').join('evidence', 'evidence.id', 'evidence_files.evidence_id')
    .where('evidence_files.state', 'scanning').orderBy(['evidence_files.uploaded_at', 'evidence_files.id']).limit(limit)
    .select<WaitingFile[]>('evidence_files.id', 'evidence_files.evidence_id as evidenceId', 'evidence.organisation_id as organisationId', 'evidence_files.size')
  return rows.map(row => ({ ...row, size: Number(row.size) }))
}

/** @returns false when somebody else was faster, or it was removed meanwhile */
export async function settleScan(trx: Tx, fileId: string, state: 'ready' | 'refused', scannedBy: string, at: Instant): Promise<boolean> {
  return (await trx('evidence_files').where({ id: fileId, state: 'scanning' }).update({ state, scanned_by: scannedBy, scanned_at: at })) === 1
}

/** What clearing up after a process that died asks the database about objects. */
export const rowStatesIn = (db: Db): RowStates => async ids => {
  const rows = await db('evidence_files').whereIn('id', [...ids]).select('id', 'state')
  return new Map(rows.map(({ id, state }): [string, RowState] => [id, state === 'removed' || state === 'refused' ? 'removed' : 'kept']))
}

/** Bytes an organisation holds, removed ones that are not gone yet included. */
export async function bytesHeldBy(db: Db | Tx, organisationId: string): Promise<number> {
  const row = await db('evidence_files').join('evidence', 'evidence.id', 'evidence_files.evidence_id')
    .where('evidence.organisation_id', organisationId).whereNull('evidence_files.gone_at').sum('evidence_files.size as bytes').first()
  return Number((row as { bytes: number | string | null } | undefined)?.bytes ?? 0)
}
