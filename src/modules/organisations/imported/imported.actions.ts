import { newId } from '../../../db/ids.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { BranchHere, BranchValues } from '../../../domain/import-matching.ts'
import type { OrganisationKind } from '../../../domain/organisation.ts'
import { recordEvent } from '../../../history/record.ts'
import { insertBranches } from '../branches/branch.store.ts'
import { entity } from '../organisations/organisation.actions.ts'
import { insertOrganisation } from '../organisations/organisation.store.ts'
import {
  branchColumnsOf,
  deleteBranchUnlessUsed,
  deleteOrganisationUnlessUsed,
  updateImportedBranch,
  type Removal,
} from './imported.store.ts'

export interface ImportedOrganisation {
  name: string
  kind: OrganisationKind
  place: string
  /** a mailbox that nobody has confirmed, so it is stored separately from the shared mailbox */
  mailbox: string | null
}

/**
 * Adds an organisation from an import, without a lead. Until someone switches on its emails, most emails about it are
 * not sent.
 * @returns the organisation's id
 */
export async function addImportedOrganisation(work: UnitOfWork, given: ImportedOrganisation): Promise<string> {
  const id = newId()
  await insertOrganisation(work.trx, {
    id,
    name: given.name,
    kind: given.kind,
    place: given.place,
    role_mailbox: null,
    imported_mailbox: given.mailbox,
    created_at: work.at,
  })
  await recordEvent(work, 'organisation.imported', entity({ id }))
  return id
}

/** @returns the ids of the new branches, in the order of the given values */
export async function addImportedBranches(
  work: UnitOfWork,
  organisation: { id: string },
  given: readonly BranchValues[],
): Promise<string[]> {
  if (given.length === 0) return []
  const rows = given.map(values => ({
    id: newId(),
    organisation_id: organisation.id,
    place: null,
    ...branchColumnsOf(values),
  }))
  await insertBranches(work.trx, rows)
  await recordEvent(work, 'organisation.branches_added', entity(organisation), { branches: rows.length })
  return rows.map(({ id }) => id)
}

/** @returns false when the branch has been changed or removed since it was read */
export async function changeImportedBranch(
  work: UnitOfWork,
  organisation: { id: string },
  branch: Pick<BranchHere, 'id' | 'version' | 'closedOn'>,
  values: BranchValues,
): Promise<boolean> {
  if (!(await updateImportedBranch(work.trx, branch, values))) return false
  const isClosed = values.closedOn !== null && branch.closedOn === null
  await recordEvent(
    work,
    isClosed ? 'organisation.branch_closed' : 'organisation.branch_changed',
    entity(organisation),
    { branch: branch.id },
  )
  return true
}

/** Removes a branch that an import added, unless someone has changed or used it since. */
export async function removeImportedBranch(
  work: UnitOfWork,
  organisation: { id: string },
  branch: { id: string; version: number },
): Promise<Removal> {
  const removal = await deleteBranchUnlessUsed(work.trx, branch)
  if (removal === 'removed')
    await recordEvent(work, 'organisation.branch_import_undone', entity(organisation), { branch: branch.id })
  return removal
}

/** Removes an organisation that an import added, unless someone has changed or used it since. */
export async function removeImportedOrganisation(
  work: UnitOfWork,
  organisation: { id: string; version: number },
): Promise<Removal> {
  const removal = await deleteOrganisationUnlessUsed(work.trx, organisation)
  if (removal === 'removed') await recordEvent(work, 'organisation.import_undone', entity(organisation))
  return removal
}
