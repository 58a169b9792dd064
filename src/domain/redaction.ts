import type { FileState } from './evidence.ts'
import { firstVersion } from './revisions.ts'
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

export interface Redacted<File> { files: File[]; unredacted: ReadonlyMap<string, File> }

/**
 * What stands in the place of files for whoever reads from outside: of a file that was ever redacted only its newest twin, whenever that was made.
 * A twin that is gone, empty-handed or still waits leaves the place empty: there is no way back to what it stands for but a reason on record.
 * Of a file with versions all are meant as soon as one was: the place of each other is empty until it has a twin of its own.
 * @param all files of the pieces, whatever became of them
 * @param shown those that this reader was shown
 * @returns what opens, and by a twin's id what it stands for, as far as that was shown
 */
export function asRedacted<File extends Redactable>(all: readonly File[], shown: readonly File[]): Redacted<File> {
  const isShown = (id: string): boolean => shown.some(file => file.id === id)
  const redacted = new Set(all.flatMap(({ redactsId }) => redactsId ?? []))
  const rows = redactedRows(all)
  const plain = shown.filter(file => file.redactsId === null && !rows.has(firstVersion(all, file)))
  const places = [...redacted].filter(id => isShown(id) || all.some(file => file.redactsId === id && isShown(file.id)))
  const pairs = places.flatMap(id => {
    const twins = all.filter(file => file.redactsId === id && file.state === 'ready' && (file.removedAt === null || isShown(file.id)))
    const twin = twins.toSorted((a, b) => (a.uploadedAt + a.id < b.uploadedAt + b.id ? 1 : -1))[0]
    return twin ? [[twin, shown.find(file => file.id === id && file.state === 'ready')] as const] : []
  })
  return {
    files: [...plain, ...pairs.map(([twin]) => twin)],
    unredacted: new Map(pairs.flatMap(([twin, original]) => (original ? [[twin.id, original] as const] : []))),
  }
}

/** Whether another version of it was ever redacted, and it was not yet. */
export const lacksTwin = <File extends Redactable>(all: readonly File[], file: File): boolean =>
  file.redactsId === null && redactedRows(all).has(firstVersion(all, file)) && !all.some(({ redactsId }) => redactsId === file.id)

const redactedRows = (all: readonly Redactable[]): ReadonlySet<string> => new Set(all.filter(({ redactsId }) => redactsId !== null).map(twin => firstVersion(all, twin)))
