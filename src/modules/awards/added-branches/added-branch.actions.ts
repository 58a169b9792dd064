import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { dayOf } from '../../../domain/time.ts'
import { recordEvent } from '../../../history/record.ts'
import { branchesTakenBesideAward, lockOrganisation } from '../../organisations/organisations.public.ts'
import type { NamedAward } from '../awards/award.store.ts'
import { makeDueMoves } from '../lifecycle/lifecycle.actions.ts'
import { insertAddedBranches, branchesToAdd } from './added-branch.store.ts'

/**
 * Adds branches to an award during its award period, starting today. The next appraisal includes them.
 * @throws FormRefused when the award has lapsed or ended, or when a branch cannot be added
 */
export async function addBranchesToAward(
  work: UnitOfWork,
  { id }: Pick<NamedAward, 'id'>,
  scope: readonly string[],
): Promise<void> {
  const award = await makeDueMoves(work, id)
  await lockOrganisation(work.trx, { id: award.organisationId })
  if (award.status === 'lapsed' || award.status === 'ended') throw new FormRefused('scope', 'awards.branches.over')
  const taken = await branchesTakenBesideAward(work.trx, award)
  const free = await branchesToAdd(work.trx, award, dayOf(work.at))
  const wrong = free.filter(branch => scope.includes(branch.id) && taken.has(branch.id))
  if (wrong.length > 0 || scope.some(branch => !free.some(each => each.id === branch)))
    throw new FormRefused('scope', 'awards.branches.taken')
  await insertAddedBranches(work.trx, award, scope, dayOf(work.at))
  await recordEvent(
    work,
    'award.branches_added',
    { kind: 'award', id, organisationId: award.organisationId },
    { branches: scope },
  )
}
