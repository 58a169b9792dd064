import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { newId } from '../../../db/ids.ts'
import { fileLimits } from '../../../config.ts'
import { FormRefused, NotFound } from '../../../domain/refusals.ts'
import type { StoredFile } from '../../../web/store-all.ts'
import { recordEvent } from '../../../history/record.ts'
import { checkRoom } from '../files/file.actions.ts'
import { countFiles, countRedactedCopies, restrictEvidence } from '../editing/editing.store.ts'
import { insertFiles } from '../files/file.store.ts'
import { recordPersonalDataReply } from '../personal-data/personal-data.actions.ts'
import type { PersonalDataReply } from '../personal-data/personal-data.forms.ts'
import { indexEvidence } from '../search-index/search-index.store.ts'
import { lockEvidence, type EvidenceFile, type EvidenceItem } from '../items/evidence-item.store.ts'
import { insertOpening } from './redaction.store.ts'
import { versionsIn } from '../versions/version.store.ts'

const entity = (evidence: EvidenceItem) =>
  ({ kind: 'evidence', id: evidence.id, organisationId: evidence.organisationId }) as const

/**
 * Adds a redacted copy. From now on City of Sanctuary sees it instead of the original, also in earlier submissions.
 * @throws FormRefused when there are too many files or no room; NotFound when the evidence has been removed
 */
export async function addRedactedCopy(
  work: UnitOfWork,
  evidence: EvidenceItem,
  {
    original,
    redactedCopy,
    reply = null,
  }: { original: EvidenceFile; redactedCopy: StoredFile; reply?: PersonalDataReply | null },
): Promise<void> {
  if ((await lockEvidence(work.trx, [evidence.id])) === 0) throw new NotFound()
  if ((await countFiles(work.trx, evidence.id)) >= fileLimits.perItem)
    throw new FormRefused('files', 'evidence.field.files.full', { most: fileLimits.perItem })
  await checkRoom(work.trx, evidence.organisationId, [redactedCopy])
  const { scannedBy, scannedAt, ...file } = redactedCopy
  const redacts = original.redactsId ?? original.id
  if ((await countRedactedCopies(work.trx, redacts)) >= fileLimits.perItem)
    throw new FormRefused('files', 'evidence.field.files.full', { most: fileLimits.perItem })
  // A copy of an older version gets a replaced time too, so that only submissions with that version show it.
  const replaced = (await versionsIn(work.trx, evidence.id)).find(({ id }) => id === redacts)?.replacedAt
    ? work.at
    : null
  await insertFiles(work.trx, [
    {
      ...file,
      replaced_at: replaced,
      evidence_id: evidence.id,
      scanned_by: scannedBy,
      scanned_at: scannedAt,
      uploaded_by: work.actor.id,
      uploaded_at: work.at,
      redacts_file_id: redacts,
    },
  ])
  if (reply?.choice === 'restrict') {
    await restrictEvidence(work.trx, evidence.id)
    await indexEvidence(work.trx, [evidence.id])
  }
  await recordEvent(work, 'evidence.file_redacted', entity(evidence), { file: redacts, redactedCopy: file.id })
  await recordPersonalDataReply(work, 'evidence', evidence, reply)
}

/**
 * Records the reason for opening an original. It is not part of the history, which would show who is on the panel.
 * @returns the id that opens the original
 */
export async function openUnredacted(
  work: UnitOfWork,
  evidence: EvidenceItem,
  original: EvidenceFile,
  reason: string,
): Promise<string> {
  const id = newId()
  const through = evidence.through
  if (!through) throw new NotFound()
  await insertOpening(work.trx, {
    id,
    file_id: original.id,
    evidence_id: evidence.id,
    application_id: through.id,
    person_id: work.actor.id,
    reason,
    opened_at: work.at,
  })
  return id
}
