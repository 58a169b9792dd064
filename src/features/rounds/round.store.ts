import type { Db, Tx } from '../../db/connection.ts'
import { looksLikeId } from '../../db/ids.ts'
import type { RoundRow } from '../../db/rows.ts'
import { NotFound, Stale } from '../../domain/refusals.ts'
import { addMinutes } from '../../domain/time.ts'
import type { Instant } from '../../domain/time.ts'
import { takesApplications } from '../../domain/round.ts'
import type { Round } from '../../domain/round.ts'

export async function findRound(db: Db | Tx, id: string): Promise<Round> {
  const row = looksLikeId(id) ? await db('rounds').where({ id }).first() : undefined
  if (!row) throw new NotFound()
  return toRound(row)
}

/** The round that takes first applications now, its grace included; the one that closes first where there are several. */
export async function roundTaking(db: Db | Tx, now: Instant): Promise<Round | null> {
  const longestGrace = 24 * 60
  const rows = await db('rounds').where('closes_at', '>', addMinutes(now, -longestGrace)).where('opens_at', '<=', now).orderBy(['closes_at', 'id'])
  return rows.map(toRound).find(round => takesApplications(round, now)) ?? null
}

/** The round that a draft begun now can aim at: the open one, or else the next. */
export async function roundToAimAt(db: Db | Tx, now: Instant): Promise<Round | null> {
  const row = await db('rounds').where('closes_at', '>', now).orderBy(['closes_at', 'id']).first()
  return row ? toRound(row) : null
}

export interface RoundLine extends Round { applications: number }

/** Latest first; `after` is the last line of the page before. */
export async function roundLines(db: Db, after: { closesAt: string; id: string } | null, limit = 30): Promise<RoundLine[]> {
  const rows = await db('rounds')
    .modify(query => { if (after) query.whereRaw('(closes_at, id) < (?, ?)', [after.closesAt, after.id]) })
    .orderBy([{ column: 'closes_at', order: 'desc' }, { column: 'id', order: 'desc' }]).limit(limit)
    .select('rounds.*', db('applications').whereRaw('applications.round_id = rounds.id').count().as('applications'))
  return (rows as (RoundRow & { applications: number | string })[]).map(row => ({ ...toRound(row), applications: Number(row.applications) }))
}

export async function insertRound(trx: Tx, row: Omit<RoundRow, 'version'>): Promise<void> {
  await trx('rounds').insert({ ...row, version: 1 })
}

/** @throws Stale when somebody else changed it since it was read */
export async function updateRound(trx: Tx, { id }: Round, readAt: number, changes: Pick<RoundRow, 'name' | 'opens_at' | 'closes_at' | 'grace_minutes'>): Promise<void> {
  const changed = await trx('rounds').where({ id, version: readAt }).update({ ...changes, version: readAt + 1 })
  if (changed === 0) throw new Stale()
}

const toRound = (row: RoundRow): Round => ({
  id: row.id,
  name: row.name,
  frameworkVersionId: row.framework_version_id,
  opensAt: row.opens_at,
  closesAt: row.closes_at,
  graceMinutes: row.grace_minutes,
  version: row.version,
})
