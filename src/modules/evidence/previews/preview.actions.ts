import type { Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { recordEvent } from '../../../history/record.ts'
import { updateEvidence } from '../editing/editing.store.ts'
import { updatePictureWords } from '../files/file.store.ts'
import { indexEvidence } from '../search-index/search-index.store.ts'
import type { EvidencePiece } from '../items/evidence-item.store.ts'

/**
 * Words in the place of a picture. They may be bettered after it was handed in too: they change nothing of what it shows.
 * @throws Stale when somebody else changed the piece since it was read; NotFound when the picture went meanwhile
 */
export async function describePicture(
  trx: Tx,
  who: Actor,
  piece: EvidencePiece,
  file: { id: string },
  given: { version: number; alternative: string; caption: string },
  at: Instant,
): Promise<void> {
  await updateEvidence(trx, piece.id, given.version, {})
  if (!(await updatePictureWords(trx, file.id, given))) throw new NotFound()
  await indexEvidence(trx, [piece.id])
  await recordEvent(
    trx,
    who,
    'evidence.described',
    { kind: 'evidence', id: piece.id, organisationId: piece.organisationId },
    at,
    { file: file.id },
  )
}
