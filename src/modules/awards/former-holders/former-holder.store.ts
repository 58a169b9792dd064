import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { FormerHolder } from '../../../domain/award-holder.ts'
import type { Day } from '../../../domain/time.ts'

/** The organisations that held an award until they were merged into another, earliest first. */
export const formerHoldersWith = withKeptSql((db: Db | Tx, id: string): Lookup<FormerHolder[]> =>
  lookup<FormerHolder, FormerHolder[]>(
    () =>
      db('award_former_holders')
        .where({ award_id: id })
        .orderBy('last_day')
        .select('last_day as lastDay', 'name', 'place'),
    ['lastDay', 'name', 'place'],
    rows => rows,
  ),
)

/**
 * Saves the name and place of an organisation for each of its awards, before a merge moves them. After a second merge
 * on the same day, the first name stays.
 */
export async function keepFormerHolder(
  trx: Tx,
  { id, name, place }: { id: string; name: string; place: string },
  lastDay: Day,
): Promise<void> {
  const awards = await trx('awards').where({ organisation_id: id }).pluck('id')
  if (awards.length === 0) return
  await trx('award_former_holders')
    .insert(awards.map(award_id => ({ award_id, last_day: lastDay, name, place })))
    .onConflict(['award_id', 'last_day'])
    .ignore()
}
