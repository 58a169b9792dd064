import type { Db, Tx } from '../../../db/connection.ts'
import { addMilliseconds, addMinutes, type Instant } from '../../../domain/time.ts'
import { toImport, type Import, type ImportStatus } from '../imports/import.store.ts'

const leaseSeconds = 60
/** A lease that ends later than this was taken while the clock was wrong, and is ignored. */
const maxLeaseMinutes = 24 * 60

/** Imports with rows to save or undo that no process is working on. */
export async function importsToRun(db: Db, at: Instant): Promise<string[]> {
  const rows = await db('imports')
    .whereIn('status', ['running', 'undoing'])
    .where(free =>
      free
        .whereNull('lease_until')
        .orWhere('lease_until', '<=', at)
        .orWhere('lease_until', '>', addMinutes(at, maxLeaseMinutes)),
    )
    .orderBy('started_at')
    .limit(20)
    .select('id')
  return rows.map(({ id }) => id)
}

/**
 * Takes the lease of an import.
 * @returns null when another process has the lease, or nothing is left to do
 */
export async function claimImport(trx: Tx, id: string, at: Instant): Promise<Import | null> {
  const row = await trx('imports').where({ id }).whereIn('status', ['running', 'undoing']).first()
  if (!row) return null
  const isFree = row.lease_until === null || row.lease_until <= at || row.lease_until > addMinutes(at, maxLeaseMinutes)
  if (!isFree) return null
  const generation = row.lease_generation + 1
  const changed = await trx('imports')
    .where({ id, lease_generation: row.lease_generation })
    .update({ lease_generation: generation, lease_until: addMilliseconds(at, leaseSeconds * 1_000) })
  return changed === 1 ? { ...toImport(row), generation } : null
}

/**
 * Extends the lease, in the transaction of a batch.
 * @returns false when the import was stopped or the lease was lost
 */
export async function extendLease(trx: Tx, { id, generation, status }: Import, at: Instant): Promise<boolean> {
  const changed = await trx('imports')
    .where({ id, lease_generation: generation, status })
    .update({ lease_until: addMilliseconds(at, leaseSeconds * 1_000) })
  return changed === 1
}

/** Releases the lease, so that another process need not wait until the lease expires. */
export async function endImportLease(trx: Tx, { id, generation }: Import): Promise<void> {
  await trx('imports').where({ id, lease_generation: generation }).update({ lease_until: null })
}

export async function endRun(
  trx: Tx,
  { id, generation }: Import,
  to: { status: ImportStatus; ended_at?: Instant; undone_at?: Instant },
): Promise<void> {
  await trx('imports')
    .where({ id, lease_generation: generation })
    .update({ ...to, lease_until: null, version: trx.raw('version + 1') })
}

/** Imports whose rows can be deleted, because the imports can no longer be undone. */
export async function importsToForget(db: Db, before: Instant): Promise<string[]> {
  const rows = await db('imports')
    .whereNull('rows_deleted_at')
    .whereNotIn('status', ['running', 'undoing'])
    .whereRaw('coalesce(undone_at, ended_at, started_at, made_at) < ?', [before])
    .limit(50)
    .select('id')
  return rows.map(({ id }) => id)
}
