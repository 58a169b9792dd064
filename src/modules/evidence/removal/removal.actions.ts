import { fileLimits } from '../../../config.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { overwriteErasedWords, noteErasedWords } from '../../../db/full-text.ts'
import { theClock } from '../../../domain/actor.ts'
import { canHaveNewVersion, removedTogether, type FileVersion } from '../../../domain/file-versions.ts'
import { FormRefused, NotFound, Stale } from '../../../domain/refusals.ts'
import { daysToRestore } from '../../../domain/retention.ts'
import { addDays, dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { recordEvent } from '../../../history/record.ts'
import { forgetNotices } from '../../../web/idempotency.ts'
import type { Parts } from '../../../parts.ts'
import { countFiles, showingsOf, updateEvidence } from '../editing/editing.store.ts'
import { removeBytes } from '../files/file.actions.ts'
import { isShown, lockEvidence, type EvidenceFile, type EvidenceItem } from '../items/evidence-item.store.ts'
import { settleToRedact } from '../redaction/redaction.actions.ts'
import { indexEvidence } from '../search-index/search-index.store.ts'
import { needCopiesAgain, settleVersions } from '../versions/version.actions.ts'
import { versionsIn } from '../versions/version.store.ts'
import {
  eraseEvidenceRows,
  eraseFileRows,
  evidenceToErase,
  filesToErase,
  markFileRemoved,
  markFilesRestored,
  markRestored,
} from './removal.store.ts'

type Named = Pick<EvidenceItem, 'id' | 'organisationId'>
const entity = ({ id, organisationId }: Named) => ({ kind: 'evidence', id, organisationId }) as const

/**
 * Removes evidence from the library's list and from answers that are not submitted. Only leads can restore the
 * evidence.
 * @throws FormRefused when a submission or reply shows the evidence
 * @throws Stale when it has been changed or removed since it was read
 */
export async function removeEvidence(work: UnitOfWork, evidence: EvidenceItem): Promise<void> {
  // The update comes first, so that a concurrent submission waits and then finds the evidence removed.
  await updateEvidence(work.trx, evidence.id, evidence.version, { removed_at: work.at, erase_on: eraseOn(work) })
  if ((await showingsOf(work.trx, evidence.id)).length > 0) throw new FormRefused('removal', 'evidence.remove.shown')
  await work.tell('evidence removed', { evidenceId: evidence.id })
  await indexEvidence(work.trx, [evidence.id])
  await recordEvent(work, 'evidence.removed', entity(evidence), { files: evidence.files.map(file => file.id) })
}

const eraseOn = ({ at }: UnitOfWork): Day => addDays(dayOf(at), daysToRestore)

/**
 * Restores evidence, but does not attach it again to the answers that used it.
 * @throws Stale when it has already been restored or erased
 */
export async function restoreEvidence(work: UnitOfWork, evidence: Named): Promise<void> {
  if (!(await markRestored(work.trx, evidence.id))) throw new Stale()
  await indexEvidence(work.trx, [evidence.id])
  await recordEvent(work, 'evidence.restored', entity(evidence), {})
}

/**
 * Erases removed evidence. The history records only that there was evidence.
 * @param day the day by which the evidence must be due for erasure; null to erase it in any case
 * @returns the ids of the files and previews to delete from storage after the commit; empty when already restored or
 * erased, or not due
 */
export async function eraseEvidence(work: UnitOfWork, evidence: Named, day: Day | null = null): Promise<string[]> {
  const going = await eraseEvidenceRows(work.trx, evidence.id, { at: work.at, day })
  if (!going) return []
  await work.tell('evidence erased', { evidenceId: evidence.id, organisationId: evidence.organisationId })
  await noteErasedWords(work.trx)
  await forgetNotices(work.trx)
  await recordEvent(work, 'evidence.erased', entity(evidence), {})
  return going
}

/**
 * Removes a file and the files that `removedTogether` returns, except redacted copies of submitted originals.
 * Submissions keep the files that they show. Does nothing when the file has already been removed.
 * @throws Stale when the versions to remove are not those that the page showed
 * @throws NotFound when the evidence has been removed
 */
export async function removeFile(
  work: UnitOfWork,
  evidence: EvidenceItem,
  { file, wasNewest }: { file: Pick<EvidenceFile, 'id'>; wasNewest: boolean },
): Promise<void> {
  if ((await lockEvidence(work.trx, [evidence.id])) === 0) throw new NotFound()
  const showings = await showingsOf(work.trx, evidence.id)
  const all = await versionsIn(work.trx, evidence.id)
  const now = all.find(({ id }) => id === file.id)
  if (!now || now.removedAt !== null) return
  if (canHaveNewVersion(now) !== wasNewest) throw new Stale()
  const isCopyOfSubmitted = ({ redactsId }: FileVersion): boolean =>
    all.some(each => each.id === redactsId && isShown(showings, each))
  for (const each of [now, ...removedTogether(all, now).filter(older => !isCopyOfSubmitted(older))]) {
    const removed = await markFileRemoved(work.trx, each.id, work.at, isShown(showings, each) ? null : eraseOn(work))
    if (removed) await recordEvent(work, 'evidence.file_removed', entity(evidence), { file: each.id })
  }
  await needCopiesAgain(work, evidence.id)
  await indexEvidence(work.trx, [evidence.id])
}

/** A removed file, and the files that were removed together with it. */
export interface RemovedFiles {
  evidenceId: string
  organisationId: string
  removedAt: Instant
}

/**
 * @throws FormRefused when there would be too many files
 * @throws Stale when the files have already been restored or erased
 * @throws NotFound when the evidence has been removed
 */
export async function restoreFiles(work: UnitOfWork, removed: RemovedFiles): Promise<void> {
  const evidence = { id: removed.evidenceId, organisationId: removed.organisationId }
  if ((await lockEvidence(work.trx, [evidence.id])) === 0) throw new NotFound()
  const restored = await markFilesRestored(work.trx, removed, work.at)
  if (restored.length === 0) throw new Stale()
  if ((await countFiles(work.trx, evidence.id)) > fileLimits.perItem)
    throw new FormRefused('files', 'evidence.field.files.full.restore', { most: fileLimits.perItem })
  const all = await versionsIn(work.trx, evidence.id)
  for (const { id, redactsId } of all)
    if (redactsId && restored.includes(id)) await settleToRedact(work, evidence, redactsId)
  await settleVersions(work.trx, evidence.id)
  await needCopiesAgain(work, evidence.id)
  await indexEvidence(work.trx, [evidence.id])
  for (const file of restored) await recordEvent(work, 'evidence.file_restored', entity(evidence), { file })
}

/**
 * @returns the ids of the files and previews to delete from storage after the commit; empty when the files have already
 * been restored or erased
 */
export async function eraseFiles(work: UnitOfWork, removed: RemovedFiles): Promise<string[]> {
  const evidence = { id: removed.evidenceId, organisationId: removed.organisationId }
  const going = await eraseFileRows(work.trx, removed)
  if (going.length === 0) return []
  await noteErasedWords(work.trx)
  await forgetNotices(work.trx)
  await recordEvent(work, 'evidence.file_erased', entity(evidence), {})
  return going
}

const atOnce = 50

/**
 * Erases evidence and files that are due for erasure, and then their text in the search index.
 * @param day today in London
 */
export async function eraseRemoved(
  parts: Pick<Parts, 'db' | 'write' | 'files' | 'log'>,
  day: Day,
  stop?: AbortSignal,
): Promise<void> {
  const { db, write } = parts
  for (;;) {
    const evidence = await evidenceToErase(db, day, atOnce)
    const files = await filesToErase(db, day, atOnce)
    if (evidence.length + files.length === 0) break
    for (const each of evidence) await removeBytes(parts, await write(theClock, work => eraseEvidence(work, each, day)))
    for (const each of files) await removeBytes(parts, await write(theClock, work => eraseFiles(work, each)))
    if (stop?.aborted) return
  }
  await overwriteErasedWords(parts, stop)
}
