import { newId } from '../../../db/ids.ts'
import type { Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { fileLimits } from '../../../config.ts'
import { isUnfinished } from '../../../domain/evidence.ts'
import { itemById, type Framework } from '../../../domain/framework.ts'
import { FormRefused, NotFound, Stale } from '../../../domain/refusals.ts'
import { goesWith, isRevisable, type Revision } from '../../../domain/revisions.ts'
import { addMonths, dayOf, type Day, type Instant } from '../../../domain/time.ts'
import type { StoredFile } from '../../../web/store-all.ts'
import { settleCover } from '../consents/consent.store.ts'
import { recordEvent } from '../../../history/record.ts'
import type { AboutEvidence, ShowsEvidence } from './editing.forms.ts'
import { insertFiles, insertLink, insertNote, markAllFilesRemoved, markFileRemoved } from '../files/file.store.ts'
import {
  restrictEvidence,
  bytesKeptBy,
  countFiles,
  countOwnBranches,
  detachFromAnswers,
  insertEvidence,
  insertTags,
  replaceTags,
  showingsOf,
  updateEvidence,
} from './editing.store.ts'
import { indexEvidence } from '../search-index/search-index.store.ts'
import { holdEvidence, isShown, type EvidenceFile, type EvidencePiece } from '../items/evidence-item.store.ts'
import { revisionsIn } from '../versions/version.store.ts'

const thing = (piece: { id: string; organisationId: string }) =>
  ({ kind: 'evidence', id: piece.id, organisationId: piece.organisationId }) as const

/**
 * @param came whose it is, and since when it is here, where that is not whoever adds it, now
 * @throws FormRefused when a branch is another library's, a criterion unknown, or a day too far ahead
 */
export async function addEvidence(
  trx: Tx,
  who: Actor,
  organisation: { id: string },
  framework: Framework,
  given: AboutEvidence & ShowsEvidence,
  files: readonly StoredFile[],
  at: Instant,
  { ownerId = who.id, receivedAt = at }: { ownerId?: string; receivedAt?: Instant } = {},
): Promise<string> {
  await checkAbout(trx, organisation.id, framework, given, at)
  const id = newId()
  const piece = { id, organisationId: organisation.id }
  await insertEvidence(trx, {
    id,
    organisation_id: organisation.id,
    owner_id: ownerId,
    received_at: receivedAt,
    expires_on: null,
    ...columnsOf(given),
  })
  await settleCover(trx, id)
  await insertTags(trx, id, given.branches, given.items)
  await checkRoom(trx, organisation.id, files)
  await insertWhatShows(trx, who, id, given, files, at)
  await indexEvidence(trx, [id])
  await recordEvent(trx, who, 'evidence.added', thing(piece), at, {
    kind: given.kind,
    sensitivity: given.sensitivity,
    files: files.map(file => file.id),
  })
  return id
}

/** @throws Stale when somebody else changed it since `readAt`; FormRefused as above */
export async function changeEvidence(
  trx: Tx,
  who: Actor,
  piece: EvidencePiece,
  framework: Framework,
  given: AboutEvidence,
  readAt: number,
  at: Instant,
): Promise<void> {
  const kept = piece.items.filter(item => !itemById(framework, item)) // of an older framework version: the form does not show them
  await checkAbout(trx, piece.organisationId, framework, given, at)
  const items = [...new Set([...given.items, ...kept])]
  await updateEvidence(trx, piece.id, readAt, {
    ...columnsOf(given),
    to_complete: piece.toComplete && isUnfinished({ ...given, items }) ? 1 : 0,
  })
  await settleCover(trx, piece.id)
  await replaceTags(trx, piece.id, given.branches, items)
  await indexEvidence(trx, [piece.id])
  await recordEvent(trx, who, 'evidence.changed', thing(piece), at, {
    kind: given.kind,
    sensitivity: given.sensitivity,
    version: readAt + 1,
  })
}

/** @throws FormRefused when it would hold too many files; NotFound when it was removed meanwhile */
export async function extendEvidence(
  trx: Tx,
  who: Actor,
  piece: EvidencePiece,
  given: ShowsEvidence,
  files: readonly StoredFile[],
  at: Instant,
  restrict = false,
): Promise<void> {
  if ((await holdEvidence(trx, [piece.id])) === 0) throw new NotFound()
  if ((await countFiles(trx, piece.id)) + files.length > fileLimits.perPiece)
    throw new FormRefused('files', 'evidence.field.files.full', { most: fileLimits.perPiece })
  await checkRoom(trx, piece.organisationId, files)
  await insertWhatShows(trx, who, piece.id, given, files, at)
  if (restrict) await restrictEvidence(trx, piece.id)
  await indexEvidence(trx, [piece.id])
  await recordEvent(trx, who, 'evidence.extended', thing(piece), at, {
    files: files.map(file => file.id),
    link: given.link !== '',
    note: given.note !== '',
  })
}

/**
 * Off the shelf, with the older versions that stood behind it; what was handed in goes on showing them, each through its redacted version
 * where it has one. Removed meanwhile, it does nothing more.
 * @returns the ids of the files whose bytes are to go after the commit
 * @throws Stale when it opened meanwhile, or a newer version took its place: then something else would go with it than was said
 */
export async function removeFile(
  trx: Tx,
  who: Actor,
  piece: EvidencePiece,
  file: EvidenceFile,
  at: Instant,
): Promise<string[]> {
  if ((await holdEvidence(trx, [piece.id])) === 0) throw new NotFound()
  const [showings, all] = [await showingsOf(trx, piece.id), await revisionsIn(trx, piece.id)]
  const now = all.find(({ id }) => id === file.id)
  if (!now || now.removedAt !== null) return []
  if (isRevisable(now) !== isRevisable(file)) throw new Stale()
  const standsIn = ({ redactsId }: Revision): boolean =>
    all.some(each => each.id === redactsId && isShown(showings, each))
  const going: string[] = []
  for (const each of [now, ...goesWith(all, now).filter(older => !standsIn(older))]) {
    const stays = isShown(showings, each)
    const removed = await markFileRemoved(trx, each.id, stays, at)
    if (removed) await recordEvent(trx, who, 'evidence.file_removed', thing(piece), at, { file: each.id })
    if (!stays) going.push(each.id)
  }
  await indexEvidence(trx, [piece.id])
  return going
}

/**
 * Out of the bank and of answers that are still being written.
 * @returns the ids of the files whose bytes are to go after the commit
 * @throws FormRefused while something that was handed in shows it; Stale when somebody changed or removed it meanwhile
 */
export async function removeEvidence(trx: Tx, who: Actor, piece: EvidencePiece, at: Instant): Promise<string[]> {
  await updateEvidence(trx, piece.id, piece.version, { removed_at: at }) // first: whoever hands it in meanwhile waits, and finds it gone
  if ((await showingsOf(trx, piece.id)).length > 0) throw new FormRefused('removal', 'evidence.remove.shown')
  await detachFromAnswers(trx, piece.id)
  await markAllFilesRemoved(trx, piece.id, at)
  await indexEvidence(trx, [piece.id])
  const files = piece.files.map(file => file.id)
  await recordEvent(trx, who, 'evidence.removed', thing(piece), at, { files })
  return files
}

async function checkAbout(
  trx: Tx,
  organisationId: string,
  framework: Framework,
  given: AboutEvidence & Partial<ShowsEvidence>,
  at: Instant,
): Promise<void> {
  const today = dayOf(at)
  if (!given.items.every(item => itemById(framework, item)))
    throw new FormRefused('items', 'evidence.field.items.wrong')
  if ((await countOwnBranches(trx, organisationId, given.branches)) !== given.branches.length)
    throw new FormRefused('branches', 'evidence.field.branches.wrong')
  for (const field of ['periodFrom', 'periodTo'] as const) {
    if ((given[field] ?? '') > addMonths(today, 12)) throw new FormRefused(field, 'evidence.field.period.future')
  }
  if (given.seenOn && given.seenOn > today) throw new FormRefused('seenOn', 'evidence.field.seen_on.future')
}

/** Everything that an organisation keeps, what only a submission still shows among it. @throws FormRefused when these would be too much */
export async function checkRoom(
  trx: Tx,
  organisationId: string,
  files: readonly Pick<StoredFile, 'size'>[],
): Promise<void> {
  if (files.length === 0) return
  const kept = await bytesKeptBy(trx, organisationId)
  if (kept + files.reduce((sum, { size }) => sum + size, 0) <= fileLimits.perOrganisation) return
  throw new FormRefused('files', 'evidence.field.files.no_room', { most: gigabytes(fileLimits.perOrganisation) })
}

const gigabytes = (bytes: number): number => Math.floor(bytes / 1024 ** 3)

async function insertWhatShows(
  trx: Tx,
  who: Actor,
  evidenceId: string,
  { note, link, seenOn }: ShowsEvidence,
  files: readonly StoredFile[],
  at: Instant,
): Promise<void> {
  const today: Day = dayOf(at)
  if (seenOn && seenOn > today) throw new FormRefused('seenOn', 'evidence.field.seen_on.future')
  await insertFiles(
    trx,
    files.map(({ scannedBy, scannedAt, ...file }) => ({
      ...file,
      evidence_id: evidenceId,
      scanned_by: scannedBy,
      scanned_at: scannedAt,
      uploaded_by: who.id,
      uploaded_at: at,
    })),
  )
  if (link)
    await insertLink(trx, {
      id: newId(),
      evidence_id: evidenceId,
      address: link,
      seen_on: seenOn ?? today,
      added_at: at,
    })
  if (note)
    await insertNote(trx, { id: newId(), evidence_id: evidenceId, body: note, written_by: who.id, written_at: at })
}

/** One day given is a period of one day. */
const columnsOf = ({
  title,
  kind,
  summary,
  periodFrom,
  periodTo,
  language,
  sensitivity,
  showsPeople = null,
  distressing = null,
}: AboutEvidence) => ({
  title,
  kind,
  shows_people: showsPeople === null ? null : showsPeople === 'yes' ? 1 : 0,
  summary,
  period_from: periodFrom,
  period_to: periodTo ?? periodFrom,
  language,
  sensitivity,
  distressing: distressing === 'yes' ? (1 as const) : (0 as const),
})
