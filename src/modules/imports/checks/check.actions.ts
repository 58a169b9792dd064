import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { FormRefused, Stale } from '../../../domain/refusals.ts'
import { survivorOf } from '../../organisations/organisations.public.ts'
import { findRow, updateRow, type ImportRow, type RowChoice } from '../imports/import-row.store.ts'
import type { Import } from '../imports/import.store.ts'
import { checkBranchesAgain } from '../organisation-rows/organisation-check.actions.ts'
import { readValue, type Decision } from './check.forms.ts'
import { branchUpdatedTwice } from './check.store.ts'

/**
 * Saves decisions about possible duplicates. After a decision about an organisation, compares its branches again. If a
 * branch is then no longer a possible duplicate, leaves out the decision about it.
 * @returns the number of decisions saved
 * @throws Stale when a row is no longer a possible duplicate, its question or answer has changed since it was read, or
 * the import has been started or cancelled; FormRefused when several rows would update the same branch
 */
export async function decideRows(work: UnitOfWork, it: Import, decisions: readonly Decision[]): Promise<number> {
  if (it.status !== 'checked') throw new Stale()
  const asked: { row: ImportRow; choice: RowChoice }[] = []
  for (const { number, part, choice, read } of decisions) {
    const row = await findRow(work.trx, { importId: it.id, number, part })
    if (row?.result !== 'duplicate' || readValue(row) !== read) throw new Stale()
    asked.push({ row, choice })
  }
  let saved = 0
  for (const { row, choice } of asked) {
    if (row.kind === 'organisation') await decideOrganisation(work, row, choice)
    else if (await isStillAsked(work, row)) await updateRow(work.trx, row, { choice })
    else continue
    saved += 1
  }
  const twice = await branchUpdatedTwice(work.trx, it.id)
  if (twice) throw new FormRefused('choices', 'imports.duplicates.twice', twice)
  return saved
}

async function decideOrganisation(work: UnitOfWork, row: ImportRow, choice: RowChoice): Promise<void> {
  const organisationId = choice === 'same' && row.matchId ? await survivorOf(work.trx, row.matchId) : null
  await updateRow(work.trx, row, { choice, organisationId })
  await checkBranchesAgain(work.trx, row, { organisationId, isLeftOut: choice === 'leave out' })
}

/** Whether the question about this row is the same after the decisions about organisations in the same form. */
async function isStillAsked(work: UnitOfWork, row: ImportRow): Promise<boolean> {
  const now = await findRow(work.trx, row)
  return now?.result === 'duplicate' && now.matchId === row.matchId
}
