import { compare } from './compare.ts'
import type { EvidenceSubject, FileState } from './evidence.ts'
import type { Actor } from './actor.ts'
import { isNewest, isRedactedRow, redactedCopiesOf } from './file-versions.ts'
import { can, type FileSubject } from './permissions.ts'
import type { Instant } from './time.ts'

/** The facts about one file that redaction needs. */
export interface Redactable {
  id: string
  state: FileState
  uploadedAt: Instant
  removedAt: Instant | null
  /** the id of the file that this is a redacted copy of */
  redactsId: string | null
  /** the id of the previous version */
  replacesId: string | null
  /** when the file was marked as needing a redacted copy; null if it needs none, or has one */
  toRedactAt: Instant | null
}

export interface Redacted<File> {
  files: File[]
  unredacted: ReadonlyMap<string, File>
}

/**
 * The files that the charity and the library's observers see. A file is replaced by its newest redacted copy that can
 * be opened. Without such a copy, it is hidden if it needs one, or if any of its versions has one.
 * @param all files of the evidence, in any state
 * @param shown the files that this reader would see if nothing were redacted
 * @returns the visible files, and the original of each redacted copy if it is in `shown` and can be opened
 */
export function asRedacted<File extends Redactable>(all: readonly File[], shown: readonly File[]): Redacted<File> {
  const byId = new Map(shown.map(file => [file.id, file]))
  const plain = shown.filter(file => file.redactsId === null && !isRedactedRow(all, file) && !needsRedactedCopy(file))
  const places = new Set(
    all.flatMap(({ id, redactsId }) => (redactsId !== null && (byId.has(id) || byId.has(redactsId)) ? redactsId : [])),
  )
  const pairs = [...places].flatMap(id => {
    const redactedCopies = redactedCopiesOf(all, { id }).filter(
      file => file.state === 'ready' && (file.removedAt === null || byId.has(file.id)),
    )
    const redactedCopy = redactedCopies.toSorted((a, b) => compare(b.uploadedAt + b.id, a.uploadedAt + a.id))[0]
    const original = byId.get(id)
    const opens = original?.state === 'ready' && !needsRedactedCopy(original)
    return redactedCopy ? [[redactedCopy, opens ? original : undefined] as const] : []
  })
  return {
    files: [...plain, ...pairs.map(([redactedCopy]) => redactedCopy)],
    unredacted: new Map(
      pairs.flatMap(([redactedCopy, original]) => (original ? [[redactedCopy.id, original] as const] : [])),
    ),
  }
}

/** Whether another version of the file has a redacted copy and this one has none. */
export const lacksRedactedCopy = (all: readonly Redactable[], file: Redactable): boolean =>
  file.redactsId === null && isRedactedRow(all, file) && redactedCopiesOf(all, file).length === 0

/**
 * Why City of Sanctuary could not open one of these files if the evidence were shown to it now; null when it could open
 * all of them. A refused file never opens, and does not count.
 */
export function whyNotAllOpen(
  all: readonly (Redactable & { replacedAt: Instant | null })[],
): 'to redact' | 'scanning' | null {
  const newest = all.filter(
    file => isNewest(file) && file.redactsId === null && (file.state === 'ready' || file.state === 'scanning'),
  )
  if (newest.some(file => needsRedactedCopy(file) || lacksRedactedCopy(all, file))) return 'to redact'
  return newest.some(({ state }) => state === 'scanning') ? 'scanning' : null
}

/** The newest redacted copy that can be opened and was not removed; null when there is none. */
export const visibleRedactedCopy = <File extends Redactable>(
  all: readonly File[],
  original: { id: string },
): File | null =>
  redactedCopiesOf(all, original)
    .filter(({ state, removedAt }) => state === 'ready' && removedAt === null)
    .toSorted((a, b) => compare(b.uploadedAt + b.id, a.uploadedAt + a.id))[0] ?? null

/** Whether a file needs a redacted copy; false when a lead keeps the file as it is. */
export const needsRedactedCopy = ({ toRedactAt }: Pick<Redactable, 'toRedactAt'>): boolean => toRedactAt !== null

/**
 * Why this file must not be shared; null when it is a redacted copy or has nothing to redact. `to redact`: it needs a
 * redacted copy. `original`: it has one, which may still be in the virus check.
 */
export function whyNotToShare(all: readonly Redactable[], file: Redactable): 'to redact' | 'original' | null {
  if (file.redactsId !== null) return null
  const hasCopy = redactedCopiesOf(all, file).some(
    ({ state, removedAt }) => removedAt === null && (state === 'ready' || state === 'scanning'),
  )
  if (needsRedactedCopy(file) || (isRedactedRow(all, file) && !hasCopy)) return 'to redact'
  return hasCopy ? 'original' : null
}

/**
 * The files that a member of the library sees. Observers see redacted copies in place of their originals. A file that
 * needs a redacted copy is shown only to leads, the owner of the evidence and the uploader.
 * @param all the files of the evidence, in any state; members who can open originals see these
 * @param shown the files that an observer would see if nothing were redacted
 */
export function asSeenByMember<File extends Redactable & FileSubject>(
  actor: Actor,
  evidence: EvidenceSubject,
  { all, shown }: { all: readonly File[]; shown: readonly File[] },
): Redacted<File> {
  if (!can(actor, 'original.read', evidence)) return asRedacted(all, shown)
  return {
    files: all.filter(file => !needsRedactedCopy(file) || can(actor, 'file_to_redact.read', evidence, file)),
    unredacted: new Map(),
  }
}
