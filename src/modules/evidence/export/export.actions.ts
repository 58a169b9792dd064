import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Db } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { forever, isCovered } from '../../../domain/consent.ts'
import { fileTypes } from '../../../domain/evidence.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { firstVersion, versionNumber } from '../../../domain/revisions.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { FileMissing } from '../../../files/store.ts'
import { bytesOf, type ZipStream } from '../../../files/zip.ts'
import type { Parts } from '../../../parts.ts'
import { countOne, type Limit } from '../../../web/limits.ts'
import { passwordFits } from '../../../web/passwords.ts'
import type { T } from '../../../words/words.ts'
import { recordViews } from '../../../history/record.ts'
import { credentialsOfPerson } from '../../access/access.public.ts'
import { notesText, type Gone, type Taken } from './export.pages.ts'
import { evidenceToExport, stillCovered, type Chosen, type FileOut, type ExportedEvidence } from './export.store.ts'

const itemsAtOnce = 100

export const exportsPerPerson: Limit = { name: 'exports', most: 10, seconds: 3_600 }

/** Counted once the password fits, before anything is read. @throws TooMany */
export const countExport = async (work: UnitOfWork): Promise<void> =>
  void (await countOne(work.trx, exportsPerPerson, work.actor.id, work.at))

/** Whoever takes much out at once says again who they are: an open browser is not enough. @throws FormRefused */
export async function checkPassword(db: Db, actor: Actor, password: string): Promise<void> {
  const known = await credentialsOfPerson(db, actor.id)
  if (!(await passwordFits(known?.passwordHash ?? null, password)))
    throw new FormRefused('password', 'export.password.wrong')
}

/**
 * Every chosen piece that this person may read, as it was at a moment, into the ZIP. Each is in the access log before
 * its bytes go.
 * @returns what went and what did not, for the index, which comes last
 */
export async function takeOut(
  parts: Pick<Parts, 'db' | 'write' | 'files' | 'clock'>,
  t: T,
  actor: Actor,
  organisation: { id: string },
  chosen: Chosen,
  until: Instant,
  zip: ZipStream,
): Promise<Taken[]> {
  const taken: Taken[] = []
  let after: ExportedEvidence | null = null
  for (;;) {
    const evidenceItems = await evidenceToExport(parts.db, actor, organisation, chosen, until, after, itemsAtOnce)
    const going = evidenceItems.filter(evidence => !waitsForConsent(evidence, dayOf(until)))
    await parts.write(actor, work =>
      recordViews(
        work,
        going.map(({ id }) => ({ what: 'export', entityId: id, evidenceId: id, organisationId: organisation.id })),
      ),
    )
    for (const evidence of evidenceItems)
      taken.push(await takeEvidence(parts, t, evidence, dayOf(until), taken.length + 1, zip))
    after = evidenceItems.at(-1) ?? null
    if (evidenceItems.length < itemsAtOnce) return taken
  }
}

/** People can be recognised in it, and the consent of somebody among them is not in force. */
const waitsForConsent = ({ coveredUntil }: ExportedEvidence, today: Day): boolean => !isCovered({ coveredUntil }, today)

async function takeEvidence(
  { db, files }: Pick<Parts, 'db' | 'files'>,
  t: T,
  evidence: ExportedEvidence,
  today: Day,
  number: number,
  zip: ZipStream,
): Promise<Taken> {
  if (waitsForConsent(evidence, today))
    return { number, evidence, gone: [], notes: null, left: evidence.coveredUntil === null ? 'no consent' : 'ended' }
  if (evidence.coveredUntil !== forever && !(await stillCovered(db, evidence, today)))
    return { number, evidence, gone: [], notes: null, left: 'no consent' }
  const folder = `evidence-${String(number).padStart(4, '0')}`
  const gone: Gone[] = []
  for (const { file, name, version } of named(evidence.files))
    gone.push({
      ...(await takeFile(files, file, `${folder}/${name}.${fileTypes[file.type].endings[0]}`, zip)),
      version,
      replacedAt: file.replacedAt,
    })
  const notes = evidence.notes.length > 0 ? `${folder}/notes.txt` : null
  if (notes) await zip.add(notes, notesText(t, evidence))
  return { number, evidence, gone, notes, left: null }
}

/**
 * All evidence is every version of it: what stands on the shelf is 01, 02, …, and an older version of 02 is
 * 02-version-1, whichever of the two came first. A number is counted among the versions that are still there; a
 * redacted version of an older one has none.
 */
function named(files: readonly FileOut[]): { file: FileOut; name: string; version: number | null }[] {
  const rows = new Map<string, FileOut[]>()
  for (const file of files) {
    const row = firstVersion(files, file)
    rows.set(row, [...(rows.get(row) ?? []), file])
  }
  const rowOf = (file: FileOut) => rows.get(firstVersion(files, file))!
  const heads = files.filter(
    file =>
      file.replacedAt === null ||
      (rowOf(file).every(({ replacedAt }) => replacedAt !== null) && rowOf(file).at(-1) === file),
  )
  const two = (place: number): string => String(place).padStart(2, '0')
  return heads.flatMap((head, place) => {
    const row = rowOf(head)
    // the one after it may still wait for the scanner
    const isMain = head === (row.find(({ redactsId, replacedAt }) => redactsId === null && replacedAt === null) ?? head)
    const older = isMain && head.redactsId === null ? row.filter(file => file !== head && file.replacedAt !== null) : []
    const versions = row.filter(({ redactsId }) => redactsId === null)
    const numberOf = (file: FileOut): number | null =>
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

async function takeFile(
  files: Parts['files'],
  file: FileOut,
  entry: string,
  zip: ZipStream,
): Promise<Omit<Gone, 'version' | 'replacedAt'>> {
  const { name, size, sha256, state } = file
  if (state !== 'ready')
    return { entry: null, name, size, sha256, reason: state === 'scanning' ? 'not scanned' : 'refused' }
  const source = await files.open(file.id).catch((problem: unknown) => {
    if (problem instanceof FileMissing) return null
    throw problem
  })
  if (!source) return { entry: null, name, size, sha256, reason: 'not here' }
  const passed = { asStored: false }
  try {
    await zip.add(entry, bytesOf(source, file, passed))
  } finally {
    source.destroy()
  }
  return { entry, name, size, sha256, reason: passed.asStored ? null : 'damaged' }
}
