import type { Tx } from '../../../db/connection.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'

/** @returns the ids of the partners that the answer now shows but did not show before */
export async function insertShown(
  { trx, at }: UnitOfWork,
  { applicationId, itemId }: { applicationId: string; itemId: string },
  partnerIds: readonly string[],
): Promise<string[]> {
  if (partnerIds.length === 0) return []
  const inserted = await trx('application_partners')
    .insert(
      partnerIds.map(partner_id => ({ application_id: applicationId, item_id: itemId, partner_id, attached_at: at })),
    )
    .onConflict(['application_id', 'item_id', 'partner_id'])
    .ignore()
    .returning('partner_id')
  return inserted.map(({ partner_id }) => partner_id)
}

/** @returns the ids of the partners that the answer showed before and no longer shows */
export async function deleteShown(
  trx: Tx,
  { applicationId, itemId }: { applicationId: string; itemId: string },
  partnerIds: readonly string[],
): Promise<string[]> {
  const shown = () =>
    trx('application_partners')
      .where({ application_id: applicationId, item_id: itemId })
      .whereIn('partner_id', [...partnerIds])
  const deleted = await shown().pluck<string[]>('partner_id')
  if (deleted.length > 0) await shown().delete()
  return deleted
}

export async function deleteAllShown(trx: Tx, partnerId: string): Promise<void> {
  await trx('application_partners').where({ partner_id: partnerId }).delete()
}

/**
 * Copies the partners shown in one application of an award into the next application.
 * @param items maps each earlier item to the new items that replace it; partners of items that are not in the map are
 * not copied
 */
export async function carryShown(
  trx: Tx,
  from: string,
  { id, items }: { id: string; items: ReadonlyMap<string, readonly string[]> },
): Promise<void> {
  const rows = await trx('application_partners')
    .join('partners', 'partners.id', 'application_partners.partner_id')
    .where({ application_id: from })
    .whereNull('partners.removed_at')
    .whereIn('application_partners.item_id', [...items.keys()])
    .select('application_partners.item_id', 'application_partners.partner_id', 'application_partners.attached_at')
  if (rows.length === 0) return
  const copies = rows.flatMap(row =>
    (items.get(row.item_id) ?? []).map(item_id => ({ ...row, item_id, application_id: id })),
  )
  for (const copy of copies)
    await trx('application_partners').insert(copy).onConflict(['application_id', 'item_id', 'partner_id']).ignore()
}
