import type { FileState } from './evidence.ts'
import type { Instant } from './time.ts'

/** One file, as far as its versions go. */
export interface Revision {
  id: string
  state: FileState
  uploadedAt: Instant
  scannedAt: Instant | null
  /** the version before it */
  replacesId: string | null
  /** of a redacted twin: the file that it stands for */
  redactsId: string | null
  /** when a newer version took its place */
  replacedAt: Instant | null
  removedAt: Instant | null
}

/** How many versions of one file are kept; the next is a file of its own. */
export const mostRevisions = 100

type Linked = Pick<Revision, 'id' | 'replacesId'>

/** The versions before this one, the newest first. */
export function versionsBefore<File extends Linked>(all: readonly File[], file: Linked): File[] {
  const before: File[] = []
  let id = file.replacesId
  while (id !== null && id !== file.id && !before.some(each => each.id === id)) {
    const found = all.find(each => each.id === id)
    if (!found) break
    before.push(found)
    id = found.replacesId
  }
  return before
}

/** What all versions of one file have in common, and their redacted twins with them: the id of the first. */
export function firstVersion(all: readonly (Linked & Pick<Revision, 'redactsId'>)[], file: Linked & Pick<Revision, 'redactsId'>): string {
  const stoodFor = all.find(({ id }) => id === file.redactsId) ?? file
  return versionsBefore(all, stoodFor).at(-1)?.id ?? stoodFor.id
}

/** Which version it is, from 1; of a redacted twin, of which. */
export const versionNumber = (all: readonly (Linked & Pick<Revision, 'redactsId'>)[], file: Linked & Pick<Revision, 'redactsId'>): number =>
  versionsBefore(all, all.find(({ id }) => id === file.redactsId) ?? file).length + 1

/** The last of a row, whether it opens already or not. */
export function newestVersion<File extends Linked>(all: readonly File[], file: File): File {
  const followers = all.filter(each => versionsBefore(all, each).some(({ id }) => id === file.id))
  return followers.toSorted((one, other) => versionsBefore(all, other).length - versionsBefore(all, one).length)[0] ?? file
}

/**
 * Which files leave their place, and since when: a version takes the place of all before it once it opens, of their redacted twins as well.
 * Until then, and if the scanner refuses it, the one before stays.
 */
export function replacedBy<File extends Revision>(all: readonly File[]): { id: string; at: Instant }[] {
  return all.filter(({ replacedAt }) => replacedAt === null).flatMap(file => {
    const original = all.find(({ id }) => id === file.redactsId) ?? file
    const takers = all.filter(each => each.state === 'ready' && each.redactsId === null && versionsBefore(all, each).some(({ id }) => id === original.id))
    const since = takers.map(({ uploadedAt, scannedAt }) => (scannedAt !== null && scannedAt > uploadedAt ? scannedAt : uploadedAt)).toSorted()[0]
    return since === undefined ? [] : [{ id: file.id, at: since }]
  })
}

/** It stands on the shelf, and nothing newer stands in its place. */
export const isNewest = ({ removedAt, replacedAt }: Pick<Revision, 'removedAt' | 'replacedAt'>): boolean => removedAt === null && replacedAt === null

/** What a newer version may follow: a redacted version is made anew instead, from what it stands for. */
export const isRevisable = (file: Revision): boolean => isNewest(file) && file.redactsId === null && file.state === 'ready'

/**
 * What leaves the shelf together with a file: all its older versions, and their redacted twins. A newer version that waits, or was refused,
 * goes alone, and so does an older one.
 */
export const goesWith = <File extends Revision>(all: readonly File[], file: File): File[] =>
  isRevisable(file) ? all.filter(other => other.replacedAt !== null && other.removedAt === null && firstVersion(all, other) === firstVersion(all, file)) : []
