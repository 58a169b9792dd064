import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { newId } from '../../../db/ids.ts'
import { fileLimits } from '../../../config.ts'
import { isEvidenceUnfinished } from '../../../domain/evidence.ts'
import { hasConsent } from '../../../domain/consent.ts'
import { itemById, type Framework, type Item } from '../../../domain/framework.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { FormRefused, NotFound } from '../../../domain/refusals.ts'
import { addMonths, dayOf, type Day, type Instant } from '../../../domain/time.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { StoredFile } from '../../../web/store-all.ts'
import { updateConsentCover } from '../consents/consent.store.ts'
import { recordEvent } from '../../../history/record.ts'
import { requireReaders } from '../../organisations/organisations.public.ts'
import type { AboutEvidence, NewEvidence, ShowsEvidence } from './editing.forms.ts'
import { checkRoom } from '../files/file.actions.ts'
import { insertFiles, insertLink, insertNote } from '../files/file.store.ts'
import {
  restrictEvidence,
  countFiles,
  countOwnBranches,
  insertEvidence,
  insertTags,
  replaceTags,
  updateEvidence,
} from './editing.store.ts'
import { recordPersonalDataReply } from '../personal-data/personal-data.actions.ts'
import type { PersonalDataReply } from '../personal-data/personal-data.forms.ts'
import { answerOccurrence } from '../occurrences/occurrence.actions.ts'
import type { RecurringEvidence } from '../recurring/recurring.store.ts'
import { indexEvidence } from '../search-index/search-index.store.ts'
import { findEvidence, lockEvidence, type EvidenceItem } from '../items/evidence-item.store.ts'

const entity = (evidence: { id: string; organisationId: string }) =>
  ({ kind: 'evidence', id: evidence.id, organisationId: evidence.organisationId }) as const

/** The properties of a library that adding evidence depends on. */
export type LibraryAddingTo = Pick<Organisation, 'id' | 'readersConfirmed' | 'closedAt'>

/** The purpose of new evidence: a criterion of an application, or an occurrence of regular evidence. */
export type Purpose =
  | { application: ApplicationRecord; item: Item }
  | { recurring: RecurringEvidence; occurrence: number; period: { from: Day; to: Day } }

/**
 * Adds evidence and attaches it to its answer or occurrence. Does not attach it to an answer while its consent is
 * missing.
 * @returns the evidence's id, and whether consent is missing
 * @throws as `addEvidence` and `answerOccurrence` do
 */
export async function addEvidenceFor(
  work: UnitOfWork,
  about: { organisation: LibraryAddingTo; offered: { framework: Framework }; purpose: Purpose | null },
  { given, files, reply }: { given: NewEvidence; files: readonly StoredFile[]; reply: PersonalDataReply | null },
): Promise<{ id: string; needsConsent: boolean }> {
  const { organisation, offered, purpose } = about
  const sensitivity = reply?.choice === 'restrict' ? 'restricted' : given.sensitivity
  const id = await addEvidence(
    work,
    { organisation, framework: offered.framework },
    { given: { ...given, sensitivity }, files },
  )
  await recordPersonalDataReply(work, 'evidence', { id, organisationId: organisation.id }, reply)
  if (purpose && 'occurrence' in purpose) await answerOccurrence(work, purpose.recurring, purpose.occurrence, [id])
  const needsConsent = !hasConsent(await findEvidence(work.trx, work.actor, 'evidence.read', id), dayOf(work.at))
  if (purpose && 'item' in purpose && !needsConsent)
    await work.tell('evidence added', {
      evidenceId: id,
      applicationId: purpose.application.id,
      itemId: purpose.item.id,
    })
  return { id, needsConsent }
}

interface EvidenceToAdd {
  given: AboutEvidence & ShowsEvidence
  files: readonly StoredFile[]
  /** the owner's id; by default, the person who adds the evidence is the owner */
  ownerId?: string
  /** by default now */
  receivedAt?: Instant
}

/**
 * Adds evidence with its files, link and note.
 * @returns the id of the evidence
 * @throws OrganisationClosed or ReadersNotConfirmed as `requireReaders` does
 * @throws FormRefused for a branch of another library, an unknown criterion, a date too far in the future, or files
 * above the storage limit
 */
export async function addEvidence(
  work: UnitOfWork,
  { organisation, framework }: { organisation: LibraryAddingTo; framework: Framework },
  { given, files, ownerId = work.actor.id, receivedAt = work.at }: EvidenceToAdd,
): Promise<string> {
  requireReaders(organisation)
  await checkAbout(work, organisation.id, framework, given)
  const id = newId()
  const evidence = { id, organisationId: organisation.id }
  await insertEvidence(work.trx, {
    id,
    organisation_id: organisation.id,
    owner_id: ownerId,
    received_at: receivedAt,
    expires_on: null,
    ...columnsOf(given),
  })
  await updateConsentCover(work.trx, id)
  await insertTags(work.trx, id, given.branches, given.items)
  await checkRoom(work.trx, organisation.id, files)
  await insertWhatShows(work, id, given, files)
  await indexEvidence(work.trx, [id])
  await recordEvent(work, 'evidence.added', entity(evidence), {
    kind: given.kind,
    sensitivity: given.sensitivity,
    files: files.map(file => file.id),
  })
  return id
}

/**
 * @throws Stale when the evidence has been changed or removed since version `readAt`
 * @throws FormRefused for a branch of another library, an unknown criterion or a date too far in the future
 */
export async function changeEvidence(
  work: UnitOfWork,
  evidence: EvidenceItem,
  {
    framework,
    given,
    readAt,
    reply,
  }: { framework: Framework; given: AboutEvidence; readAt: number; reply: PersonalDataReply | null },
): Promise<void> {
  // Items of an older framework version are kept, because the form does not show them.
  const kept = evidence.items.filter(item => !itemById(framework, item))
  await checkAbout(work, evidence.organisationId, framework, given)
  const items = [...new Set([...given.items, ...kept])]
  await updateEvidence(work.trx, evidence.id, readAt, {
    ...columnsOf(given),
    to_complete: evidence.toComplete && isEvidenceUnfinished({ ...given, items }) ? 1 : 0,
  })
  await updateConsentCover(work.trx, evidence.id)
  await replaceTags(work.trx, evidence.id, given.branches, items)
  await indexEvidence(work.trx, [evidence.id])
  await recordEvent(work, 'evidence.changed', entity(evidence), {
    kind: given.kind,
    sensitivity: given.sensitivity,
    version: readAt + 1,
  })
  await work.tell('evidence changed', { evidenceId: evidence.id })
  await recordPersonalDataReply(work, 'evidence', evidence, reply)
}

/**
 * Adds files, a link or a note to evidence.
 * @throws FormRefused for too many files, files that do not fit into the library's storage, or a date in the future
 * @throws NotFound when the evidence has been removed
 */
export async function extendEvidence(
  work: UnitOfWork,
  evidence: EvidenceItem,
  { given, files, reply }: { given: ShowsEvidence; files: readonly StoredFile[]; reply: PersonalDataReply | null },
): Promise<void> {
  if ((await lockEvidence(work.trx, [evidence.id])) === 0) throw new NotFound()
  if ((await countFiles(work.trx, evidence.id)) + files.length > fileLimits.perItem)
    throw new FormRefused('files', 'evidence.field.files.full', { most: fileLimits.perItem })
  await checkRoom(work.trx, evidence.organisationId, files)
  await insertWhatShows(work, evidence.id, given, files)
  if (reply?.choice === 'restrict') await restrict(work, evidence)
  await indexEvidence(work.trx, [evidence.id])
  await recordEvent(work, 'evidence.extended', entity(evidence), {
    files: files.map(file => file.id),
    link: given.link !== '',
    note: given.note !== '',
  })
  await recordPersonalDataReply(work, 'evidence', evidence, reply)
}

/** Restricts evidence, so that observers, and contributors who do not own it, can no longer read it. */
export async function restrict(work: UnitOfWork, { id }: { id: string }): Promise<void> {
  await restrictEvidence(work.trx, id)
  await work.tell('evidence changed', { evidenceId: id })
}

async function checkAbout(
  work: UnitOfWork,
  organisationId: string,
  framework: Framework,
  given: AboutEvidence & Partial<ShowsEvidence>,
): Promise<void> {
  const today = dayOf(work.at)
  if (!given.items.every(item => itemById(framework, item)))
    throw new FormRefused('items', 'evidence.field.items.wrong')
  if ((await countOwnBranches(work.trx, organisationId, given.branches)) !== given.branches.length)
    throw new FormRefused('branches', 'evidence.field.branches.wrong')
  for (const field of ['periodFrom', 'periodTo'] as const) {
    if ((given[field] ?? '') > addMonths(today, 12)) throw new FormRefused(field, 'evidence.field.period.future')
  }
  if (given.seenOn && given.seenOn > today) throw new FormRefused('seenOn', 'evidence.field.seen_on.future')
}

async function insertWhatShows(
  work: UnitOfWork,
  evidenceId: string,
  { note, link, seenOn }: ShowsEvidence,
  files: readonly StoredFile[],
): Promise<void> {
  const today: Day = dayOf(work.at)
  if (seenOn && seenOn > today) throw new FormRefused('seenOn', 'evidence.field.seen_on.future')
  await insertFiles(
    work.trx,
    files.map(({ scannedBy, scannedAt, ...file }) => ({
      ...file,
      evidence_id: evidenceId,
      scanned_by: scannedBy,
      scanned_at: scannedAt,
      uploaded_by: work.actor.id,
      uploaded_at: work.at,
    })),
  )
  if (link)
    await insertLink(work.trx, {
      id: newId(),
      evidence_id: evidenceId,
      address: link,
      seen_on: seenOn ?? today,
      added_at: work.at,
    })
  if (note)
    await insertNote(work.trx, {
      id: newId(),
      evidence_id: evidenceId,
      body: note,
      written_by: work.actor.id,
      written_at: work.at,
    })
}

/** The columns for the details of evidence. A single date is stored as a period of one day. */
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
  shows_people: showsPeople && asColumn[showsPeople],
  summary,
  period_from: periodFrom,
  period_to: periodTo ?? periodFrom,
  language,
  sensitivity,
  distressing: asColumn[distressing ?? 'no'],
})

const asColumn = { yes: 1, no: 0 } as const
