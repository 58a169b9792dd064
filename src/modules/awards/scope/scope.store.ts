import type { Tx } from '../../../db/connection.ts'
import type { Award } from '../../../domain/award.ts'
import { addDays, type Day } from '../../../domain/time.ts'

/** Gives an award the branches of its renewal, from that day. A branch in another award of its stream stays there. */
export async function takeScopeOver(
  trx: Tx,
  { id, streamId }: Pick<Award, 'id' | 'streamId'>,
  scope: readonly string[],
  today: Day,
): Promise<void> {
  const held = await trx('award_branches').where({ award_id: id }).whereNull('left_on').pluck('branch_id')
  const elsewhere = await trx('award_branches')
    .join('awards', 'awards.id', 'award_branches.award_id')
    .whereIn('award_branches.branch_id', [...scope])
    .whereNull('award_branches.left_on')
    .where('awards.stream_id', streamId)
    .whereNot('awards.id', id)
    .whereNot('awards.status', 'ended')
    .pluck<string[]>('award_branches.branch_id')
  const leaving = held.filter(branch => !scope.includes(branch))
  const joining = scope.filter(branch => !held.includes(branch) && !elsewhere.includes(branch))
  if (leaving.length > 0)
    await trx('award_branches')
      .where({ award_id: id })
      .whereIn('branch_id', leaving)
      .whereNull('left_on')
      .update({ left_on: addDays(today, -1) })
  await trx.batchInsert(
    'award_branches',
    joining.map(branch_id => ({ award_id: id, branch_id, joined_on: today, left_on: null })),
    100,
  )
}
