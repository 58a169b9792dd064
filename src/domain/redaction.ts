import type { FileState } from './evidence.ts'
import { isRedactedRow, redactedCopiesOf } from './file-versions.ts'
import type { Instant } from './time.ts'

/** The facts about one file that redaction needs. */
export interface Redactable {
  id: string
  state: FileState
  uploadedAt: Instant
  removedAt: Instant | null
  /** the file of which this is a redacted copy */
  redactsId: string | null
  /** the version before it */
  replacesId: string | null
}

export interface Redacted<File> {
  files: File[]
  unredacted: ReadonlyMap<string, File>
}

/**
 * The files that the charity sees. Where a file has a redacted copy, only the newest copy is shown, whenever it was
 * made. If that copy was removed, is empty or is still being scanned, nothing is shown: the file itself opens only for
 * a recorded reason. Once one version of a file was redacted, its other versions are hidden until they have a copy of
 * their own.
 * @param all files of the evidence, in any state
 * @param shown those that this reader was shown
 * @returns the visible files, and for each redacted copy the file that it replaces, where that was shown
 */
export function asRedacted<File extends Redactable>(all: readonly File[], shown: readonly File[]): Redacted<File> {
  const byId = new Map(shown.map(file => [file.id, file]))
  const plain = shown.filter(file => file.redactsId === null && !isRedactedRow(all, file))
  const places = new Set(
    all.flatMap(({ id, redactsId }) => (redactsId !== null && (byId.has(id) || byId.has(redactsId)) ? redactsId : [])),
  )
  const pairs = [...places].flatMap(id => {
    const redactedCopies = redactedCopiesOf(all, { id }).filter(
      file => file.state === 'ready' && (file.removedAt === null || byId.has(file.id)),
    )
    const redactedCopy = redactedCopies.toSorted((a, b) => (a.uploadedAt + a.id < b.uploadedAt + b.id ? 1 : -1))[0]
    const original = byId.get(id)
    return redactedCopy ? [[redactedCopy, original?.state === 'ready' ? original : undefined] as const] : []
  })
  return {
    files: [...plain, ...pairs.map(([redactedCopy]) => redactedCopy)],
    unredacted: new Map(
      pairs.flatMap(([redactedCopy, original]) => (original ? [[redactedCopy.id, original] as const] : [])),
    ),
  }
}

/** Whether another version of it was redacted, and this one was not. */
export const lacksRedactedCopy = (all: readonly Redactable[], file: Redactable): boolean =>
  file.redactsId === null && isRedactedRow(all, file) && redactedCopiesOf(all, file).length === 0
