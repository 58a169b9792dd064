import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import { recordView, recordViews, type ViewOfRecord } from '../../../history/record.ts'
import type { EvidenceItem } from '../items/evidence-item.store.ts'
import { isAnyWithdrawn } from './viewer.store.ts'

// Call these functions before sending anything. If a consent is withdrawn at the same time, either this transaction
// finds the withdrawal, or the withdrawal finds the new entry in the access log and emails this person.

/**
 * Records that a person opens evidence or one of its files.
 * @throws NotFound when the person is from outside the library, and a consent was withdrawn since the evidence was read
 */
export async function recordOpening(
  work: UnitOfWork,
  { id, organisationId, through }: Pick<EvidenceItem, 'id' | 'organisationId' | 'through'>,
  opened: Pick<ViewOfRecord, 'what' | 'entityId'>,
): Promise<void> {
  if (through && (await isAnyWithdrawn(work.trx, [id]))) throw new NotFound()
  await recordView(work, { ...opened, evidenceId: id, organisationId, applicationId: through?.id ?? null })
}

/**
 * Records each view of a page or download with several items of evidence.
 * @param shown the ids of all evidence that the page or download names, even of items whose view is not recorded
 * @throws Stale when a consent was withdrawn since the evidence was read
 */
export async function recordOpenings(
  work: UnitOfWork,
  views: readonly ViewOfRecord[],
  shown: readonly string[],
): Promise<void> {
  if (await isAnyWithdrawn(work.trx, shown)) throw new Stale()
  await recordViews(work, views)
}
