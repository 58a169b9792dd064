import type { Db, Tx } from '../db/connection.ts'
import type { FileState } from '../domain/evidence.ts'
import type { Instant } from '../domain/time.ts'
import type { RowState } from './store.ts'

/**
 * The states of stored files, by id: `removed` if their bytes are to be deleted, otherwise `kept`. Ids without a row
 * are left out.
 */
export async function rowStatesOf(db: Db, ids: readonly string[]): Promise<Map<string, RowState>> {
  const upload = await inboxFileStatesOf(db, ids) // read first: files move from inboxes to evidence, never back
  const held = await db('held_files')
    .whereIn('id', [...ids])
    .select('id')
  const rows = await db('evidence_files')
    .whereIn('id', [...ids])
    .select('id', 'state')
  return new Map([
    ...upload,
    ...held.map(({ id }): [string, RowState] => [id, 'kept']),
    ...rows.map(
      ({ id, state }) => [id, state === 'removed' || state === 'refused' ? 'removed' : 'kept'] as [string, RowState],
    ),
  ])
}

/** Whether the database has any evidence file that should be on the disk. */
export const knowsFiles = async (db: Db): Promise<boolean> =>
  (await db('evidence_files').whereNotIn('state', ['removed', 'refused']).first('id')) !== undefined

/** The states of files in inboxes, and of their small previews. */
async function inboxFileStatesOf(db: Db, ids: readonly string[]): Promise<[string, RowState][]> {
  const rows = await db('inbox_files')
    .whereIn('id', [...ids])
    .orWhereIn('small_id', [...ids])
    .select('id', 'small_id', 'state')
  return rows.flatMap(({ id, small_id: small, state }) =>
    [id, ...(small ? [small] : [])].map((each): [string, RowState] => [each, state === 'refused' ? 'removed' : 'kept']),
  )
}

/** The ids of files that are waiting for the scanner: first those of evidence, then those in inboxes. */
export async function idsToScan(db: Db, limit = 200): Promise<string[]> {
  const ids: string[] = []
  for (const table of tables)
    ids.push(
      ...(await db(table)
        .where({ state: 'scanning' })
        .orderBy(['uploaded_at', 'id'])
        .limit(limit - ids.length)
        .pluck<string[]>('id')),
    )
  return ids
}

/** @returns false when another process has scanned the file, or the file was removed */
export async function updateScanned(
  trx: Tx,
  id: string,
  { state, scannedBy, at }: { state: FileState; scannedBy: string; at: Instant },
): Promise<boolean> {
  let changed = 0
  for (const table of tables)
    changed += await trx(table)
      .where({ id, state: 'scanning' })
      .update({ state, scanned_by: scannedBy, scanned_at: at })
  return changed > 0
}

const tables = ['evidence_files', 'inbox_files'] as const
