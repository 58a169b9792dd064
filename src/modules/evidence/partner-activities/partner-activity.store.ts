import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId, newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Activity } from '../../../domain/partner.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'

export interface ActivityLine extends Activity {
  id: string
  version: number
}

/** The activities with a partner, newest first. */
export const activitiesOf = withKeptSql((db: Db | Tx, partnerId: string): Lookup<ActivityLine[]> =>
  lookup<ActivityLine, ActivityLine[]>(
    () =>
      db('partner_activities')
        .where({ partner_id: partnerId })
        .orderBy([
          { column: 'from_day', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .select('id', 'title', 'from_day as from', 'to_day as to', 'version'),
    ['id', 'title', 'from', 'to', 'version'],
    rows => rows,
  ),
)

/** @throws NotFound when the partner has no activity with that id */
export async function findActivity(db: Db | Tx, partnerId: string, id: string): Promise<ActivityLine> {
  const row = looksLikeId(id) ? await db('partner_activities').where({ partner_id: partnerId, id }).first() : undefined
  if (!row) throw new NotFound()
  return { id: row.id, title: row.title, from: row.from_day, to: row.to_day, version: row.version }
}

export async function countActivities(trx: Tx, partnerId: string): Promise<number> {
  const [row] = await trx('partner_activities')
    .where({ partner_id: partnerId })
    .count<{ count: number | string }[]>('id as count')
  return Number(row?.count ?? 0)
}

/** @returns the id of the activity */
export async function insertActivity(trx: Tx, row: Omit<Row<'partner_activities'>, 'id' | 'version'>): Promise<string> {
  const id = newId()
  await trx('partner_activities').insert({ ...row, id, version: 1 })
  return id
}

/** @throws Stale when the activity has been changed or removed since `version` was read */
export async function updateActivity(
  trx: Tx,
  { id, version }: { id: string; version: number },
  changes: Partial<Omit<Row<'partner_activities'>, 'id' | 'version'>>,
): Promise<void> {
  const changed = await trx('partner_activities')
    .where({ id, version })
    .update({ ...changes, version: version + 1 })
  if (changed === 0) throw new Stale()
}

/** @throws Stale when the activity has been changed or removed since `version` was read */
export async function deleteActivity(trx: Tx, { id, version }: Pick<ActivityLine, 'id' | 'version'>): Promise<void> {
  if ((await trx('partner_activities').where({ id, version }).delete()) === 0) throw new Stale()
}
