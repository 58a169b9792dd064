import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { BranchValues } from '../../../domain/import-matching.ts'
import {
  changeImportedBranch,
  removeImportedBranch,
  removeImportedOrganisation,
  type Removal,
} from '../../organisations/organisations.public.ts'
import { expectRestored, type ImportRow, type RowChanges } from '../imports/import-row.store.ts'

/** The values of a branch before an import changed it, and the version that had them. */
export type BranchBefore = BranchValues & { version: number }

/** Undoes one saved row, unless someone has changed or used its record since. */
export async function undoOrganisationRow(work: UnitOfWork, row: ImportRow): Promise<RowChanges> {
  const organisation = { id: row.organisationId! }
  const record = { id: row.recordId!, version: row.recordVersion! }
  if (row.kind === 'organisation') return afterRemoval(await removeImportedOrganisation(work, record))
  if (row.before === null) return afterRemoval(await removeImportedBranch(work, organisation, record))
  const before = row.before as BranchBefore
  const isRestored = await changeImportedBranch(work, organisation, { ...record, closedOn: null }, before)
  if (!isRestored) return { state: 'kept', reasons: [{ is: 'kept changed' }] }
  await expectRestored(work.trx, row, { from: before.version, to: record.version + 1 })
  return { state: 'undone' }
}

function afterRemoval(removal: Removal): RowChanges {
  if (removal === 'removed' || removal === 'gone') return { state: 'undone' }
  return { state: 'kept', reasons: [{ is: `kept ${removal}` }] }
}
