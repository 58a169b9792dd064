import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Award } from '../../../domain/award.ts'
import type { Day } from '../../../domain/time.ts'
import { branchesOf, openOn, type Branch } from '../../organisations/organisations.public.ts'

/**
 * The organisation's open branches that the award does not cover, including those in another award or in an
 * application. A branch that joined and left today cannot join again until tomorrow.
 */
export async function branchesToAdd(
  db: Db | Tx,
  { id, organisationId }: Pick<Award, 'id' | 'organisationId'>,
  today: Day,
): Promise<Branch[]> {
  const covered = await runLookup(db, branchesCovered(db, id, today))
  return openOn(await branchesOf(db, { id: organisationId }), today).filter(branch => !covered.includes(branch.id))
}

const branchesCovered = withKeptSql((db: Db | Tx, awardId: string, today: Day): Lookup<string[]> =>
  lookup<{ branch_id: string }, string[]>(
    () =>
      db('award_branches')
        .where({ award_id: awardId })
        .where(now => now.whereNull('left_on').orWhere('joined_on', today))
        .select('branch_id'),
    ['branch_id'],
    rows => rows.map(row => row.branch_id),
  ),
)

/** Adds these branches to the award, starting today. */
export async function insertAddedBranches(
  trx: Tx,
  { id }: Pick<Award, 'id'>,
  scope: readonly string[],
  today: Day,
): Promise<void> {
  await trx.batchInsert(
    'award_branches',
    scope.map(branch_id => ({ award_id: id, branch_id, joined_on: today, left_on: null })),
    100,
  )
}
