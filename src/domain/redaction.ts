import type { FileState } from './evidence.ts'
import { isRedactedRow, redactedCopiesOf } from './revisions.ts'
import type { Instant } from './time.ts'

/** One file, as far as redaction goes. */
export interface Redactable {
  id: string
  state: FileState
  uploadedAt: Instant
  removedAt: Instant | null
  /** of a twin: the file that it stands for */
  redactsId: string | null
  /** the version before it */
  replacesId: string | null
}

export interface Redacted<File> {
  files: File[]
  unredacted: ReadonlyMap<string, File>
}

/**
 * What stands in the place of files for whoever reads from outside: of a file that was ever redacted only its newest
 * twin, whenever that was made. A twin that is gone, empty-handed or still waits leaves the place empty: there is no
 * way back to what it stands for but a reason on record. Of a file with versions all are meant as soon as one was: the
 * place of each other is empty until it has a twin of its own.
 * @param all files of the pieces, whatever became of them
 * @param shown those that this reader was shown
 * @returns what opens, and by a twin's id what it stands for, as far as that was shown
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

/** Whether another version of it was ever redacted, and it was not yet. */
export const lacksRedactedCopy = (all: readonly Redactable[], file: Redactable): boolean =>
  file.redactsId === null && isRedactedRow(all, file) && redactedCopiesOf(all, file).length === 0
