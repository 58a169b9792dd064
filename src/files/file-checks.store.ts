import type { Knex } from 'knex'
import type { Db, Tx } from '../db/connection.ts'
import { addDays, type Day } from '../domain/time.ts'

type TableOfFiles = 'evidence_files' | 'inbox_files' | 'evidence_previews'

/** Rows whose files are checked together. `state` is null for previews, which have no state. */
export interface FileGroup {
  table: TableOfFiles
  state: 'ready' | 'scanning' | null
}

/**
 * The groups of files to check: evidence, then inboxes, then previews. Leaves out files that are held for only a day.
 */
const fileGroups: readonly FileGroup[] = [
  { table: 'evidence_files', state: 'ready' },
  { table: 'evidence_files', state: 'scanning' },
  { table: 'inbox_files', state: 'ready' },
  { table: 'inbox_files', state: 'scanning' },
  { table: 'evidence_previews', state: null },
]

/**
 * Why a file is checked: its last check found damage, it was never checked, or its last check was a month ago. Damaged
 * files are first, so that a run does not check a file twice.
 */
export type Due = (typeof reasons)[number]
const reasons = ['damaged', 'never checked', 'checked a month ago'] as const

/** Every group once for each reason, in the order in which files are checked. */
export const dueGroups: readonly { group: FileGroup; due: Due }[] = reasons.flatMap(due =>
  fileGroups.map(group => ({ group, due })),
)

/** A row, with its stored file. A file in an inbox can have a small preview too. */
export interface RowToCheck {
  id: string
  files: readonly { id: string; size: number; sha256: string }[]
}

const daysBetweenChecks = 30

/**
 * The next rows of a group to check for the reason `due`, without those in `except`. Damaged rows come in the order of
 * their ids, starting after the id `after`. Rows never checked come newest first, and other rows with the oldest check
 * first.
 */
export async function rowsToCheck(
  db: Db,
  { group, due }: { group: FileGroup; due: Due },
  { today, after, limit, except }: { today: Day; after: string; limit: number; except: readonly string[] },
): Promise<RowToCheck[]> {
  const added = group.table === 'evidence_previews' ? 'made_at' : 'uploaded_at'
  const query = kept(db, group)
    .whereNotIn('id', [...except])
    .limit(limit)
  if (due === 'never checked')
    // PostgreSQL can read the index backwards, instead of sorting, only if the order also includes `checked_on`,
    // descending like the other columns. The column is null in all these rows, so the order stays the same.
    void query.whereNull('checked_on').orderBy(latestFirst(['checked_on', added, 'id']))
  else if (due === 'damaged') void query.where({ damaged: 1 }).where('id', '>', after).orderBy('id')
  else void query.where('checked_on', '<=', addDays(today, -daysBetweenChecks)).orderBy(['checked_on', added, 'id'])
  const rows = (await query.select('*')) as StoredRow[]
  return rows.map(({ id, size, sha256, small_id: small, small_size: smallSize, small_sha256: smallSha256 }) => ({
    id,
    files: [
      { id, size: Number(size), sha256 },
      ...(small ? [{ id: small, size: Number(smallSize), sha256: smallSha256! }] : []),
    ],
  }))
}

interface StoredRow {
  id: string
  size: number
  sha256: string
  small_id?: string | null
  small_size?: number | null
  small_sha256?: string | null
}

const latestFirst = (columns: readonly string[]) => columns.map(column => ({ column, order: 'desc' as const }))

/** The rows of a group whose stored file must exist. */
function kept(db: Db | Tx, { table, state }: FileGroup): Knex.QueryBuilder {
  const rows = db.queryBuilder().from(table) as Knex.QueryBuilder
  if (state !== null) return rows.where({ state })
  return rows.whereExists(
    db('evidence_files')
      .where('evidence_files.id', db.ref(`${table}.file_id`))
      .where('evidence_files.state', 'ready'),
  )
}

/**
 * Records checks. A row that was removed while its file was checked does not count as damaged.
 * @returns the ids of the rows recorded as damaged
 */
export async function saveChecks(
  trx: Tx,
  group: FileGroup,
  { whole, damaged, today }: { whole: readonly string[]; damaged: readonly string[]; today: Day },
): Promise<string[]> {
  await kept(trx, group)
    .whereIn('id', [...whole])
    .update({ checked_on: today, damaged: 0 })
  const changed = await kept(trx, group)
    .whereIn('id', [...damaged])
    .update({ checked_on: today, damaged: 1 }, ['id'])
  return (changed as { id: string }[]).map(({ id }) => id)
}

/**
 * The number of stored files whose last check found damage.
 * @param limit the highest number to count in each group
 */
export async function countDamagedFiles(db: Db, limit: number): Promise<number> {
  let count = 0
  for (const group of fileGroups)
    count += (await kept(db, group).where({ damaged: 1 }).limit(limit).select('id')).length
  return count
}
