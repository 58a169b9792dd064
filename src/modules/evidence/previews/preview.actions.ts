import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import { updateEvidence } from '../editing/editing.store.ts'
import { updatePictureWords } from '../files/file.store.ts'
import { indexEvidence } from '../search-index/search-index.store.ts'
import type { EvidenceItem } from '../items/evidence-item.store.ts'

/**
 * Saves the text alternative and caption of a picture, even after submission, because the picture stays the same.
 * @throws Stale when the evidence has been changed or removed since version `given.version`
 * @throws NotFound when the picture has been erased
 */
export async function describePicture(
  work: UnitOfWork,
  evidence: EvidenceItem,
  file: { id: string },
  given: { version: number; alternative: string; caption: string },
): Promise<void> {
  await updateEvidence(work.trx, evidence.id, given.version, {})
  if (!(await updatePictureWords(work.trx, file.id, given))) throw new NotFound()
  await indexEvidence(work.trx, [evidence.id])
  await recordEvent(
    work,
    'evidence.described',
    { kind: 'evidence', id: evidence.id, organisationId: evidence.organisationId },
    { file: file.id },
  )
}
