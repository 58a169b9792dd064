import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { newId } from '../../../db/ids.ts'
import { fileLimits } from '../../../config.ts'
import { FormRefused, NotFound } from '../../../domain/refusals.ts'
import type { StoredFile } from '../../../web/store-all.ts'
import { recordEvent } from '../../../history/record.ts'
import { checkRoom } from '../editing/editing.actions.ts'
import { countFiles, countTwins, restrictEvidence } from '../editing/editing.store.ts'
import { insertFiles } from '../files/file.store.ts'
import { indexEvidence } from '../search-index/search-index.store.ts'
import { holdEvidence, type EvidenceFile, type EvidencePiece } from '../items/evidence-item.store.ts'
import { insertOpening } from './redaction.store.ts'
import { revisionsIn } from '../versions/version.store.ts'

const thing = (piece: EvidencePiece) =>
  ({ kind: 'evidence', id: piece.id, organisationId: piece.organisationId }) as const

/** From the commit on the charity sees the twin, of what was handed in before as well. @throws FormRefused, NotFound when the piece is gone */
export async function addTwin(
  work: UnitOfWork,
  piece: EvidencePiece,
  original: EvidenceFile,
  twin: StoredFile,
  restrict = false,
): Promise<void> {
  if ((await holdEvidence(work.trx, [piece.id])) === 0) throw new NotFound()
  if ((await countFiles(work.trx, piece.id)) >= fileLimits.perPiece)
    throw new FormRefused('files', 'evidence.field.files.full', { most: fileLimits.perPiece })
  await checkRoom(work.trx, piece.organisationId, [twin])
  const { scannedBy, scannedAt, ...file } = twin
  const redacts = original.redactsId ?? original.id
  if ((await countTwins(work.trx, redacts)) >= fileLimits.perPiece)
    throw new FormRefused('files', 'evidence.field.files.full', { most: fileLimits.perPiece })
  // Of an older version it stands on no shelf: only what was handed in with that one shows it.
  const replaced = (await revisionsIn(work.trx, piece.id)).find(({ id }) => id === redacts)?.replacedAt ? work.at : null
  await insertFiles(work.trx, [
    {
      ...file,
      replaced_at: replaced,
      evidence_id: piece.id,
      scanned_by: scannedBy,
      scanned_at: scannedAt,
      uploaded_by: work.actor.id,
      uploaded_at: work.at,
      redacts_id: redacts,
    },
  ])
  if (restrict) {
    await restrictEvidence(work.trx, piece.id)
    await indexEvidence(work.trx, [piece.id])
  }
  await recordEvent(work, 'evidence.file_redacted', thing(piece), { file: redacts, twin: file.id })
}

/** A look with its reason, and no change: the history of the piece would name who sits on a panel. @returns by what the person opens it */
export async function openUnredacted(
  work: UnitOfWork,
  piece: EvidencePiece,
  original: EvidenceFile,
  reason: string,
): Promise<string> {
  const id = newId()
  const through = piece.through
  if (!through) throw new NotFound()
  await insertOpening(work.trx, {
    id,
    file_id: original.id,
    evidence_id: piece.id,
    application_id: through.id,
    person_id: work.actor.id,
    reason,
    opened_at: work.at,
  })
  return id
}
