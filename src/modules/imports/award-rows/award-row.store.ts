import type { Db, Tx } from '../../../db/connection.ts'
import type { AwardStatus } from '../../../domain/award.ts'
import type { Day } from '../../../domain/time.ts'

/**
 * Finds an award of the organisation that has an award period with these dates. First looks for an award that has not
 * ended and has exactly these branches, then for an ended award with any of them. Leaves out awards recorded by
 * mistake.
 * @returns null if there is none
 */
export async function awardsLike(
  db: Db | Tx,
  { id }: { id: string },
  { from, to, scope }: { from: Day; to: Day; scope: readonly string[] },
): Promise<{ id: string; isEnded: boolean } | null> {
  const rows = await db('awards')
    .join('terms', 'terms.award_id', 'awards.id')
    .where('awards.organisation_id', id)
    .where('terms.starts_on', from)
    .where('terms.ends_on', to)
    .whereNull('awards.removed_at')
    .orderByRaw("case when awards.status = 'ended' then 1 else 0 end, awards.id")
    .select<{ id: string; status: AwardStatus }[]>('awards.id', 'awards.status')
  for (const { id: awardId, status } of rows) {
    const held: string[] = await db('award_branches')
      .where({ award_id: awardId })
      .whereNull('left_on')
      .pluck('branch_id')
    const isEnded = status === 'ended'
    const isLike = isEnded
      ? held.some(branch => scope.includes(branch))
      : held.length === scope.length && held.every(branch => scope.includes(branch))
    if (isLike) return { id: awardId, isEnded }
  }
  return null
}
