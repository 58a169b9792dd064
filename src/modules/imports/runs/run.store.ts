import type { Db, Tx } from '../../../db/connection.ts'
import { claimRow, hasNoLease } from '../../../db/row-lease.ts'
import type { Instant } from '../../../domain/time.ts'
import { toImport, type Import, type ImportStatus } from '../imports/import.store.ts'

/** The ids of up to 20 imports that are running or being undone, but on which no process is working. */
export async function importsToRun(db: Db, at: Instant): Promise<string[]> {
  const rows = await db('imports')
    .whereIn('status', ['running', 'undoing'])
    .where(hasNoLease(at))
    .orderBy('started_at')
    .limit(20)
    .select('id')
  return rows.map(({ id }) => id)
}

/**
 * Takes the lease of an import.
 * @returns null when another process has the lease, or when the import is no longer running or being undone
 */
export async function claimImport(trx: Tx, id: string, at: Instant): Promise<Import | null> {
  const row = await trx('imports').where({ id }).whereIn('status', ['running', 'undoing']).first()
  if (!row) return null
  const generation = await claimRow(trx, 'imports', row, at)
  return generation === null ? null : { ...toImport(row), generation }
}

export async function endRun(
  trx: Tx,
  { id, generation }: Import,
  to: { status: ImportStatus; ended_at?: Instant; undone_at?: Instant; rows_kept?: number },
): Promise<void> {
  await trx('imports')
    .where({ id, lease_generation: generation })
    .update({ ...to, lease_until: null, version: trx.raw('version + 1') })
}

/**
 * The ids of up to 50 imports whose rows can be deleted. They ended, or were checked and never started, before a given
 * time.
 */
export async function importsToForget(db: Db, before: Instant): Promise<string[]> {
  const rows = await unusedSince(db, before).limit(50).select('id')
  return rows.map(({ id }) => id)
}

/**
 * As `importsToForget`, for one import. Null when its rows cannot be deleted, for example because it has been started.
 */
export async function importToForget(trx: Tx, id: string, before: Instant): Promise<Import | null> {
  const row = await unusedSince(trx, before).where({ id }).first()
  return row ? toImport(row) : null
}

const unusedSince = (db: Db | Tx, before: Instant) =>
  db('imports')
    .whereNull('rows_deleted_at')
    .whereNotIn('status', ['running', 'undoing'])
    .whereRaw('coalesce(ended_at, started_at, made_at) < ?', [before])
