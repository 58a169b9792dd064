import type { Db, Tx } from '../db/connection.ts'
import type { FileType } from '../domain/evidence.ts'
import { drawable, type FileToDraw } from './preview.store.ts'
import type { RowState, Staged } from './store.ts'

/** Files in the evidence inbox and their previews. */
export async function inboxFileStatesOf(db: Db, ids: readonly string[]): Promise<[string, RowState][]> {
  const rows = await db('inbox_files')
    .whereIn('id', [...ids])
    .orWhereIn('small_id', [...ids])
    .select('id', 'small_id', 'state')
  return rows.flatMap(({ id, small_id: small, state }) =>
    [id, ...(small ? [small] : [])].map((each): [string, RowState] => [each, state === 'refused' ? 'removed' : 'kept']),
  )
}

/** Inbox files that can be opened and have no preview yet. */
export async function inboxFilesToPreview(db: Db, limit: number): Promise<FileToDraw[]> {
  const rows = await db('inbox_files')
    .where({ state: 'ready', drawn: null })
    .whereIn('type', drawable)
    .orderBy(['uploaded_at', 'id'])
    .limit(limit)
    .select('id', 'type', 'size')
  return rows.map(({ id, type, size }) => ({ id, type: type as FileType, size: Number(size) }))
}

/**
 * @param small null when no preview could be made
 * @returns false when the file was sorted, or another process was faster
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
