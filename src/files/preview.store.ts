import type { Db } from '../db/connection.ts'
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

/** The states of previews, by id. A preview is kept while its file is available. */
export async function previewStatesOf(db: Db, ids: readonly string[]): Promise<[string, RowState][]> {
  const rows = await db('evidence_previews')
    .join('evidence_files', 'evidence_files.id', 'evidence_previews.file_id')
    .whereIn('evidence_previews.id', [...ids])
    .select<{ id: string; state: string }[]>('evidence_previews.id as id', 'evidence_files.state as state')
  return rows.map(({ id, state }) => [id, state === 'ready' ? 'kept' : 'removed'])
}
