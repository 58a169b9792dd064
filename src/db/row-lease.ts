import type { Knex } from 'knex'
import { addMilliseconds, addMinutes, type Instant } from '../domain/time.ts'
import type { Tx } from './connection.ts'

/** Tables with the columns `lease_until` and `lease_generation`. One process at a time works on each row. */
type Leased = 'imports' | 'date_moves' | 'bulk_changes'

/** The id of a row, and the generation of the lease that this process took on it. */
export interface RowLease {
  id: string
  generation: number
}

const leaseSeconds = 60
/**
 * The maximum number of minutes until a lease ends. A lease that ends later was taken while the clock was wrong, and is
 * ignored.
 */
const maxLeaseMinutes = 24 * 60

/** A condition for rows that no process is working on. */
export const hasNoLease =
  (at: Instant) =>
  (free: Knex.QueryBuilder): void =>
    void free
      .whereNull('lease_until')
      .orWhere('lease_until', '<=', at)
      .orWhere('lease_until', '>', addMinutes(at, maxLeaseMinutes))

/**
 * Takes the lease of a row. The conditional update gives it to only one process.
 * @returns the generation of the lease; null while another process has it
 */
export async function claimRow(
  trx: Tx,
  table: Leased,
  row: { id: string; lease_until: Instant | null; lease_generation: number },
  at: Instant,
): Promise<number | null> {
  const { id, lease_until: until, lease_generation: before } = row
  const isFree = until === null || until <= at || until > addMinutes(at, maxLeaseMinutes)
  if (!isFree) return null
  const changed = await trx(table as 'imports')
    .where({ id, lease_generation: before })
    .update({ lease_generation: before + 1, lease_until: leaseEnd(at) })
  return changed === 1 ? before + 1 : null
}

/**
 * Extends the lease, in the transaction of the work.
 * @param status the status that a row has during the work
 * @returns false when the row has another status or another process has the lease
 */
export async function extendRowLease(
  trx: Tx,
  table: Leased,
  { id, generation, status }: RowLease & { status: string },
  at: Instant,
): Promise<boolean> {
  const changed = await trx(table as 'imports')
    .where({ id, lease_generation: generation, status })
    .update({ lease_until: leaseEnd(at) })
  return changed === 1
}

/** Releases the lease, so that another process need not wait until the lease expires. */
export async function endRowLease(trx: Tx, table: Leased, { id, generation }: RowLease): Promise<void> {
  await trx(table as 'imports')
    .where({ id, lease_generation: generation })
    .update({ lease_until: null })
}

const leaseEnd = (at: Instant): Instant => addMilliseconds(at, leaseSeconds * 1_000)
