import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Tx } from '../../../db/connection.ts'
import { theClock, type Actor } from '../../../domain/actor.ts'
import { FormRefused, NotFound } from '../../../domain/refusals.ts'
import { lostCopies, maxVersions, newestVersion, replacedBy, versionsBefore } from '../../../domain/file-versions.ts'
import { queueEmail, recipientOf } from '../../../email/outbox.ts'
import { readersById } from '../../../email/readers.store.ts'
import type { StoredFile } from '../../../web/store-all.ts'
import { recordEvent } from '../../../history/record.ts'
import { areEmailsStarted, teamOf } from '../../organisations/organisations.public.ts'
import { checkRoom } from '../files/file.actions.ts'
import { restrict } from '../editing/editing.actions.ts'
import { insertFiles, evidenceOfFile, type EvidenceOfFile } from '../files/file.store.ts'
import { recordPersonalDataReply } from '../personal-data/personal-data.actions.ts'
import type { PersonalDataReply } from '../personal-data/personal-data.forms.ts'
import { markToRedact } from '../redaction/redaction.store.ts'
import { indexEvidence } from '../search-index/search-index.store.ts'
import { findEvidence, lockEvidence, type EvidenceFile, type EvidenceItem } from '../items/evidence-item.store.ts'
import { markReplaced, versionsIn } from './version.store.ts'

const entity = (evidence: { id: string; organisationId: string }) =>
  ({ kind: 'evidence', id: evidence.id, organisationId: evidence.organisationId }) as const

/**
 * Adds a version of a file. It replaces the previous version once it has been scanned.
 * @throws FormRefused when the file was removed or replaced, has too many versions, or does not fit into storage
 * @throws NotFound when the evidence has been removed
 */
export async function addVersion(
  work: UnitOfWork,
  evidence: EvidenceItem,
  { file, version, reply = null }: { file: EvidenceFile; version: StoredFile; reply?: PersonalDataReply | null },
): Promise<void> {
  if ((await lockEvidence(work.trx, [evidence.id])) === 0) throw new NotFound()
  const all = await versionsIn(work.trx, evidence.id)
  const now = all.find(({ id }) => id === file.id)
  if (!now || now.removedAt !== null || now.replacedAt !== null) throw new FormRefused('files', 'versions.not_newest')
  const newest = newestVersion(all, now)
  if (versionsBefore(all, newest).length + 1 >= maxVersions)
    throw new FormRefused('files', 'versions.full', { most: maxVersions })
  await checkRoom(work.trx, evidence.organisationId, [version])
  const { scannedBy, scannedAt, ...stored } = version
  await insertFiles(work.trx, [
    {
      ...stored,
      evidence_id: evidence.id,
      scanned_by: scannedBy,
      scanned_at: scannedAt,
      uploaded_by: work.actor.id,
      uploaded_at: work.at,
      replaces_id: newest.id,
    },
  ])
  await settleVersions(work.trx, evidence.id)
  if (reply?.choice === 'restrict') await restrict(work, evidence)
  await indexEvidence(work.trx, [evidence.id])
  await recordEvent(work, 'evidence.file_revised', entity(evidence), { file: newest.id, fileVersion: version.id })
  await recordPersonalDataReply(work, 'evidence', evidence, reply)
}

/**
 * Applies the scanner's verdict on a file. A clean new version replaces the previous one. A refused file is recorded in
 * the history, and the person who added it, or the leads, get an email. If all redacted copies of an original are
 * refused or removed, the original needs a copy again.
 */
export async function recordVerdict(work: UnitOfWork, fileId: string, state: 'ready' | 'refused'): Promise<void> {
  const evidence = await evidenceOfFile(work.trx, fileId)
  if (!evidence || (state === 'ready' && evidence.replacesId === null)) return
  await lockEvidence(work.trx, [evidence.id])
  await settleVersions(work.trx, evidence.id)
  await needCopiesAgain(work, evidence.id)
  await indexEvidence(work.trx, [evidence.id])
  if (state === 'ready') return
  await recordEvent(as(theClock, work), 'evidence.file_refused', entity(evidence), { file: fileId })
  await emailAboutVirus(work, evidence)
}

/**
 * Emails the person who added a file with a virus. If they can no longer open the evidence, emails the leads instead.
 * Emails no one while the library's emails are not switched on.
 */
async function emailAboutVirus(work: UnitOfWork, evidence: EvidenceOfFile): Promise<void> {
  const { id, organisationId, organisation, uploadedBy } = evidence
  if (!(await areEmailsStarted(work.trx, { id: organisationId }))) return
  const team = await teamOf(work.trx, { id: organisationId })
  const [uploader] = team.some(({ personId }) => personId === uploadedBy)
    ? await readersById(work.trx, [uploadedBy])
    : []
  const isToLeads = !uploader || !(await canOpen(work.trx, uploader.actor, id))
  const leads = team.filter(({ role }) => role === 'lead').map(({ personId }) => personId)
  for (const reader of isToLeads ? await readersById(work.trx, leads) : [uploader])
    await queueEmail(work, {
      name: 'virus found',
      to: recipientOf(reader),
      entity: { kind: 'organisation', id: organisationId },
      facts: { organisation, evidenceId: id, isToLeads },
    })
}

/** Whether the person can open the evidence. No one can open removed evidence. */
async function canOpen(trx: Tx, actor: Actor, evidenceId: string): Promise<boolean> {
  try {
    await findEvidence(trx, actor, 'evidence.read', evidenceId)
    return true
  } catch (problem) {
    if (problem instanceof NotFound) return false
    throw problem
  }
}

/** Marks the versions that newer versions have replaced. */
export async function settleVersions(trx: Tx, evidenceId: string): Promise<void> {
  for (const { id, at } of replacedBy(await versionsIn(trx, evidenceId))) await markReplaced(trx, id, at)
}

/** Marks originals as needing a copy again when all their redacted copies were removed or refused. */
export async function needCopiesAgain({ trx, at }: UnitOfWork, evidenceId: string): Promise<void> {
  const originals = lostCopies(await versionsIn(trx, evidenceId))
  await markToRedact(
    trx,
    originals.map(({ id }) => id),
    at,
  )
}
