import type { Db, Tx } from '../../../db/connection.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Award } from '../../../domain/award.ts'
import type { Day } from '../../../domain/time.ts'
import { isOpenOn } from '../../organisations/organisations.public.ts'

/** The number of branches that an award covered on a day, without those that were closed by then. */
export const branchCountOn = (db: Db | Tx, { id }: Pick<Award, 'id'>, day: Day): Lookup<number> =>
  lookup<{ branch_id: string }, number>(
    db('award_branches')
      .join('branches', 'branches.id', 'award_branches.branch_id')
      .where('award_branches.award_id', id)
      .where('award_branches.joined_on', '<=', day)
      .where(still => void still.whereNull('award_branches.left_on').orWhere('award_branches.left_on', '>=', day))
      .modify(isOpenOn(day))
      .distinct('award_branches.branch_id'),
    ['branch_id'],
    rows => rows.length,
  )
