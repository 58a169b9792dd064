import type { Tx } from '../../../db/connection.ts'
import type { FileState } from '../../../domain/evidence.ts'
import type { FileVersion } from '../../../domain/file-versions.ts'
import type { Instant } from '../../../domain/time.ts'

/** Every file of the evidence, including removed and refused ones. */
export async function versionsIn(trx: Tx, evidenceId: string): Promise<FileVersion[]> {
  const rows = await trx('evidence_files')
    .where({ evidence_id: evidenceId })
    .orderBy(['uploaded_at', 'id'])
    .select(
      'id',
      'state',
      'uploaded_at',
      'scanned_at',
      'removed_at',
      'replaces_id',
      'redacts_file_id',
      'replaced_at',
      'to_redact_at',
    )
  return rows.map(row => ({
    id: row.id,
    state: row.state as FileState,
    uploadedAt: row.uploaded_at,
    scannedAt: row.scanned_at,
    removedAt: row.removed_at,
    replacesId: row.replaces_id,
    redactsId: row.redacts_file_id ?? null,
    replacedAt: row.replaced_at ?? null,
    toRedactAt: row.to_redact_at ?? null,
  }))
}

/** Marks a file as replaced. Does nothing if it already was, to keep the time of the first replacement. */
export async function markReplaced(trx: Tx, fileId: string, at: Instant): Promise<void> {
  await trx('evidence_files').where({ id: fileId, replaced_at: null }).update({ replaced_at: at })
}
