import { applicationsByIds } from '../../access/access.public.ts'
import { frameworkVersion, latestFrameworkVersionId } from '../../frameworks/frameworks.public.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { runLookup } from '../../../db/lookups.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import type { Application } from '../../../domain/application.ts'
import { compare } from '../../../domain/compare.ts'
import type { Evidence, FileState, FileType } from '../../../domain/evidence.ts'
import { libraryStream, type Framework } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { asRedacted, asSeenByMember, needsRedactedCopy } from '../../../domain/redaction.ts'
import { isNewest } from '../../../domain/file-versions.ts'
import { Forbidden, NotFound } from '../../../domain/refusals.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { evidenceWithId } from './evidence-with-id.store.ts'

export type EvidencePermission =
  | 'evidence.read'
  | 'evidence.edit'
  | 'evidence.transfer'
  | 'evidence.remove'
  | 'file_to_redact.keep'
  | 'consent.record'
  | 'consent.withdraw'

/** The columns of evidence with its title and the facts that decide who is allowed to open it. */
export const readableEvidenceFields = {
  id: 'evidence.id',
  title: 'evidence.title',
  organisationId: 'evidence.organisation_id',
  sensitivity: 'evidence.sensitivity',
  ownerId: 'evidence.owner_id',
  consentUntil: 'evidence.panel_until',
  isConsentWithdrawn: 'evidence.consent_withdrawn',
} as const

export interface EvidenceFile {
  id: string
  name: string
  type: FileType
  size: number
  sha256: string
  state: FileState
  /** 'none' for a file that was accepted while the service ran without a scanner */
  scannedBy: string | null
  scannedAt: Instant | null // submissions from this time on can show the file; null while it is being scanned
  uploadedBy: string
  uploader: string
  uploadedAt: Instant
  /** for a redacted copy, the id of its original */
  redactsId: string | null
  /** the id of the version that this file replaces */
  replacesId: string | null
  /** when a newer version replaced this file. Submissions can still show this file */
  replacedAt: Instant | null
  /** when the file was removed. Submissions can still show it */
  removedAt: Instant | null
  /**
   * the day when a removed file is erased; null while the file is not removed, and for a file in a submission or reply
   */
  eraseOn: Day | null
  /** when the file was marked as needing a redacted copy; null while it needs none */
  toRedactAt: Instant | null
  /** the caption of a picture; empty for a picture without one, and for other files */
  caption: string
  /** the text alternative of a picture; empty for a picture without one, and for other files */
  alternative: string
  pages: number | null // the number of pages of a document; null when unknown
  /** the number of pages with a preview, 1 for a picture; null until we have tried to draw them */
  drawn: number | null
}
export interface EvidenceLink {
  id: string
  address: string
  seenOn: Day
  addedAt: Instant
}
export interface EvidenceNote {
  id: string
  body: string
  writer: string
  writtenAt: Instant
}
/** A time when City of Sanctuary was shown evidence, in a submission or in a reply to a question. */
export interface Showing {
  applicationId: string
  at: Instant
}

/** One item of evidence with its files, links and notes. */
export interface EvidenceItem extends Evidence {
  organisationName: string
  receivedAt: Instant
  /** the last day on which the evidence can be used; the evidence is kept afterwards */
  expiresOn: Day | null
  /** the day when removed evidence is erased; null for evidence that is not removed */
  eraseOn: Day | null
  /** whether details are missing, because the evidence was added by quick upload or from the inbox */
  toComplete: boolean
  ownerName: string
  files: EvidenceFile[]
  links: EvidenceLink[]
  notes: EvidenceNote[]
  showings: Showing[]
  /** originals by the ids of their redacted copies, for readers who must give a reason to open an original */
  unredacted: ReadonlyMap<string, EvidenceFile>
  /** the number of files that this reader cannot open until they have redacted copies */
  withheld: number
  /** the application through which City of Sanctuary reads the evidence; null for the library's own team */
  through: Application | null
}

/**
 * Finds evidence that the person can read. City of Sanctuary gets only what a submission or reply showed.
 * @param which the id of the evidence, with `cameFrom`, the id of the application that the reader came from, if known
 * @throws NotFound when the evidence does not exist or the person must not know of it
 * @throws Forbidden when they can read it but do not have the permission
 */
export async function findEvidence(
  db: Db | Tx,
  actor: Actor,
  permission: EvidencePermission,
  which: string | { id: string; cameFrom: string },
): Promise<EvidenceItem> {
  const { id, cameFrom } = typeof which === 'string' ? { id: which, cameFrom: '' } : which
  const evidence = looksLikeId(id) ? await runLookup(db, evidenceWithId(db, id)) : null
  if (!evidence) throw new NotFound()
  if (membershipsIn(actor, evidence.organisationId).length > 0) return forMember(actor, permission, evidence)
  const cases = await applicationsByIds(db, [...new Set(evidence.showings.map(({ applicationId }) => applicationId))])
  const readable = cases.filter(it => can(actor, 'evidence.read', evidence, it))
  if (readable.length === 0) throw new NotFound()
  const through =
    permission === 'consent.withdraw' ? readable.filter(it => can(actor, permission, evidence, it)) : readable
  if (through.length === 0 || (permission !== 'evidence.read' && permission !== 'consent.withdraw'))
    throw new Forbidden(permission)
  return asShown(evidence, through, cameFrom)
}

/**
 * Removed evidence that can be restored, for withdrawing a consent.
 * @returns null when the evidence is not removed, or was erased
 * @throws NotFound for people who cannot see removed evidence
 */
export async function findRemovedWithConsents(db: Db | Tx, actor: Actor, id: string): Promise<EvidenceItem | null> {
  const evidence = looksLikeId(id) ? await runLookup(db, evidenceWithId(db, id, true)) : null
  if (evidence && !can(actor, 'evidence.restore', { id: evidence.organisationId })) throw new NotFound()
  return evidence
}

function forMember(actor: Actor, permission: EvidencePermission, evidence: EvidenceItem): EvidenceItem {
  if (!can(actor, 'evidence.read', evidence, null)) throw new NotFound()
  if (
    permission !== 'evidence.read' &&
    !can(actor, permission === 'consent.withdraw' ? 'consent.record' : permission, evidence)
  )
    throw new Forbidden(permission)
  const seen = asSeenByMember(actor, evidence, { all: evidence.files, shown: filesListed(evidence) })
  const opens = ({ id }: EvidenceFile): boolean =>
    seen.files.some(file => file.id === id || (file.redactsId === id && file.removedAt === null))
  const withheld = evidence.files.filter(file => needsRedactedCopy(file) && isNewest(file) && !opens(file))
  return { ...evidence, ...seen, withheld: withheld.length }
}

function asShown(evidence: EvidenceItem, readable: readonly Application[], cameFrom: string): EvidenceItem {
  const showings = evidence.showings.filter(({ applicationId }) => readable.some(({ id }) => id === applicationId))
  const shown = evidence.files.filter(file => file.state === 'ready' && isShown(showings, file))
  const redacted = asRedacted(evidence.files, shown)
  const withheld = shown.filter(
    file => needsRedactedCopy(file) && !redacted.files.some(({ redactsId }) => redactsId === file.id),
  )
  return {
    ...evidence,
    through: applicationToReadIn(readable, showings, cameFrom),
    showings,
    ...redacted,
    withheld: withheld.length,
    links: evidence.links.filter(({ addedAt }) => showings.some(({ at }) => addedAt <= at)),
    notes: evidence.notes.filter(({ writtenAt }) => showings.some(({ at }) => writtenAt <= at)),
  }
}

/** The application that the reader came from or, if it does not show the evidence, the latest application that does. */
function applicationToReadIn(
  readable: readonly Application[],
  showings: readonly Showing[],
  cameFrom: string,
): Application | null {
  const latestFirst = showings.toSorted((a, b) => compare(b.at + b.applicationId, a.at + a.applicationId))
  const showing = latestFirst.find(({ applicationId }) => applicationId === cameFrom) ?? latestFirst[0]
  return readable.find(({ id }) => id === showing?.applicationId) ?? null
}

/**
 * Whether a submission or reply shows this file: at that time, the file could be opened, was the newest version and
 * needed no redacted copy.
 */
export const isShown = (
  showings: readonly Pick<Showing, 'at'>[],
  {
    state,
    uploadedAt,
    scannedAt,
    removedAt,
    replacedAt,
    toRedactAt,
  }: Pick<EvidenceFile, 'state' | 'uploadedAt' | 'scannedAt' | 'removedAt' | 'replacedAt' | 'toRedactAt'>,
): boolean =>
  state !== 'refused' && // a refused file has `scannedAt` too
  scannedAt !== null &&
  showings.some(
    ({ at }) =>
      uploadedAt <= at &&
      scannedAt <= at &&
      (removedAt === null || at <= removedAt) &&
      (replacedAt === null || at < replacedAt) &&
      (toRedactAt === null || at < toRedactAt),
  )

/**
 * Locks evidence, so that no one can remove the items before this transaction ends.
 * @returns the number of items that are not removed
 */
export async function lockEvidence(trx: Tx, ids: readonly string[]): Promise<number> {
  return trx('evidence')
    .whereIn('id', [...ids])
    .whereNull('removed_at')
    .update({ version: trx.ref('version') as never })
}

/** The files to list: those that are not removed, and removed files that a submission or reply shows. */
export const filesListed = (evidence: EvidenceItem): EvidenceFile[] =>
  evidence.files.filter(file => file.removedAt === null || (file.state === 'ready' && isShown(evidence.showings, file)))

export const organisationOf = (evidence: EvidenceItem): { id: string; name: string } => ({
  id: evidence.organisationId,
  name: evidence.organisationName,
})

/** The latest framework for libraries. Evidence that is not added to an application uses its criteria. */
export const latestFramework = async (db: Db): Promise<Framework> =>
  frameworkVersion(db, await latestFrameworkVersionId(db, libraryStream))
