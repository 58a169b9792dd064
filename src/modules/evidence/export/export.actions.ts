import type { Db } from '../../../db/connection.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { whyWithoutConsent } from '../../../domain/consent.ts'
import { firstVersion, versionNumber } from '../../../domain/file-versions.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { dayOf } from '../../../domain/time.ts'
import { readersById } from '../../../email/readers.store.ts'
import { nameInZip } from '../../../files/endings.ts'
import { FileMissing } from '../../../files/store.ts'
import { bytesOf, type ZipStream } from '../../../files/zip.ts'
import type { Parts } from '../../../parts.ts'
import { countOne, type Limit } from '../../../web/limits.ts'
import type { T } from '../../../words/words.ts'
import { recordViews } from '../../../history/record.ts'
import { notesText, type Exported, type ExportedFile } from '../export-index/export-index.pages.ts'
import {
  evidenceNow,
  evidenceToExport,
  type ChosenEvidence,
  type FileToExport,
  type ExportedEvidence,
} from './export.store.ts'
import { libraryRecords, type LibraryRecords } from './library-record.store.ts'

const itemsAtATime = 100

export const exportsPerPerson: Limit = { name: 'exports', most: 10, seconds: 3_600 }

/**
 * Counts an export towards the hourly limit. Call this after the password has been checked and before evidence is read.
 * @throws TooMany when the person has reached the limit
 */
export const countExport = async (work: UnitOfWork): Promise<void> =>
  void (await countOne(work.trx, exportsPerPerson, work.actor.id, work.at))

export interface ExportChoice extends ChosenEvidence {
  t: T
}

/**
 * Writes to the ZIP the chosen evidence that the person can read. Before each item, checks again what the person can
 * read, because a slow download can take hours.
 * @param choice evidence that was received after `choice.until` is left out
 * @returns the included and the left-out evidence
 * @throws NotFound when the person leaves the library during the export
 */
export async function exportEvidence(
  parts: Pick<Parts, 'db' | 'write' | 'files' | 'clock'>,
  choice: ExportChoice,
  zip: ZipStream,
): Promise<Exported[]> {
  const exported: Exported[] = []
  let after: ExportedEvidence | null = null
  for (;;) {
    const evidenceItems = await evidenceToExport(parts.db, choice, after, itemsAtATime)
    for (const earlier of evidenceItems) {
      const item = { number: exported.length + 1, ...(await readAndRecord(parts, choice, earlier)) }
      exported.push(await exportOne(parts, choice, item, zip))
    }
    after = evidenceItems.at(-1) ?? null
    if (evidenceItems.length < itemsAtATime) return exported
  }
}

/**
 * Reads an item again and records it in the access log, unless it is left out. One transaction does both. If a consent
 * is withdrawn at the same time, either this transaction finds the withdrawal, or the withdrawal finds the entry and
 * emails this person.
 * @returns the item; `leftOut` is the reason to leave it out, null when it is included
 * @throws NotFound when the person has left the library
 */
async function readAndRecord(
  { db, write }: Pick<Parts, 'db' | 'write'>,
  choice: ExportChoice,
  earlier: ExportedEvidence,
): Promise<Pick<Exported, 'evidence' | 'leftOut'>> {
  const { organisation } = choice
  const today = dayOf(choice.until)
  const why = whyWithoutConsent(earlier, today)
  if (why) {
    await memberNow(db, choice.actor, organisation)
    return { evidence: earlier, leftOut: why }
  }
  return write(choice.actor, async work => {
    const actor = await memberNow(work.trx, choice.actor, organisation)
    const evidence = await evidenceNow(work.trx, { ...choice, actor }, earlier)
    if (!evidence) return { evidence: earlier, leftOut: 'removed' }
    const whyNow = whyWithoutConsent(evidence, today)
    if (whyNow) return { evidence, leftOut: whyNow }
    const { id } = evidence
    await recordViews(work, [{ what: 'export', entityId: id, evidenceId: id, organisationId: organisation.id }])
    return { evidence, leftOut: null }
  })
}

/**
 * The library's records. Reads the person's rights again, because the evidence is sent first, which can take hours.
 * @throws NotFound when the person has left the library
 */
export async function recordsToExport(
  db: Db,
  { actor, organisation }: Pick<ExportChoice, 'actor' | 'organisation'>,
): Promise<LibraryRecords> {
  return libraryRecords(db, await memberNow(db, actor, organisation), organisation)
}

/** @throws NotFound when the person is no longer an active member of the library */
async function memberNow(db: Db, { id }: Actor, organisation: { id: string }): Promise<Actor> {
  const [reader] = await readersById(db, [id])
  if (!reader || membershipsIn(reader.actor, organisation.id).length === 0) throw new NotFound()
  return reader.actor
}

async function exportOne(
  { files }: Pick<Parts, 'files'>,
  { t }: Pick<ExportChoice, 't'>,
  item: Pick<Exported, 'evidence' | 'number' | 'leftOut'>,
  zip: ZipStream,
): Promise<Exported> {
  const { evidence, number } = item
  if (item.leftOut) return { ...item, files: [], notes: null }
  const folder = `evidence-${String(number).padStart(4, '0')}`
  const exportedFiles: ExportedFile[] = []
  for (const { file, name, version } of named(evidence.files)) {
    const entry = `${folder}/${name}-${nameInZip(file.name, file.type)}`
    const { replacedAt, notToShare } = file
    exportedFiles.push({ ...(await exportFile(files, file, entry, zip)), version, replacedAt, notToShare })
  }
  const notes = evidence.notes.length > 0 ? `${folder}/notes.txt` : null
  if (notes) await zip.add(notes, notesText(t, evidence))
  return { ...item, files: exportedFiles, notes }
}

/**
 * Gives each stored file the start of its name in the ZIP: 02 for the current file, 02-version-1 for an older version,
 * 02-version-1-redacted-1 for a replaced redacted copy. `version` is null for redacted copies and for files with only
 * one version.
 */
function named(files: readonly FileToExport[]): { file: FileToExport; name: string; version: number | null }[] {
  const rows = new Map<string, FileToExport[]>()
  for (const file of files) {
    const row = firstVersion(files, file)
    rows.set(row, [...(rows.get(row) ?? []), file])
  }
  const rowOf = (file: FileToExport) => rows.get(firstVersion(files, file))!
  const heads = files.filter(
    file =>
      file.replacedAt === null ||
      (rowOf(file).every(({ replacedAt }) => replacedAt !== null) && rowOf(file).at(-1) === file),
  )
  const two = (place: number): string => String(place).padStart(2, '0')
  return heads.flatMap((head, place) => {
    const row = rowOf(head)
    // Until the newest version has been scanned, the previous version is the current one.
    const isMain = head === (row.find(({ redactsId, replacedAt }) => redactsId === null && replacedAt === null) ?? head)
    const older = isMain && head.redactsId === null ? row.filter(file => file !== head && file.replacedAt !== null) : []
    const versions = row.filter(({ redactsId }) => redactsId === null)
    const numberOf = (file: FileToExport): number | null =>
      file.redactsId === null && versions.length > 1 ? versionNumber(files, file) : null
    return [
      { file: head, name: two(place + 1), version: numberOf(head) },
      ...older.map((file, index) => {
        const redacted = file.redactsId === null ? '' : `-redacted-${index + 1}`
        const name = `${two(place + 1)}-version-${versionNumber(files, file)}${redacted}`
        return { file, name, version: numberOf(file) }
      }),
    ]
  })
}

async function exportFile(
  files: Parts['files'],
  file: FileToExport,
  entry: string,
  zip: ZipStream,
): Promise<Pick<ExportedFile, 'entry' | 'name' | 'size' | 'sha256' | 'reason'>> {
  const { name, size, sha256, state } = file
  if (state !== 'ready')
    return { entry: null, name, size, sha256, reason: state === 'scanning' ? 'not scanned' : 'refused' }
  const source = await files.open(file.id).catch((problem: unknown) => {
    if (problem instanceof FileMissing) return null
    throw problem
  })
  if (!source) return { entry: null, name, size, sha256, reason: 'bytes missing' }
  const passed = { asStored: false }
  try {
    await zip.add(entry, bytesOf(source, file, passed))
  } finally {
    source.destroy()
  }
  return { entry, name, size, sha256, reason: passed.asStored ? null : 'damaged' }
}
