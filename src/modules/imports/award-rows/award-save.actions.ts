import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { AwardGiven } from '../../../domain/import-rows.ts'
import { can } from '../../../domain/permissions.ts'
import { dayOf } from '../../../domain/time.ts'
import { recordAward } from '../../awards/awards.public.ts'
import { organisationOf, organisationsHere } from '../../organisations/organisations.public.ts'
import { updateRow, type ImportRow, type RowChanges } from '../imports/import-row.store.ts'
import { findAward } from './award-check.actions.ts'

/** Records these awards of an import in the same way as awards entered by hand, but sends no emails. */
export async function saveAwards(work: UnitOfWork, rows: readonly ImportRow[]): Promise<void> {
  const here = await organisationsHere(work.trx)
  for (const row of rows) {
    const given = row.given as AwardGiven
    const found = await findAward(work.trx, work.actor, given, { here, today: dayOf(work.at) })
    await updateRow(work.trx, row, await saveAward(work, given, found))
  }
}

async function saveAward(
  work: UnitOfWork,
  { from, to, decidedBy, source }: AwardGiven,
  { result, reasons, organisationId, scope }: Awaited<ReturnType<typeof findAward>>,
): Promise<RowChanges> {
  if (result === 'same') return { state: 'nothing', organisationId }
  if (result !== 'new' || organisationId === null) return { state: 'failed', reasons }
  const organisation = await organisationOf(work.trx, { organisationId })
  if (!can(work.actor, 'award.record', organisation)) return { state: 'failed', reasons: [{ is: 'own organisation' }] }
  const id = await recordAward(work, organisation, { scope: [...scope], from, to, decidedBy, source, isQuiet: true })
  return { state: 'done', organisationId, recordId: id }
}
