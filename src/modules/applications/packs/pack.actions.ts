import type { Db } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { canBeWritten } from '../../../domain/application.ts'
import { hasConsent, whyWithoutConsent } from '../../../domain/consent.ts'
import { mayBeCounted, mayOpen, withConsentOnly } from '../../../domain/readable-evidence.ts'
import { whyNotToShare } from '../../../domain/redaction.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import { fileTypes } from '../../../domain/evidence.ts'
import { compareUploads } from '../../../domain/file-order.ts'
import { readersById } from '../../../email/readers.store.ts'
import { FileMissing } from '../../../files/store.ts'
import { bytesOf, type ZipStream } from '../../../files/zip.ts'
import type { Parts } from '../../../parts.ts'
import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import { findEvidence, recordOpenings, type EvidenceItem } from '../../evidence/evidence.public.ts'
import type { ReadableCopy } from '../submissions/submission.pages.ts'
import { latestSubmission, type Submission } from '../submissions/submission.store.ts'
import { asReadBy, draftToRead } from '../submissions/submission.actions.ts'
import type { ApplicationToPack } from './pack.pages.ts'

type EvidenceFile = EvidenceItem['files'][number]

/** A file of the pack, with its name in the ZIP. */
export interface PackedFile {
  id: string
  entry: string
  name: string
  type: string
  size: number
  sha256: string
  /** the day when the redacted copy was uploaded; null for a file that is not a redacted copy */
  redactedOn: Day | null
}

/** An item of an application's evidence that the reader can open. */
export interface PackedEvidence {
  number: number
  id: string
  title: string
  files: PackedFile[]
  /** how many files are left out because they need a redacted copy that can be opened */
  toRedact: number
}

/**
 * The evidence of an application that this reader can open on the application's pages. A redacted copy replaces the
 * original file.
 */
export async function packedEvidence(db: Db, actor: Actor, it: ReadableCopy): Promise<PackedEvidence[]> {
  const packed: PackedEvidence[] = []
  for (const { id, title } of it.copy.evidence) {
    if (!mayOpen(actor, it.application, it.subjects.get(id))) continue
    const evidence = await evidenceIfThere(db, actor, id)
    const number = packed.length + 1
    if (evidence) packed.push({ number, id, title, ...packedFiles(evidence, it, number) })
  }
  return packed
}

/** The evidence; null when it was removed or this person can no longer open it. */
async function evidenceIfThere(db: Db, actor: Actor, id: string): Promise<EvidenceItem | null> {
  try {
    return await findEvidence(db, actor, 'evidence.read', id)
  } catch (refused) {
    if (refused instanceof NotFound) return null
    throw refused
  }
}

/**
 * The files of an item of evidence that are in this copy of the application. A file is replaced by its newest redacted
 * copy. Members of the library get a removed file only if it was submitted, and no original that City of Sanctuary
 * cannot open.
 */
function packedFiles(
  { files, through, unredacted }: EvidenceItem,
  { copy }: ReadableCopy,
  number: number,
): Pick<PackedEvidence, 'files' | 'toRedact'> {
  const submitted = new Set(copy.files.map(({ id }) => id))
  const ready = files.filter(
    ({ id, state, removedAt }) => state === 'ready' && (through || removedAt === null || submitted.has(id)),
  )
  const originalOf = (file: EvidenceFile): EvidenceFile =>
    files.find(({ id }) => id === file.redactsId) ?? unredacted.get(file.id) ?? file
  const chosen = ready
    .filter(({ id, redactsId }) => submitted.has(id) || submitted.has(redactsId ?? ''))
    .filter(file => !ready.some(other => replaces(other, file)))
  const shared = chosen.filter(file => whyNotToShare(files, file) === null)
  return {
    toRedact: chosen.length - shared.length,
    files: shared
      .toSorted((one, other) => compareUploads(originalOf(one), originalOf(other)))
      .map(({ id, name, type, size, sha256, redactsId, uploadedAt }, place) => ({
        id,
        entry: `evidence-${two(number)}/${two(place + 1)}.${fileTypes[type].endings[0]}`,
        name,
        type,
        size,
        sha256,
        redactedOn: redactsId === null ? null : dayOf(uploadedAt),
      })),
  }
}

/** Whether `copy` is a redacted copy of `file`, or a newer redacted copy of the same original. */
const replaces = (copy: EvidenceFile, file: EvidenceFile): boolean =>
  copy.redactsId !== null &&
  (copy.redactsId === file.id ||
    (copy.redactsId === file.redactsId && copy.uploadedAt + copy.id > file.uploadedAt + file.id))

/**
 * The copy of an application that its library downloads. While the draft can be written, this is the draft. Otherwise
 * it is the latest submission or, if there is none, the draft. Leaves out evidence that lacks a consent.
 */
export async function applicationToPack(
  { db, clock }: Pick<Parts, 'db' | 'clock'>,
  actor: Actor,
  application: ApplicationRecord,
): Promise<ApplicationToPack> {
  const submission = canBeWritten(application) ? null : await latestSubmission(db, application)
  const whole = submission
    ? await asReadBy(db, actor, application, submission)
    : await draftToRead(db, application, clock.now())
  const today = dayOf(clock.now())
  const read = { ...whole, copy: withConsentOnly(whole.copy, whole.subjects, today) }
  const leftOut = whole.copy.evidence.flatMap(({ id }) => {
    const subject = whole.subjects.get(id)
    if (!subject || !mayBeCounted(actor, subject)) return []
    return whyWithoutConsent(subject, today) ?? []
  })
  return { read, submission, evidence: await packedEvidence(db, actor, read), leftOut }
}

const two = (number: number): string => String(number).padStart(2, '0')

/**
 * Records in the access log that a person downloads the submission and each item of evidence. Must be called before any
 * data is sent.
 * @param submission null for a draft
 * @param read the copy of the application in the pack
 * @throws Stale when a consent was withdrawn since the evidence was read
 */
export const recordPack = (
  { write }: Pick<Parts, 'write'>,
  actor: Actor,
  {
    application,
    submission,
    read,
    evidence,
  }: {
    application: ApplicationRecord
    submission: Pick<Submission, 'id'> | null
    read: ReadableCopy
    evidence: readonly PackedEvidence[]
  },
): Promise<void> => {
  const of = { organisationId: application.organisationId, applicationId: application.id }
  return write(actor, work =>
    recordOpenings(
      work,
      [
        ...(submission ? [{ what: 'submission' as const, entityId: submission.id, ...of }] : []),
        ...evidence.map(({ id }) => ({ what: 'export' as const, entityId: id, evidenceId: id, ...of })),
      ],
      read.copy.evidence.map(({ id }) => id),
    ),
  )
}

/**
 * Adds the files to a ZIP. Before each item, checks again that the person can open it and that it has its consents. A
 * slow download can take hours.
 * @returns the names of the entries whose files are missing or damaged, or can no longer be opened
 * @throws NotFound, Forbidden when the person can no longer read the application
 */
export async function addEvidence(
  { db, files, clock }: Pick<Parts, 'db' | 'files' | 'clock'>,
  actor: Actor,
  { application, evidence }: { application: Pick<ApplicationRecord, 'id'>; evidence: readonly PackedEvidence[] },
  zip: ZipStream,
): Promise<Set<string>> {
  const wrong = new Set<string>()
  for (const item of evidence) {
    const open = await filesNow({ db, clock }, actor, { application, item })
    for (const file of item.files) if (!open.has(file.id) || !(await addFile(files, file, zip))) wrong.add(file.entry)
  }
  return wrong
}

/**
 * The ids of the files of an item that the person can open now, without originals that need a redacted copy; none when
 * a consent is no longer valid.
 */
async function filesNow(
  { db, clock }: Pick<Parts, 'db' | 'clock'>,
  { id }: Actor,
  { application, item }: { application: Pick<ApplicationRecord, 'id'>; item: PackedEvidence },
): Promise<Set<string>> {
  const [reader] = await readersById(db, [id])
  if (!reader) throw new NotFound()
  await findApplication(db, reader.actor, 'pack.read', application.id)
  const evidence = await evidenceIfThere(db, reader.actor, item.id)
  if (!evidence || !hasConsent(evidence, dayOf(clock.now()))) return new Set()
  return new Set(evidence.files.filter(file => whyNotToShare(evidence.files, file) === null).map(file => file.id))
}

/** @returns whether the ZIP has exactly the bytes that were stored; false for a missing file too */
async function addFile(files: Parts['files'], file: PackedFile, zip: ZipStream): Promise<boolean> {
  const source = await files.open(file.id).catch((problem: unknown) => {
    if (problem instanceof FileMissing) return null
    throw problem
  })
  if (!source) return false
  const passed = { asStored: false }
  try {
    await zip.add(file.entry, bytesOf(source, file, passed))
  } finally {
    source.destroy()
  }
  return passed.asStored
}
