import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId, newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import { claimRow, hasNoLease } from '../../../db/row-lease.ts'
import type { Row } from '../../../db/tables.ts'
import type { BulkChangeKind } from '../../../domain/bulk-change.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'

/**
 * A change to several items of evidence. `owner` is set for a change of owner, and `tags` for a change of criteria or
 * branches.
 */
export interface BulkChange {
  id: string
  organisationId: string
  kind: BulkChangeKind
  startedBy: string
  startedAt: Instant
  owner: string | null
  /** the ids of the criteria to add, or of the new branches */
  tags: readonly string[]
  status: 'running' | 'finished' | 'undoing' | 'undone'
  /** the id of the person who is undoing or has undone the change; null while no one has */
  undoneBy: string | null
  generation: number
}

export async function insertBulkChange(
  trx: Tx,
  change: Pick<BulkChange, 'organisationId' | 'kind' | 'startedBy' | 'startedAt' | 'owner' | 'tags'>,
  items: readonly { id: string; version: number }[],
): Promise<string> {
  const id = newId()
  await trx('bulk_changes').insert({
    id,
    organisation_id: change.organisationId,
    started_by: change.startedBy,
    started_at: change.startedAt,
    ended_at: null,
    undone_by: null,
    undone_at: null,
    kind: change.kind,
    owner_id: change.owner,
    tags: JSON.stringify(change.tags),
    status: 'running',
    lease_until: null,
    lease_generation: 0,
  })
  const rows = items.map((item, number) => ({
    change_id: id,
    evidence_id: item.id,
    number,
    version_seen: item.version,
    version_after: null,
    owner_before: null,
    tags_before: null,
    to_complete_before: 0 as const,
    result: null,
    undo_result: null,
  }))
  await trx.batchInsert('bulk_change_items', rows, 50)
  return id
}

/** @throws NotFound for an unknown change, and for one that belongs to another organisation */
export async function findBulkChange(db: Db | Tx, organisation: { id: string }, id: string): Promise<BulkChange> {
  const found = looksLikeId(id) ? await runLookup(db, bulkChangeWithId(db, organisation.id, id)) : null
  if (!found) throw new NotFound()
  return found
}

const columns = [
  'id',
  'organisation_id',
  'kind',
  'started_by',
  'started_at',
  'owner_id',
  'tags',
  'status',
  'undone_by',
  'lease_generation',
] as const satisfies readonly (keyof Row<'bulk_changes'>)[]
type ChangeRow = Pick<Row<'bulk_changes'>, (typeof columns)[number]>

const bulkChangeWithId = withKeptSql((db: Db | Tx, organisationId: string, id: string): Lookup<BulkChange | null> =>
  lookup<ChangeRow, BulkChange | null>(
    () =>
      db('bulk_changes')
        .where({ id, organisation_id: organisationId })
        .select(...columns),
    columns,
    ([row]) => (row ? toBulkChange(row) : null),
  ),
)

/**
 * Returns the ids of changes that are running or being undone and that no process is working on, oldest first, at most
 * 20.
 */
export async function bulkChangesToRun(db: Db, at: Instant): Promise<string[]> {
  return db('bulk_changes')
    .whereIn('status', ['running', 'undoing'])
    .where(hasNoLease(at))
    .orderBy('started_at')
    .limit(20)
    .pluck('id')
}

/**
 * Takes the lease of a change.
 * @returns null when another process has the lease, or nothing is left to do
 */
export async function claimBulkChange(trx: Tx, id: string, at: Instant): Promise<BulkChange | null> {
  const row = await trx('bulk_changes').where({ id }).whereIn('status', ['running', 'undoing']).first()
  if (!row) return null
  const generation = await claimRow(trx, 'bulk_changes', row, at)
  return generation === null ? null : { ...toBulkChange(row), generation }
}

export async function endBulkChange(trx: Tx, { id, status, generation }: BulkChange, at: Instant): Promise<void> {
  await trx('bulk_changes')
    .where({ id, lease_generation: generation })
    .update({
      ...(status === 'undoing' ? { status: 'undone', undone_at: at } : { status: 'finished', ended_at: at }),
      lease_until: null,
    })
}

/** @throws Stale when the change is not finished or has already been undone */
export async function markUndoing(trx: Tx, { id }: Pick<BulkChange, 'id'>, undoneBy: string): Promise<void> {
  const changed = await trx('bulk_changes')
    .where({ id, status: 'finished' })
    .update({ status: 'undoing', undone_by: undoneBy })
  if (changed === 0) throw new Stale()
}

export interface RemovedTogether {
  id: string
  startedAt: Instant
  count: number
}

/**
 * The latest `limit` finished removals since `since`, newest first. Leaves out removals whose items can no longer be
 * restored. `count` is the number of items that can still be restored.
 */
export const latestRemovals = withKeptSql(
  (db: Db, organisationId: string, { since, limit }: { since: Instant; limit: number }): Lookup<RemovedTogether[]> =>
    lookup<Omit<RemovedTogether, 'count'> & { count: number | string }, RemovedTogether[]>(
      () =>
        db('bulk_changes')
          .where({ organisation_id: organisationId, kind: 'removal' })
          .where('started_at', '>', since)
          .where({ status: 'finished' })
          .orderBy([
            { column: 'started_at', order: 'desc' },
            { column: 'id', order: 'desc' },
          ])
          .limit(limit)
          .select(
            'id',
            'started_at as startedAt',
            db.raw(
              `(select count(*) from bulk_change_items join evidence on evidence.id = bulk_change_items.evidence_id
                where change_id = bulk_changes.id and result = 'done' and evidence.erase_on is not null) as count`,
            ),
          ),
      ['id', 'startedAt', 'count'],
      rows => rows.map(row => ({ ...row, count: Number(row.count) })).filter(({ count }) => count > 0),
    ),
)

/** Returns the ids of finished and undone changes that started before the given time, oldest first; at most `limit`. */
export async function oldBulkChanges(db: Db, before: Instant, limit: number): Promise<string[]> {
  return db('bulk_changes')
    .whereIn('status', endedStatuses)
    .where('started_at', '<', before)
    .orderBy('started_at')
    .limit(limit)
    .pluck('id')
}

const endedStatuses = ['finished', 'undone']

/** Deletes a change, unless someone has just started to undo it. */
export async function deleteBulkChange(trx: Tx, id: string): Promise<void> {
  const ended = await trx('bulk_changes').where({ id }).whereIn('status', endedStatuses).first('id')
  if (!ended) return
  await trx('bulk_change_items').where({ change_id: id }).delete()
  await trx('bulk_changes').where({ id }).delete()
}

const toBulkChange = (row: ChangeRow): BulkChange => ({
  id: row.id,
  organisationId: row.organisation_id,
  kind: row.kind as BulkChangeKind,
  startedBy: row.started_by,
  startedAt: row.started_at,
  owner: row.owner_id,
  tags: JSON.parse(row.tags) as string[],
  status: row.status as BulkChange['status'],
  undoneBy: row.undone_by,
  generation: row.lease_generation,
})
