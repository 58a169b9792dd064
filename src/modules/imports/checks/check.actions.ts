import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { FormRefused, Stale } from '../../../domain/refusals.ts'
import { survivorOf } from '../../organisations/organisations.public.ts'
import { findRow, updateRow } from '../imports/import-row.store.ts'
import type { Import } from '../imports/import.store.ts'
import { checkBranchesAgain } from '../organisation-rows/organisation-check.actions.ts'
import type { Decision } from './check.forms.ts'
import { branchUpdatedTwice } from './check.store.ts'

/**
 * Saves decisions about possible duplicates. After a decision about an organisation, compares its branches again.
 * @returns the number of decisions
 * @throws Stale when a row is not a possible duplicate, or the import has been started or cancelled; FormRefused when
 * several rows would update the same branch
 */
export async function decideRows(work: UnitOfWork, it: Import, decisions: readonly Decision[]): Promise<number> {
  if (it.status !== 'checked') throw new Stale()
  for (const { number, part, choice } of decisions) {
    const row = await findRow(work.trx, { importId: it.id, number, part })
    if (row?.result !== 'duplicate') throw new Stale()
    if (row.kind !== 'organisation') {
      await updateRow(work.trx, row, { choice })
      continue
    }
    const organisationId = choice === 'same' && row.matchId ? await survivorOf(work.trx, row.matchId) : null
    await updateRow(work.trx, row, { choice, organisationId })
    await checkBranchesAgain(work.trx, row, { organisationId, isLeftOut: choice === 'leave out' })
  }
  const twice = await branchUpdatedTwice(work.trx, it.id)
  if (twice) throw new FormRefused('choices', 'imports.duplicates.twice', twice)
  return decisions.length
}
