import type { Db, Tx } from '../db/connection.ts'
import type { Row } from '../db/tables.ts'
import { fileTypes, type FileType } from '../domain/evidence.ts'
import type { RowState } from './store.ts'

export type Scale = 'page' | 'small'

export const drawable = Object.entries(fileTypes)
  .filter(([type, { picture }]) => picture || type === 'application/pdf')
  .map(([type]) => type)

export interface FileToDraw {
  id: string
  type: FileType
  size: number
}

/** Files that can be opened and have no preview yet. */
export async function filesToDraw(db: Db, limit: number): Promise<FileToDraw[]> {
  const rows = await db('evidence_files')
    .where({ state: 'ready', drawn: null })
    .whereIn('type', drawable)
    .orderBy(['uploaded_at', 'id'])
    .limit(limit)
    .select('id', 'type', 'size')
  return rows.map(({ id, type, size }) => ({ id, type: type as FileType, size: Number(size) }))
}

/** @returns false when the file was removed, or another process was faster */
export async function insertPreviews(
  trx: Tx,
  fileId: string,
  pages: number | null,
  drawn: number,
  previews: readonly Row<'evidence_previews'>[],
): Promise<boolean> {
  const changed = await trx('evidence_files')
    .where({ id: fileId, state: 'ready', drawn: null })
    .update({ pages, drawn })
  if (changed === 1 && previews.length > 0) await trx('evidence_previews').insert([...previews])
  return changed === 1
}

export async function previewOf(
  db: Db,
  fileId: string,
  page: number,
  scale: Scale,
): Promise<Row<'evidence_previews'> | null> {
  return (await db('evidence_previews').where({ file_id: fileId, page, scale }).first()) ?? null
}

export async function previewIdsOf(db: Db, fileIds: readonly string[]): Promise<string[]> {
  if (fileIds.length === 0) return []
  return (
    await db('evidence_previews')
      .whereIn('file_id', [...fileIds])
      .select('id')
  ).map(({ id }) => id)
}

/** A preview stays as long as its file. */
export async function previewStatesOf(db: Db, ids: readonly string[]): Promise<[string, RowState][]> {
  const rows = await db('evidence_previews')
    .join('evidence_files', 'evidence_files.id', 'evidence_previews.file_id')
    .whereIn('evidence_previews.id', [...ids])
    .select<{ id: string; state: string }[]>('evidence_previews.id as id', 'evidence_files.state as state')
  return rows.map(({ id, state }) => [id, state === 'ready' ? 'kept' : 'removed'])
}
