import type { Db } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { mayOpen } from '../../../domain/readable-evidence.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import { fileTypes } from '../../../domain/evidence.ts'
import { FileMissing } from '../../../files/store.ts'
import { bytesOf, type ZipStream } from '../../../files/zip.ts'
import { recordViews } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import type { FrozenPage } from '../../applications/applications.public.ts'
import { findEvidence, type EvidenceItem } from '../../evidence/evidence.public.ts'

/** A file of the pack. The service generates its name in the ZIP. */
export interface PackedFile {
  id: string
  entry: string
  name: string
  type: string
  size: number
  sha256: string
  /** for a redacted copy in place of the submitted file: when it was made */
  redactedOn: Day | null
}

/** An item of evidence of a submission that the reader may open. */
export interface PackedEvidence {
  number: number
  id: string
  title: string
  files: PackedFile[]
}

/**
 * The evidence of a submission as this reader sees it on its page: no restricted evidence that they may not open, none
 * without consent, and redacted copies in place of originals.
 */
export async function packedEvidence(db: Db, actor: Actor, it: FrozenPage): Promise<PackedEvidence[]> {
  const packed: PackedEvidence[] = []
  for (const { id, title } of it.copy.evidence) {
    if (!mayOpen(actor, it.application, it.subjects.get(id))) continue
    const evidence = await evidenceIfThere(db, actor, id)
    const number = packed.length + 1
    if (evidence) packed.push({ number, id, title, files: packedFiles(evidence, it, number) })
  }
  return packed
}

/** The evidence, or null when it was removed or can no longer be read. */
async function evidenceIfThere(db: Db, actor: Actor, id: string): Promise<EvidenceItem | null> {
  try {
    return await findEvidence(db, actor, 'evidence.read', id)
  } catch (refused) {
    if (refused instanceof NotFound) return null
    throw refused
  }
}

/** The files of this submission, or the redacted copies in their place. */
function packedFiles({ files }: EvidenceItem, { copy }: FrozenPage, number: number): PackedFile[] {
  const submitted = new Set(copy.files.map(({ id }) => id))
  return files
    .filter(({ id, redactsId, state }) => state === 'ready' && (submitted.has(id) || submitted.has(redactsId ?? '')))
    .map(({ id, name, type, size, sha256, redactsId, uploadedAt }, place) => ({
      id,
      entry: `evidence-${two(number)}/${two(place + 1)}.${fileTypes[type].endings[0]}`,
      name,
      type,
      size,
      sha256,
      redactedOn: redactsId === null ? null : dayOf(uploadedAt),
    }))
}

const two = (number: number): string => String(number).padStart(2, '0')

/** Records in the access log who downloads which evidence, before any byte is sent. */
export const recordPack = (
  { write }: Pick<Parts, 'write'>,
  actor: Actor,
  { application, submission }: FrozenPage,
  evidence: readonly PackedEvidence[],
): Promise<void> =>
  write(actor, work =>
    recordViews(work, [
      {
        what: 'submission',
        entityId: submission.id,
        organisationId: application.organisationId,
        applicationId: application.id,
      },
      ...evidence.map(({ id }) => ({
        what: 'export' as const,
        entityId: id,
        evidenceId: id,
        organisationId: application.organisationId,
        applicationId: application.id,
      })),
    ]),
  )

/** Adds the files to a ZIP. @returns the entries that are missing or damaged */
export async function addEvidence(
  files: Parts['files'],
  evidence: readonly PackedEvidence[],
  zip: ZipStream,
): Promise<Set<string>> {
  const wrong = new Set<string>()
  for (const file of evidence.flatMap(each => each.files)) {
    const source = await files.open(file.id).catch((problem: unknown) => {
      if (problem instanceof FileMissing) return null
      throw problem
    })
    const passed = { asStored: false }
    if (source)
      try {
        await zip.add(file.entry, bytesOf(source, file, passed))
      } finally {
        source.destroy()
      }
    if (!passed.asStored) wrong.add(file.entry)
  }
  return wrong
}
