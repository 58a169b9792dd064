import type { Db, Tx } from '../../../db/connection.ts'
import type { FileType } from '../../../domain/evidence.ts'
import { drawable, type FileToDraw } from '../../../files/preview.store.ts'
import type { Staged } from '../../../files/store.ts'

/**
 * Returns inbox files, oldest first, that are ready and can have a preview, but whose preview we have not yet tried to
 * draw.
 */
export async function inboxFilesToPreview(db: Db, limit: number, except: readonly string[]): Promise<FileToDraw[]> {
  const rows = await db('inbox_files')
    .where({ state: 'ready', drawn: null })
    .whereIn('type', drawable)
    .whereNotIn('id', [...except])
    .orderBy(['uploaded_at', 'id'])
    .limit(limit)
    .select('id', 'type', 'size')
  return rows.map(({ id, type, size }) => ({ id, type: type as FileType, size: Number(size) }))
}

/**
 * @param small null when no preview could be drawn
 * @returns false when the file is no longer in an inbox, or another process has already drawn its preview
 */
export async function markInboxFilePreviewed(trx: Tx, fileId: string, small: Staged | null): Promise<boolean> {
  const changes = {
    drawn: small ? 1 : 0,
    small_id: small?.id ?? null,
    small_size: small?.size ?? null,
    small_sha256: small?.sha256 ?? null,
  }
  return (await trx('inbox_files').where({ id: fileId, state: 'ready', drawn: null }).update(changes)) === 1
}
