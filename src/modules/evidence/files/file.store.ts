import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import type { Row } from '../../../db/tables.ts'
import type { FileState, FileType } from '../../../domain/evidence.ts'
import { compareFileNames } from '../../../domain/file-order.ts'
import type { DocumentProperty } from '../../../domain/personal-data.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { addMinutes, type Instant } from '../../../domain/time.ts'
import { filesListed, type EvidenceFile, type EvidenceItem } from '../items/evidence-item.store.ts'

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
  Partial<Pick<Row<'evidence_files'>, 'redacts_file_id' | 'replaces_id' | 'replaced_at' | 'redaction'>>

/** Inserts files. Does not store their document properties, which only the check for personal details needs. */
export async function insertFiles(
  trx: Tx,
  files: readonly (NewFile & { properties?: unknown; toRedact?: boolean })[],
): Promise<void> {
  if (files.length > 0)
    await trx('evidence_files').insert(
      files.map(({ properties, toRedact = false, ...file }) => ({
        replaces_id: null,
        to_redact_at: toRedact ? file.uploaded_at : null,
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

/** @returns false when the file is not ready, for example because it has been erased */
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

/** The evidence that a file belongs to, with who added the file and which version it replaces. */
export interface EvidenceOfFile {
  id: string
  organisationId: string
  organisation: string
  replacesId: string | null
  uploadedBy: string
}

export async function evidenceOfFile(trx: Tx, fileId: string): Promise<EvidenceOfFile | null> {
  const row = await trx('evidence_files')
    .join('evidence', 'evidence.id', 'evidence_files.evidence_id')
    .join('organisations', 'organisations.id', 'evidence.organisation_id')
    .where('evidence_files.id', fileId)
    .first<EvidenceOfFile | undefined>(
      'evidence.id',
      'evidence.organisation_id as organisationId',
      'organisations.name as organisation',
      'evidence_files.replaces_id as replacesId',
      'evidence_files.uploaded_by as uploadedBy',
    )
  return row ?? null
}

/** @throws NotFound for a file that the evidence does not list */
export function fileOf(evidence: EvidenceItem, id: string): EvidenceFile {
  const file = filesListed(evidence).find(each => each.id === id)
  if (!file) throw new NotFound()
  return file
}

/** A file uploaded with a form, kept for at most a day while the person answers the question about personal details. */
export interface KeptFile {
  id: string
  name: string
  type: FileType
  size: number
  sha256: string
  properties?: readonly DocumentProperty[]
}

/** The files with these ids that are kept for this person and organisation, in the order of their names. */
export async function keptFilesOf(
  db: Db | Tx,
  { actor, organisation, ids }: { actor: { id: string }; organisation: { id: string }; ids: readonly string[] },
): Promise<KeptFile[]> {
  if (ids.length === 0) return []
  const rows = await db('held_files')
    .whereIn('id', [...ids])
    .where({ person_id: actor.id, organisation_id: organisation.id })
    .orderBy(['held_at', 'id'])
    .select('id', 'name', 'type', 'size', 'sha256', 'properties')
  rows.sort((a, b) => compareFileNames(a.name, b.name))
  return rows.map(row => ({
    ...row,
    type: row.type as FileType,
    size: Number(row.size),
    properties: JSON.parse(row.properties ?? '[]') as DocumentProperty[],
  }))
}

/** Inserts files that are kept while a form asks a question. */
export async function insertKeptFiles(
  { trx, actor, at }: UnitOfWork,
  organisation: { id: string },
  files: readonly KeptFile[],
): Promise<void> {
  if (files.length === 0) return
  const rows = files.map(({ id, name, type, size, sha256, properties = [] }) => ({
    id,
    name,
    type,
    size,
    sha256,
    properties: JSON.stringify(properties),
    person_id: actor.id,
    organisation_id: organisation.id,
    held_at: at,
  }))
  await trx('held_files').insert(rows)
}

/**
 * Gives files that are already kept their new names, and keeps them for another day.
 * @returns how many of them are still kept
 */
export async function keepForAnotherDay(
  { trx, at }: UnitOfWork,
  files: readonly Pick<KeptFile, 'id' | 'name'>[],
): Promise<number> {
  let kept = 0
  for (const { id, name } of files) kept += await trx('held_files').where({ id }).update({ name, held_at: at })
  return kept
}

/**
 * Deletes the rows only, not the stored bytes.
 * @returns how many rows existed
 */
export async function deleteKeptFiles(trx: Tx, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0
  return trx('held_files')
    .whereIn('id', [...ids])
    .delete()
}

const minutesKept = 24 * 60

/**
 * Deletes the rows of files that were kept for more than a day, at most `limit`.
 * @returns the ids of the files, whose bytes the caller must remove
 */
export async function deleteOldKeptFiles(trx: Tx, at: Instant, limit = 500): Promise<string[]> {
  const ids = await trx('held_files')
    .where('held_at', '<', addMinutes(at, -minutesKept))
    .orderBy(['held_at', 'id'])
    .limit(limit)
    .pluck<string[]>('id')
  await deleteKeptFiles(trx, ids)
  return ids
}
