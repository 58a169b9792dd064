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

const waitingAtOnce = 200

/**
 * Yields the ids of all files that are waiting for the scanner, each once: evidence files, then inbox files, oldest
 * first.
 */
export async function* idsToScan(db: Db): AsyncGenerator<string> {
  for (const table of tables) {
    let last: { id: string; uploaded_at: Instant } | undefined
    do {
      const waiting: { id: string; uploaded_at: Instant }[] = await waitingIn(db, table, last)
      for (const { id } of waiting) yield id
      last = waiting.length < waitingAtOnce ? undefined : waiting.at(-1)
    } while (last)
  }
}

/** @param after the last file of the previous batch */
const waitingIn = (db: Db, table: (typeof tables)[number], after: { id: string; uploaded_at: Instant } | undefined) =>
  db(table)
    .where({ state: 'scanning' })
    .modify(query => {
      if (after) void query.whereRaw('(uploaded_at, id) > (?, ?)', [after.uploaded_at, after.id])
    })
    .orderBy(['uploaded_at', 'id'])
    .limit(waitingAtOnce)
    .select<{ id: string; uploaded_at: Instant }[]>('id', 'uploaded_at')

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
