import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId, newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import { claimRow, hasNoLease } from '../../../db/row-lease.ts'
import type { Row } from '../../../db/tables.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import { addMonths, type Day, type Instant } from '../../../domain/time.ts'
import { nextKinds } from '../../awards/awards.public.ts'
import { endOfAward } from '../renewal-filters/renewal-filter.store.ts'
import type { Done } from '../renewals-bulk/renewals-bulk.actions.ts'

/** `stopped`: the person who started the extension lost their role, so another coordinator can continue it. */
export type DateMoveStatus = 'running' | 'stopped' | 'finished'

/** One bulk extension. Its awards are rows of `date_move_awards`. */
export interface DateMove {
  id: string
  startedBy: string
  startedAt: Instant
  reason: string
  status: DateMoveStatus
  generation: number
}

/** One award of a bulk extension. `result` is null until the award has been extended or skipped. */
export interface MovedAward {
  awardId: string
  version: number
  before: Day | null
  until: Day
  result: Done | 'not saved' | null
}

const candidatesMost = 2_000

/**
 * The ids of awards that end in a month and need a full reappraisal next, by end date.
 * @param from the first month of the forecast. Awards that ended before this month count as ending in it
 */
export async function awardsToMove(
  db: Db | Tx,
  { month, from, fullEvery }: { month: Day; from: Day; fullEvery: number },
): Promise<string[]> {
  const ids = await runLookup(db, awardsEnding(db, { from: month === from ? '0000-00-00' : month, month }))
  const kinds = await nextKinds(db, ids)
  return ids.filter(id => {
    const { light, isFull } = kinds.get(id)!
    return isFull || light + 1 >= fullEvery
  })
}

const awardsEnding = withKeptSql((db: Db | Tx, { from, month }: { from: string; month: Day }): Lookup<string[]> =>
  lookup<{ id: string }, string[]>(
    () =>
      db('awards')
        .whereRaw("awards.status not in ('lapsed', 'ended')")
        .whereNotNull('awards.valid_to')
        .whereRaw(`${endOfAward} >= ? and ${endOfAward} < ?`, [from, addMonths(month, 1)])
        .orderByRaw(`${endOfAward}, awards.id`)
        .limit(candidatesMost)
        .select('awards.id'),
    ['id'],
    rows => rows.map(({ id }) => id),
  ),
)

export async function insertDateMove(
  trx: Tx,
  move: { startedBy: string; startedAt: Instant; reason: string; plan: string },
  awards: readonly Omit<MovedAward, 'result'>[],
): Promise<string> {
  const id = newId()
  await trx('date_moves').insert({
    id,
    started_by: move.startedBy,
    started_at: move.startedAt,
    ended_at: null,
    reason: move.reason,
    plan: move.plan,
    status: 'running',
    lease_until: null,
    lease_generation: 0,
  })
  const rows = awards.map(({ awardId, version, before, until }, number) => ({
    move_id: id,
    award_id: awardId,
    number,
    award_version: version,
    valid_to_before: before,
    until,
    result: null,
  }))
  await trx.batchInsert('date_move_awards', rows, 100)
  return id
}

/** @throws NotFound when there is no such extension */
export async function findDateMove(db: Db | Tx, id: string): Promise<DateMove> {
  const row = looksLikeId(id) ? await db('date_moves').where({ id }).first() : undefined
  if (!row) throw new NotFound()
  return toDateMove(row)
}

/** The latest bulk extensions, newest first. */
export async function latestDateMoves(db: Db, limit: number): Promise<DateMove[]> {
  const rows = await db('date_moves')
    .orderBy([
      { column: 'started_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit)
  return rows.map(toDateMove)
}

/** The awards of a bulk extension, in the order in which they are moved. */
export async function movedAwards(db: Db | Tx, { id }: Pick<DateMove, 'id'>): Promise<MovedAward[]> {
  return (await db('date_move_awards').where({ move_id: id }).orderBy('number')).map(toMovedAward)
}

export async function nextAwardToMove(trx: Tx, { id }: Pick<DateMove, 'id'>): Promise<MovedAward | null> {
  const row = await trx('date_move_awards').where({ move_id: id }).whereNull('result').orderBy('number').first()
  return row ? toMovedAward(row) : null
}

export async function saveMoveResult(
  trx: Tx,
  { id }: Pick<DateMove, 'id'>,
  { awardId, result }: Pick<MovedAward, 'awardId' | 'result'>,
): Promise<void> {
  await trx('date_move_awards').where({ move_id: id, award_id: awardId }).update({ result })
}

/** Up to 20 ids of running bulk extensions that no process is working on. */
export async function dateMovesToRun(db: Db, at: Instant): Promise<string[]> {
  return db('date_moves').where({ status: 'running' }).where(hasNoLease(at)).orderBy('started_at').limit(20).pluck('id')
}

/**
 * Takes the lease of a bulk extension.
 * @returns null when another process has the lease, or the extension is not running
 */
export async function claimDateMove(trx: Tx, id: string, at: Instant): Promise<DateMove | null> {
  const row = await trx('date_moves').where({ id, status: 'running' }).first()
  if (!row) return null
  const generation = await claimRow(trx, 'date_moves', row, at)
  return generation === null ? null : { ...toDateMove(row), generation }
}

export async function endDateMove(
  trx: Tx,
  { id, generation }: DateMove,
  ended: { status: 'stopped' | 'finished'; at: Instant },
): Promise<void> {
  await trx('date_moves')
    .where({ id, lease_generation: generation })
    .update({ status: ended.status, ended_at: ended.at, lease_until: null })
}

/** @throws Stale when the extension is already running, or has finished */
export async function continueDateMove(trx: Tx, { id }: Pick<DateMove, 'id'>, startedBy: string): Promise<void> {
  const changed = await trx('date_moves')
    .where({ id, status: 'stopped' })
    .update({ status: 'running', started_by: startedBy, ended_at: null })
  if (changed === 0) throw new Stale()
}

const toDateMove = (row: Row<'date_moves'>): DateMove => ({
  id: row.id,
  startedBy: row.started_by,
  startedAt: row.started_at,
  reason: row.reason,
  status: row.status as DateMoveStatus,
  generation: row.lease_generation,
})

const toMovedAward = (row: Row<'date_move_awards'>): MovedAward => ({
  awardId: row.award_id,
  version: row.award_version,
  before: row.valid_to_before,
  until: row.until,
  result: row.result as MovedAward['result'],
})
