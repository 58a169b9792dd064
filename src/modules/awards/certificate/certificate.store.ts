import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { isOpenOn } from '../../organisations/organisations.public.ts'

/** The number of branches that an award covered on a day, without the branches that were closed on that day. */
export const branchCountOn = withKeptSql((db: Db | Tx, id: string, day: Day): Lookup<number> =>
  lookup<{ branch_id: string }, number>(
    () =>
      db('award_branches')
        .join('branches', 'branches.id', 'award_branches.branch_id')
        .where('award_branches.award_id', id)
        .where('award_branches.joined_on', '<=', day)
        .where(still => void still.whereNull('award_branches.left_on').orWhere('award_branches.left_on', '>=', day))
        .modify(isOpenOn(day))
        .distinct('award_branches.branch_id'),
    ['branch_id'],
    rows => rows.length,
  ),
)

/**
 * The day on which the decision letter of each award period was first released, by the number of the period. A period
 * that was decided elsewhere is left out.
 */
export const lettersOfTermsWith = withKeptSql((db: Db | Tx, id: string): Lookup<Map<number, Day>> =>
  lookup<{ number: number; at: Instant }, Map<number, Day>>(
    () =>
      db('terms')
        .join('decisions', 'decisions.application_id', 'terms.application_id')
        .where('terms.award_id', id)
        .whereNot('decisions.outcome', 'not yet')
        .whereNotNull('decisions.released_at')
        .groupBy('terms.number')
        .select('terms.number')
        .min('decisions.released_at as at'),
    ['number', 'at'],
    rows => new Map(rows.map(({ number, at }) => [number, dayOf(at)])),
  ),
)
