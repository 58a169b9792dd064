import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import type { Actor } from '../../../domain/actor.ts'
import { personalDetailIn, withoutKnown, type PersonalDetailKind } from '../../../domain/personal-data.ts'
import { fileLimits } from '../../../config.ts'
import { FormRefused, NotFound } from '../../../domain/refusals.ts'
import { detailsInDocument } from '../../../files/document-details.ts'
import { FileMissing, type FileStore } from '../../../files/store.ts'
import type { StoredFile } from '../../../web/store-all.ts'
import { recordEvent } from '../../../history/record.ts'
import { checkRoom } from '../files/file.actions.ts'
import { restrict } from '../editing/editing.actions.ts'
import { countRedactedCopies, showingsOf } from '../editing/editing.store.ts'
import { insertFiles } from '../files/file.store.ts'
import { namesKnownAt, recordPersonalDataReply } from '../personal-data/personal-data.actions.ts'
import type { PersonalDataReply } from '../personal-data/personal-data.forms.ts'
import { indexEvidence } from '../search-index/search-index.store.ts'
import { isShown, lockEvidence, type EvidenceFile, type EvidenceItem } from '../items/evidence-item.store.ts'
import { deleteRedactions, redactionOf } from '../redacted-copy/redacted-copy.store.ts'
import { settleVersions } from '../versions/version.actions.ts'
import { versionsIn } from '../versions/version.store.ts'
import { choiceOfCopy, copiesBefore, insertOpening, updateToRedact, type RedactionChoice } from './redaction.store.ts'

type OwnedEvidence = Pick<EvidenceItem, 'id' | 'organisationId'>

interface CopyGiven {
  original: Pick<EvidenceFile, 'id' | 'redactsId'>
  redactedCopy: StoredFile
  reply?: PersonalDataReply | null
  /** null when the copy was uploaded, not made by this service */
  choice?: RedactionChoice | null
}

const entity = (evidence: OwnedEvidence) =>
  ({ kind: 'evidence', id: evidence.id, organisationId: evidence.organisationId }) as const

/**
 * Adds a redacted copy, which City of Sanctuary and the library's observers then see instead of the original, even in
 * earlier submissions.
 * @throws FormRefused as `checkRoomForCopy` does; NotFound when the evidence has been removed
 */
export async function addRedactedCopy(
  work: UnitOfWork,
  evidence: OwnedEvidence,
  { original, redactedCopy, reply = null, choice = null }: CopyGiven,
): Promise<void> {
  if ((await lockEvidence(work.trx, [evidence.id])) === 0) throw new NotFound()
  const { scannedBy, scannedAt, ...file } = redactedCopy
  const redacts = original.redactsId ?? original.id
  // Cancel any other copy that is being made: it would replace this one, although it may hide less.
  await deleteRedactions(work.trx, redacts)
  await checkRoomForCopy(work.trx, evidence, redacts, redactedCopy)
  // A copy of an older version is marked as replaced too, so that only submissions with that version show it.
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
      redaction: choice && JSON.stringify(await withChoiceOf(work.trx, original, choice)),
    },
  ])
  if (reply?.choice === 'restrict') await restrict(work, evidence)
  await settleToRedact(work, evidence, redacts)
  await indexEvidence(work.trx, [evidence.id])
  await recordEvent(work, 'evidence.file_redacted', entity(evidence), { file: redacts, redactedCopy: file.id })
  await recordPersonalDataReply(work, 'evidence', evidence, reply)
}

/**
 * Locks the evidence, so that no copy is added until the end of the transaction.
 * @param latest the newest copy when the page was opened; empty when there was none
 * @returns whether someone has added a copy of the file, or of its original, since then
 * @throws NotFound when the evidence has been removed
 */
export async function lockWithNewerCopy(
  trx: Tx,
  { evidence, file }: { evidence: OwnedEvidence; file: EvidenceFile },
  latest: string,
): Promise<boolean> {
  if ((await lockEvidence(trx, [evidence.id])) === 0) throw new NotFound()
  return ((await copiesBefore(trx, file))?.latest ?? '') !== latest
}

/**
 * @throws FormRefused when the file already has the maximum number of redacted copies, or the copy would take the
 * organisation over its storage limit
 */
async function checkRoomForCopy(
  trx: Tx,
  evidence: OwnedEvidence,
  redacts: string,
  redactedCopy: StoredFile,
): Promise<void> {
  if ((await countRedactedCopies(trx, redacts)) >= fileLimits.perItem)
    throw new FormRefused('files', 'redaction.copies_full', { most: fileLimits.perItem })
  await checkRoom(trx, evidence.organisationId, [redactedCopy])
}

/**
 * The choice to store with a new copy of a file. If the file is itself a redacted copy, adds its black areas and keeps
 * its `readable` areas.
 */
async function withChoiceOf(
  trx: Tx,
  { id, redactsId }: Pick<EvidenceFile, 'id' | 'redactsId'>,
  choice: RedactionChoice,
): Promise<RedactionChoice> {
  const before = redactsId === null ? null : await choiceOfCopy(trx, id)
  return before ? { areas: [...before.areas, ...choice.areas], readable: before.readable } : choice
}

/**
 * Records that the file no longer needs a redacted copy. If no submission or reply has shown the file yet, only later
 * ones will show it.
 */
export async function settleToRedact(work: UnitOfWork, evidence: OwnedEvidence, fileId: string): Promise<void> {
  const file = (await versionsIn(work.trx, evidence.id)).find(({ id }) => id === fileId)
  if (!file || file.toRedactAt === null) return
  const isNew = !isShown(await showingsOf(work.trx, evidence.id), file)
  await updateToRedact(work.trx, fileId, isNew && file.scannedAt !== null ? { opensAt: work.at } : {})
  await settleVersions(work.trx, evidence.id)
}

/**
 * The kinds of personal details in a file and its name, for the form that asks about them.
 * @throws StorageFull; Busy when too many documents are being read
 */
export async function kindsOfDetails(
  files: FileStore,
  { db, actor }: { db: Db | Tx; actor: Actor },
  { organisation, file }: { organisation: { id: string; name?: string }; file: EvidenceFile },
): Promise<PersonalDetailKind[]> {
  const known = await namesKnownAt(db, actor, organisation)
  const inText = await detailsInDocument(files, file).catch((problem: unknown) => {
    if (problem instanceof FileMissing) return { details: [] }
    throw problem
  })
  const found = [...withoutKnown(inText.details, known), ...personalDetailIn(file.name, known)]
  return [...new Set(found.map(({ kind }) => kind))]
}

/**
 * Shares a file as it is, although it was marked as needing a redacted copy, and records why.
 * @throws FormRefused while a redacted copy is being made; NotFound when the evidence has been removed
 */
export async function keepOriginal(
  work: UnitOfWork,
  evidence: EvidenceItem,
  { original, reply }: { original: EvidenceFile; reply: PersonalDataReply },
): Promise<void> {
  if ((await lockEvidence(work.trx, [evidence.id])) === 0) throw new NotFound()
  const redaction = await redactionOf(work.trx, original.id)
  if (redaction && !redaction.failed) throw new FormRefused('reason', 'redacted_copy.being_made')
  await deleteRedactions(work.trx, original.id)
  await settleToRedact(work, evidence, original.id)
  await indexEvidence(work.trx, [evidence.id])
  await recordEvent(work, 'evidence.original_kept', entity(evidence), { file: original.id })
  await recordPersonalDataReply(work, 'evidence', evidence, reply)
}

/**
 * Records the reason for opening an original, but not in the history, where it would reveal who is on the panel.
 * @returns an id for the address of the original
 */
export async function openUnredacted(
  work: UnitOfWork,
  evidence: EvidenceItem,
  original: EvidenceFile,
  reason: string,
): Promise<string> {
  const id = newId()
  await insertOpening(work.trx, {
    id,
    file_id: original.id,
    evidence_id: evidence.id,
    application_id: evidence.through?.id ?? null,
    person_id: work.actor.id,
    reason,
    opened_at: work.at,
  })
  return id
}
