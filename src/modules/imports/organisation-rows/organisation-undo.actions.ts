import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { membershipsIn } from '../../../domain/actor.ts'
import type { BranchValues } from '../../../domain/import-matching.ts'
import type { Instant } from '../../../domain/time.ts'
import {
  changeImportedBranch,
  mergedSince,
  removeImportedBranch,
  removeImportedOrganisation,
  type Removal,
} from '../../organisations/organisations.public.ts'
import { expectRestored, keptMerged, type ImportRow, type RowChanges } from '../imports/import-row.store.ts'

/** The values of a branch before an import changed it, and the version of the branch with these values. */
export type BranchBefore = BranchValues & { version: number }

/**
 * Undoes one saved row. Keeps it if someone has changed or used its record since, if its organisation was merged, or if
 * the actor is on the organisation's team.
 * @param since when the import was started
 */
export async function undoOrganisationRow(work: UnitOfWork, row: ImportRow, since: Instant): Promise<RowChanges> {
  const organisation = { id: row.organisationId! }
  if (membershipsIn(work.actor, organisation.id).length > 0)
    return { state: 'kept', reasons: [{ is: 'kept own organisation' }] }
  // after a merge, the rows of both organisations have the id of the remaining one, so this finds the merge for all of
  // them
  const merged = await mergedSince(work.trx, organisation, since)
  if (merged) return { state: 'kept', reasons: [{ is: keptMerged, with: { ...merged } }] }
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
