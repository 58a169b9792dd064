import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { BranchValues } from '../../../domain/import-matching.ts'
import {
  changeImportedBranch,
  removeImportedBranch,
  removeImportedOrganisation,
  type Removal,
} from '../../organisations/organisations.public.ts'
import type { ImportRow, RowChanges } from '../imports/import-row.store.ts'

/** Undoes one saved row, unless someone has changed or used its record since. */
export async function undoOrganisationRow(work: UnitOfWork, row: ImportRow): Promise<RowChanges> {
  const organisation = { id: row.organisationId! }
  const record = { id: row.recordId!, version: row.recordVersion! }
  if (row.kind === 'organisation') return afterRemoval(await removeImportedOrganisation(work, record))
  if (row.before === null) return afterRemoval(await removeImportedBranch(work, organisation, record))
  const before = row.before as BranchValues
  const isRestored = await changeImportedBranch(work, organisation, { ...record, closedOn: null }, before)
  return isRestored ? { state: 'undone' } : { state: 'kept', reasons: [{ is: 'kept changed' }] }
}

function afterRemoval(removal: Removal): RowChanges {
  if (removal === 'removed' || removal === 'gone') return { state: 'undone' }
  return { state: 'kept', reasons: [{ is: `kept ${removal}` }] }
}
