import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { BranchChanges, NewBranches } from './branch.forms.ts'
import { branchesOf, insertBranches, openOn, updateBranch, type Branch } from './branch.store.ts'
import { newId } from '../../../db/ids.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { dayOf } from '../../../domain/time.ts'
import { recordEvent } from '../../../history/record.ts'
import { entity } from '../organisations/organisation.actions.ts'

const openBranches = async (work: UnitOfWork, organisation: Organisation): Promise<Branch[]> =>
  openOn(await branchesOf(work.trx, organisation), dayOf(work.at))

/** @throws FormRefused when one of the names belongs to an open branch, even a branch that will close later */
export async function addBranches(work: UnitOfWork, organisation: Organisation, given: NewBranches): Promise<void> {
  const known = new Set((await openBranches(work, organisation)).map(({ name }) => name.toLowerCase()))
  const again = given.names.find(name => known.has(name.toLowerCase()))
  if (again) throw new FormRefused('names', 'organisations.branches.known', { name: again })
  await insertBranches(
    work.trx,
    given.names.map(name => ({
      id: newId(),
      organisation_id: organisation.id,
      name,
      kind: given.kind,
      place: null,
      opened_on: null,
      closed_on: null,
    })),
  )
  await recordEvent(work, 'organisation.branches_added', entity(organisation), { branches: given.names.length })
}

/**
 * @throws FormRefused when the branch is renamed or reopened and another open branch has its name; Stale when the
 * branch was changed since it was read
 */
export async function changeBranch(
  work: UnitOfWork,
  organisation: Organisation,
  branch: Branch,
  given: BranchChanges,
): Promise<void> {
  const { name, kind, place, openedOn, closedOn } = given
  const today = dayOf(work.at)
  const [before, after] = [branch, { ...branch, closedOn }].map(each => openOn([each], today).length > 0)
  const getsName = after && (!before || name.toLowerCase() !== branch.name.toLowerCase())
  const others = getsName ? (await openBranches(work, organisation)).filter(({ id }) => id !== branch.id) : []
  if (others.some(other => other.name.toLowerCase() === name.toLowerCase()))
    throw new FormRefused('name', 'organisations.branches.known', { name })
  await updateBranch(work.trx, branch, given.version, { name, kind, place, opened_on: openedOn, closed_on: closedOn })
  await recordEvent(
    work,
    closedOn && !branch.closedOn ? 'organisation.branch_closed' : 'organisation.branch_changed',
    entity(organisation),
    { branch: branch.id },
  )
}
