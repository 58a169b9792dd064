import type { FileState } from './evidence.ts'
import type { Instant } from './time.ts'

/** One file, as far as its versions go. */
export interface FileVersion {
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
export const maxVersions = 100

type Linked = Pick<FileVersion, 'id' | 'replacesId' | 'redactsId'>

/**
 * A file among the versions of one: which row they are, and its number in it, from 1. A redacted twin stands where what
 * it stands for does.
 */
interface Place {
  row: string
  number: number
}
interface Rows {
  byId: ReadonlyMap<string, Linked>
  places: ReadonlyMap<string, Place>
  /** redacted twins by what they stand for, and the rows in which there is one */
  redactedCopies: ReadonlyMap<string, readonly Linked[]>
  redacted: ReadonlySet<string>
}
const known = new WeakMap<readonly Linked[], Rows>()

/**
 * Found in one pass and kept as long as the list of files is: a page asks for each of them, and they may be two
 * thousand.
 */
function rowsIn(all: readonly Linked[]): Rows {
  const before = known.get(all)
  if (before) return before
  const byId = new Map(all.map(file => [file.id, file]))
  const places = new Map<string, Place>()
  for (const file of all) {
    const stoodFor = byId.get(file.redactsId ?? '') ?? file
    const unplaced = new Set<Linked>() // a set, so that not even a ring of versions is walked for ever
    for (
      let each: Linked | undefined = stoodFor;
      each && !places.has(each.id) && !unplaced.has(each);
      each = byId.get(each.replacesId ?? '')
    )
      unplaced.add(each)
    for (const each of [...unplaced].toReversed()) {
      const { row, number } = places.get(each.replacesId ?? '') ?? { row: each.id, number: 0 }
      places.set(each.id, { row, number: number + 1 })
    }
    places.set(file.id, places.get(stoodFor.id)!)
  }
  const redactedCopies = new Map<string, Linked[]>()
  for (const redactedCopy of all.filter(({ redactsId }) => redactsId !== null))
    redactedCopies.set(redactedCopy.redactsId!, [...(redactedCopies.get(redactedCopy.redactsId!) ?? []), redactedCopy])
  const rows = {
    byId,
    places,
    redactedCopies,
    redacted: new Set([...redactedCopies.values()].map(([redactedCopy]) => places.get(redactedCopy!.id)!.row)),
  }
  known.set(all, rows)
  return rows
}

/** The versions before this one, the newest first. */
export function versionsBefore<File extends Linked>(all: readonly File[], file: Linked): File[] {
  const { byId } = rowsIn(all)
  const before = new Set<File>()
  for (let id = file.replacesId; id !== null && id !== file.id;) {
    const found = byId.get(id) as File | undefined
    if (!found || before.has(found)) break
    before.add(found)
    id = found.replacesId
  }
  return [...before]
}

/** What all versions of one file have in common, and their redacted twins with them: the id of the first. */
export const firstVersion = (all: readonly Linked[], file: Linked): string =>
  rowsIn(all).places.get(file.id)?.row ?? file.id

/** The redacted twins of one file, whatever became of them. */
export const redactedCopiesOf = <File extends Linked>(all: readonly File[], file: { id: string }): readonly File[] =>
  (rowsIn(all).redactedCopies.get(file.id) ?? []) as readonly File[]

/** Whether it, or another version of it, was ever redacted. */
export const isRedactedRow = (all: readonly Linked[], file: Linked): boolean =>
  rowsIn(all).redacted.has(firstVersion(all, file))

/** Which version it is, from 1; of a redacted twin, of which. */
export const versionNumber = (all: readonly Linked[], file: Linked): number =>
  rowsIn(all).places.get(file.id)?.number ?? 1

/** The last of a row, whether it opens already or not. */
export function newestVersion<File extends Linked>(all: readonly File[], file: File): File {
  const followers = all.filter(each => versionsBefore(all, each).some(({ id }) => id === file.id))
  return (
    followers.toSorted((one, other) => versionsBefore(all, other).length - versionsBefore(all, one).length)[0] ?? file
  )
}

/**
 * Which files leave their place, and since when: a version takes the place of all before it once it opens, of their
 * redacted twins as well. Until then, and if the scanner refuses it, the one before stays.
 */
export function replacedBy<File extends FileVersion>(all: readonly File[]): { id: string; at: Instant }[] {
  const byId = new Map(all.map(file => [file.id, file]))
  const takers = all
    .filter(({ state, redactsId }) => state === 'ready' && redactsId === null)
    .map(file => ({ file, opened: openedAt(file) }))
    .toSorted((one, other) => (one.opened < other.opened ? -1 : 1))
  const since = new Map<string, Instant>()
  for (const { file, opened } of takers) {
    // who opened first comes first, so that where it has been nobody needs to go again
    for (
      let each = byId.get(file.replacesId ?? '');
      each && each !== file && !since.has(each.id);
      each = byId.get(each.replacesId ?? '')
    )
      since.set(each.id, opened)
  }
  return all
    .filter(({ replacedAt }) => replacedAt === null)
    .flatMap(file => {
      const at = since.get(byId.get(file.redactsId ?? '')?.id ?? file.id)
      return at === undefined ? [] : [{ id: file.id, at }]
    })
}

const openedAt = ({ uploadedAt, scannedAt }: FileVersion): Instant =>
  scannedAt !== null && scannedAt > uploadedAt ? scannedAt : uploadedAt

/** It stands on the shelf, and nothing newer stands in its place. */
export const isNewest = ({ removedAt, replacedAt }: Pick<FileVersion, 'removedAt' | 'replacedAt'>): boolean =>
  removedAt === null && replacedAt === null

/** What a newer version may follow: a redacted version is made anew instead, from what it stands for. */
export const canHaveNewVersion = (file: FileVersion): boolean =>
  isNewest(file) && file.redactsId === null && file.state === 'ready'

/**
 * What leaves the shelf together with a file: all its older versions, and their redacted twins. A newer version that
 * waits, or was refused, goes alone, and so does an older one.
 */
export const goesWith = <File extends FileVersion>(all: readonly File[], file: File): File[] =>
  canHaveNewVersion(file)
    ? all.filter(
        other =>
          other.replacedAt !== null && other.removedAt === null && firstVersion(all, other) === firstVersion(all, file),
      )
    : []
