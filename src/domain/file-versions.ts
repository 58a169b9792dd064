import { compare } from './compare.ts'
import type { FileState } from './evidence.ts'
import type { Instant } from './time.ts'

/** The facts about one file that show how it relates to its other versions and redacted copies. */
export interface FileVersion {
  id: string
  state: FileState
  uploadedAt: Instant
  scannedAt: Instant | null
  /** the id of the previous version */
  replacesId: string | null
  /** the id of the file that this is a redacted copy of */
  redactsId: string | null
  /** when a newer version replaced it */
  replacedAt: Instant | null
  removedAt: Instant | null
  /** when it was marked as needing a redacted copy */
  toRedactAt: Instant | null
}

/** The maximum number of versions of one file. */
export const maxVersions = 100

type Linked = Pick<FileVersion, 'id' | 'replacesId' | 'redactsId'>

/**
 * A file's place among its versions: `row` is the id of the first version, `number` counts from 1. A redacted copy has
 * the number of its original.
 */
interface Place {
  row: string
  number: number
}
interface Rows {
  byId: ReadonlyMap<string, Linked>
  places: ReadonlyMap<string, Place>
  /** redacted copies by the id of their original */
  redactedCopies: ReadonlyMap<string, readonly Linked[]>
  /** the `row` of each file that has a redacted copy of at least one version */
  redacted: ReadonlySet<string>
}
const known = new WeakMap<readonly Linked[], Rows>()

/** Groups the versions of a list of files. Cached per list, because a page asks about each of up to 2,000 files. */
function rowsIn(all: readonly Linked[]): Rows {
  const before = known.get(all)
  if (before) return before
  const byId = new Map(all.map(file => [file.id, file]))
  const places = new Map<string, Place>()
  for (const file of all) {
    const original = byId.get(file.redactsId ?? '') ?? file
    const unplaced = new Set<Linked>() // a set, so that the loop ends even if versions form a cycle
    for (
      let each: Linked | undefined = original;
      each && !places.has(each.id) && !unplaced.has(each);
      each = byId.get(each.replacesId ?? '')
    )
      unplaced.add(each)
    for (const each of [...unplaced].toReversed()) {
      const { row, number } = places.get(each.replacesId ?? '') ?? { row: each.id, number: 0 }
      places.set(each.id, { row, number: number + 1 })
    }
    places.set(file.id, places.get(original.id)!)
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

/** The versions before this one, newest first. */
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

/** The id of the first version, which all versions and their redacted copies share. */
export const firstVersion = (all: readonly Linked[], file: Linked): string =>
  rowsIn(all).places.get(file.id)?.row ?? file.id

/** The redacted copies of one file, in any state. */
export const redactedCopiesOf = <File extends Linked>(all: readonly File[], file: { id: string }): readonly File[] =>
  (rowsIn(all).redactedCopies.get(file.id) ?? []) as readonly File[]

/** Whether a file, or another version of it, has a redacted copy. */
export const isRedactedRow = (all: readonly Linked[], file: Linked): boolean =>
  rowsIn(all).redacted.has(firstVersion(all, file))

/** The version number, from 1. A redacted copy has the number of its original. */
export const versionNumber = (all: readonly Linked[], file: Linked): number =>
  rowsIn(all).places.get(file.id)?.number ?? 1

/** The newest version, even if it cannot be opened yet. */
export function newestVersion<File extends Linked>(all: readonly File[], file: File): File {
  const followers = all.filter(each => versionsBefore(all, each).some(({ id }) => id === file.id))
  return (
    followers.toSorted((one, other) => versionsBefore(all, other).length - versionsBefore(all, one).length)[0] ?? file
  )
}

/**
 * The files to record as replaced, each with the time. A version replaces all earlier ones and their redacted copies
 * once it can be opened, unless it needs a redacted copy or was removed.
 */
export function replacedBy<File extends FileVersion>(all: readonly File[]): { id: string; at: Instant }[] {
  const byId = new Map(all.map(file => [file.id, file]))
  const replacing = all
    .filter(
      ({ state, redactsId, toRedactAt, removedAt }) =>
        state === 'ready' && redactsId === null && toRedactAt === null && removedAt === null,
    )
    .map(file => ({ file, opened: openedAt(file) }))
    .toSorted((one, other) => compare(one.opened, other.opened))
  const since = new Map<string, Instant>()
  for (const { file, opened } of replacing) {
    // `replacing` is in the order in which the files could be opened, so the first replacement of a version counts
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

/** Whether a file is neither removed nor replaced. */
export const isNewest = ({ removedAt, replacedAt }: Pick<FileVersion, 'removedAt' | 'replacedAt'>): boolean =>
  removedAt === null && replacedAt === null

/** The newest versions whose redacted copies were all removed or refused. They need another copy. */
export const lostCopies = <File extends FileVersion>(all: readonly File[]): File[] =>
  all.filter(file => {
    const copies = redactedCopiesOf(all, file)
    return (
      isNewest(file) &&
      copies.length > 0 &&
      copies.every(({ removedAt, state }) => removedAt !== null || state === 'refused')
    )
  })

/**
 * Whether a file can get a newer version: it is the newest and can be opened. A redacted copy is made again from its
 * original instead.
 */
export const canHaveNewVersion = (file: FileVersion): boolean =>
  isNewest(file) && file.redactsId === null && file.state === 'ready'

/**
 * The other files that are removed together with a file: for the newest version, if it can be opened, all older
 * versions and their redacted copies. Every other file is removed alone.
 */
export const removedTogether = <File extends FileVersion>(all: readonly File[], file: File): File[] =>
  canHaveNewVersion(file)
    ? all.filter(
        other =>
          other.replacedAt !== null && other.removedAt === null && firstVersion(all, other) === firstVersion(all, file),
      )
    : []
