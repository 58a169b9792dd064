import type { Tx } from '../../../db/connection.ts'
import type { Row } from '../../../db/tables.ts'
import type { FileState } from '../../../domain/evidence.ts'
import type { Instant } from '../../../domain/time.ts'

export type NewFile = Pick<
  Row<'evidence_files'>,
  | 'id'
  | 'evidence_id'
  | 'name'
  | 'type'
  | 'size'
  | 'sha256'
  | 'state'
  | 'scanned_by'
  | 'scanned_at'
  | 'uploaded_by'
  | 'uploaded_at'
> &
  Partial<Pick<Row<'evidence_files'>, 'redacts_file_id' | 'replaces_id' | 'replaced_at'>>

/** What a document says of itself was asked about before, and is kept nowhere but in it. */
export async function insertFiles(trx: Tx, files: readonly (NewFile & { properties?: unknown })[]): Promise<void> {
  if (files.length > 0)
    await trx('evidence_files').insert(
      files.map(({ properties, ...file }) => ({
        replaces_id: null,
        ...file,
        removed_at: null,
        caption: '',
        alternative: '',
        pages: null,
        drawn: null,
      })),
    )
}

export async function insertLink(
  trx: Tx,
  link: { id: string; evidence_id: string; address: string; seen_on: string; added_at: Instant },
): Promise<void> {
  await trx('evidence_links').insert(link as never)
}

export async function insertNote(
  trx: Tx,
  note: { id: string; evidence_id: string; body: string; written_by: string; written_at: Instant },
): Promise<void> {
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
  await trx('evidence_files')
    .where({ evidence_id: evidenceId })
    .update({ removed_at: at, state: 'removed' satisfies FileState })
}

/** @returns false when it is gone */
export async function updatePictureWords(
  trx: Tx,
  fileId: string,
  { alternative, caption }: { alternative: string; caption: string },
): Promise<boolean> {
  return (
    (await trx('evidence_files')
      .where({ id: fileId, state: 'ready' satisfies FileState })
      .update({ alternative, caption })) === 1
  )
}

export async function evidenceOfFile(
  trx: Tx,
  fileId: string,
): Promise<{ id: string; organisationId: string; replacesId: string | null } | null> {
  const row = await trx('evidence_files')
    .join('evidence', 'evidence.id', 'evidence_files.evidence_id')
    .where('evidence_files.id', fileId)
    .first<{ id: string; organisationId: string; replacesId: string | null } | undefined>(
      'evidence.id',
      'evidence.organisation_id as organisationId',
      'evidence_files.replaces_id as replacesId',
    )
  return row ?? null
}
