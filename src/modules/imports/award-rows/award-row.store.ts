import type { Db, Tx } from '../../../db/connection.ts'
import type { Day } from '../../../domain/time.ts'

/**
 * @returns the id of one of the organisation's awards that has not ended and has a term with these dates and exactly
 * these branches; null if there is none
 */
export async function awardsLike(
  db: Db | Tx,
  { id }: { id: string },
  { from, to, scope }: { from: Day; to: Day; scope: readonly string[] },
): Promise<string | null> {
  const rows = await db('awards')
    .join('terms', 'terms.award_id', 'awards.id')
    .where('awards.organisation_id', id)
    .where('terms.starts_on', from)
    .where('terms.ends_on', to)
    .whereNot('awards.status', 'ended')
    .orderBy('awards.id')
    .select<{ id: string }[]>('awards.id')
  for (const award of rows) {
    const branches = await db('award_branches').where({ award_id: award.id }).whereNull('left_on').pluck('branch_id')
    if (branches.length === scope.length && branches.every(branch => scope.includes(branch as string))) return award.id
  }
  return null
}
