import type { Db, Tx } from '../../../db/connection.ts'
import type { Row } from '../../../db/tables.ts'
import type { FileType } from '../../../domain/evidence.ts'
import { drawable, type FileToDraw, type Scale } from '../../../files/preview.store.ts'
import type { PreviewRows } from '../../../files/previews.ts'

/** Files that are ready, can have previews, and have had no attempt to draw them, oldest first. */
export async function filesToDraw(db: Db, limit: number, except: readonly string[]): Promise<FileToDraw[]> {
  const rows = await db('evidence_files')
    .where({ state: 'ready', drawn: null })
    .whereIn('type', drawable)
    .whereNotIn('id', [...except])
    .orderBy(['uploaded_at', 'id'])
    .limit(limit)
    .select('id', 'type', 'size')
  return rows.map(({ id, type, size }) => ({ id, type: type as FileType, size: Number(size) }))
}

/** @returns false when the file was removed, or another process has already drawn its previews */
export async function insertPreviews(
  trx: Tx,
  fileId: string,
  { pages, previews }: { pages: number | null; previews: readonly Row<'evidence_previews'>[] },
): Promise<boolean> {
  const drawn = previews.filter(({ scale }) => scale === 'page').length
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

/** The queries about evidence for the job that makes previews. */
export const previewRows: PreviewRows = { filesToDraw, insertPreviews }
