import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Tx } from '../../../db/connection.ts'
import { theClock } from '../../../domain/actor.ts'
import { FormRefused, NotFound } from '../../../domain/refusals.ts'
import { mostRevisions, newestVersion, replacedBy, versionsBefore } from '../../../domain/revisions.ts'
import type { StoredFile } from '../../../web/store-all.ts'
import { recordEvent } from '../../../history/record.ts'
import { checkRoom } from '../editing/editing.actions.ts'
import { restrictEvidence } from '../editing/editing.store.ts'
import { insertFiles, pieceOfFile } from '../files/file.store.ts'
import { indexEvidence } from '../search-index/search-index.store.ts'
import { holdEvidence, type EvidenceFile, type EvidencePiece } from '../items/evidence-item.store.ts'
import { markReplaced, revisionsIn } from './version.store.ts'

const thing = (piece: { id: string; organisationId: string }) =>
  ({ kind: 'evidence', id: piece.id, organisationId: piece.organisationId }) as const

/**
 * A newer version of a file. It takes the place of the one before as soon as it opens; that one is kept, and what was handed in goes on
 * showing it.
 * @throws FormRefused when somebody was faster, it has too many versions, or there is no room; NotFound when the piece is gone
 */
export async function addRevision(
  work: UnitOfWork,
  piece: EvidencePiece,
  file: EvidenceFile,
  revision: StoredFile,
  restrict = false,
): Promise<void> {
  if ((await holdEvidence(work.trx, [piece.id])) === 0) throw new NotFound()
  const all = await revisionsIn(work.trx, piece.id)
  const now = all.find(({ id }) => id === file.id)
  if (!now || now.removedAt !== null || now.replacedAt !== null) throw new FormRefused('files', 'revisions.not_newest')
  const newest = newestVersion(all, now)
  if (versionsBefore(all, newest).length + 1 >= mostRevisions)
    throw new FormRefused('files', 'revisions.full', { most: mostRevisions })
  await checkRoom(work.trx, piece.organisationId, [revision])
  const { scannedBy, scannedAt, ...stored } = revision
  await insertFiles(work.trx, [
    {
      ...stored,
      evidence_id: piece.id,
      scanned_by: scannedBy,
      scanned_at: scannedAt,
      uploaded_by: work.actor.id,
      uploaded_at: work.at,
      replaces_id: newest.id,
    },
  ])
  await settleRevisions(work.trx, piece.id)
  if (restrict) await restrictEvidence(work.trx, piece.id)
  await indexEvidence(work.trx, [piece.id])
  await recordEvent(work, 'evidence.file_revised', thing(piece), { file: newest.id, revision: revision.id })
}

/** The scanner's verdict on a file: a newer version that opens takes its place; one that is refused is told, and changes nothing else. */
export async function recordVerdict(work: UnitOfWork, fileId: string, state: 'ready' | 'refused'): Promise<void> {
  const piece = await pieceOfFile(work.trx, fileId)
  if (!piece || (state === 'ready' && piece.replacesId === null)) return
  await holdEvidence(work.trx, [piece.id])
  await settleRevisions(work.trx, piece.id)
  await indexEvidence(work.trx, [piece.id])
  if (state === 'refused')
    await recordEvent(as(theClock, work), 'evidence.file_refused', thing(piece), { file: fileId })
}

async function settleRevisions(trx: Tx, evidenceId: string): Promise<void> {
  for (const { id, at } of replacedBy(await revisionsIn(trx, evidenceId))) await markReplaced(trx, id, at)
}
