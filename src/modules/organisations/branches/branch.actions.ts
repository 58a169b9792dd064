import type { BranchChanges, NewBranches } from './branch.forms.ts'
import { branchesOf, insertBranches, updateBranch, type Branch } from './branch.store.ts'
import type { Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { recordEvent } from '../../../history/record.ts'
import { thing } from '../organisations/organisation.actions.ts'

/** @throws FormRefused when a branch of that name is there already */
export async function addBranches(
  trx: Tx,
  who: Actor,
  organisation: Organisation,
  given: NewBranches,
  at: Instant,
): Promise<void> {
  const known = new Set(
    (await branchesOf(trx, organisation))
      .filter(({ closedOn }) => closedOn === null)
      .map(({ name }) => name.toLowerCase()),
  )
  const again = given.names.find(name => known.has(name.toLowerCase()))
  if (again) throw new FormRefused('names', 'organisations.branches.known', { name: again })
  await insertBranches(
    trx,
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
  await recordEvent(trx, who, 'organisation.branches_added', thing(organisation), at, { branches: given.names.length })
}

export async function changeBranch(
  trx: Tx,
  who: Actor,
  organisation: Organisation,
  branch: Branch,
  given: BranchChanges,
  at: Instant,
): Promise<void> {
  const { name, kind, place, openedOn, closedOn } = given
  await updateBranch(trx, branch, given.version, { name, kind, place, opened_on: openedOn, closed_on: closedOn })
  await recordEvent(
    trx,
    who,
    closedOn && !branch.closedOn ? 'organisation.branch_closed' : 'organisation.branch_changed',
    thing(organisation),
    at,
    { branch: branch.id },
  )
}
