import { open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { looksLikeId, newId } from '../db/ids.ts'
import { readStagingName, type Places, type StagingName } from './places.ts'
import { UnknownFiles, type Recovered, type RowStates } from './store.ts'

const anHour = 60 * 60 * 1000
const atOnce = 500

export interface OwnFiles {
  /**
   * when this process opened the folder. Older files with its process id are from an earlier process, because process
   * ids are reused (in a container, at every start)
   */
  openedAt: number
  /**
   * the ids of the files whose rows this process may still commit. Do not judge them by age: the process may have been
   * paused
   */
  keeping: ReadonlySet<string>
}

/**
 * Cleans up after a process that died, and deletes files that were left for an hour. Uses the file system's clock,
 * because the process's clock can be set to another day.
 */
export async function sweep(places: Places, own: OwnFiles, rowStates: RowStates): Promise<Recovered> {
  const now = await fileSystemNow(places)
  const { staged, unsettled, markers } = await sweepStaging(places, own, now)
  const objects = await sweepObjects(places, rowStates, now, unsettled)
  // delete the markers last, so that the next start checks these files again if this process dies before this point
  for (const marker of markers) await rm(marker, { force: true })
  return { staged, objects }
}

/** The file system's current time in milliseconds. Files get their times from the same clock. */
export async function fileSystemNow(places: Places): Promise<number> {
  const probe = places.staged(newId())
  await (await open(probe, 'wx', 0o600)).close()
  const { mtimeMs } = await stat(probe)
  await rm(probe, { force: true })
  return mtimeMs
}

async function sweepStaging(
  places: Places,
  { openedAt, keeping }: OwnFiles,
  now: number,
): Promise<{ staged: number; unsettled: Set<string>; markers: string[] }> {
  const unsettled = new Set<string>()
  const markers: string[] = []
  let staged = 0
  // A file of this process that is older than `ownUntil` is left over: it could not be deleted, or the database could
  // not be queried. An older marker of this process is left over too, unless its id is in `keeping`.
  const ownUntil = Math.max(openedAt, now - anHour)
  for (const name of await readdir(places.staging)) {
    const path = join(places.staging, name)
    const parsed = readStagingName(name)
    if (!parsed || (parsed.isMarker && mayCommit(parsed, keeping))) continue
    const isLeft =
      parsed.owner === 'gone' || (await isBefore(path, parsed.owner === 'this process' ? ownUntil : now - anHour))
    if (!isLeft) continue
    if (parsed.isMarker) {
      unsettled.add(parsed.id)
      markers.push(path)
    } else {
      await rm(path, { force: true })
      staged += 1
    }
  }
  return { staged, unsettled, markers }
}

/**
 * Whether the process that wrote this marker may still commit the file's row, however old the marker is. For a process
 * on another machine this is unknown, so the marker's age decides.
 */
const mayCommit = ({ id, owner }: StagingName, keeping: ReadonlySet<string>): boolean =>
  owner === 'another process' || keeping.has(id)

/**
 * Deletes files that are not needed, and files older than an hour that the database does not know.
 * @param unsettled files that a process put in place before it died, perhaps without their rows
 * @throws UnknownFiles, and keeps the older files, when they outnumber the files that the database knows
 */
async function sweepObjects(
  places: Places,
  rowStates: RowStates,
  now: number,
  unsettled: ReadonlySet<string>,
): Promise<number> {
  const unknown: string[] = []
  const lost: string[] = []
  let [known, removed] = [0, 0]
  for await (const ids of objectsIn(places)) {
    const states = await rowStates(ids)
    for (const id of ids) {
      const state = states.get(id)
      if (state) known += 1
      if (state === 'kept') continue
      if (state === 'removed') {
        await rm(places.object(id), { force: true })
        removed += 1
      } else if (unsettled.has(id)) lost.push(id)
      else if (await isBefore(places.object(id), now - anHour)) unknown.push(id)
    }
  }
  removed += await removeUnknown(places, rowStates, lost)
  const keeping = await idsBeingKept(places)
  const left = unknown.filter(id => !keeping.has(id))
  if (left.length > known) throw new UnknownFiles(places.files, left.length)
  return removed + (await removeUnknown(places, rowStates, left))
}

/** The ids of files with a marker: their rows may not be committed yet. */
async function idsBeingKept(places: Places): Promise<Set<string>> {
  const names = (await readdir(places.staging)).map(readStagingName)
  return new Set(names.flatMap(name => (name?.isMarker ? [name.id] : [])))
}

/**
 * Deletes files that the database does not know. Asks the database again, because a row can have been committed since
 * it was last asked.
 * @param ids of files whose rows no process can still commit: they have no marker, or a marker that is left over
 * @returns the number of files deleted
 */
async function removeUnknown(places: Places, rowStates: RowStates, ids: readonly string[]): Promise<number> {
  let removed = 0
  for (let from = 0; from < ids.length; from += atOnce) {
    const some = ids.slice(from, from + atOnce)
    const states = await rowStates(some)
    for (const id of some.filter(each => !states.has(each))) {
      await rm(places.object(id), { force: true })
      removed += 1
    }
  }
  return removed
}

async function* objectsIn(places: Places): AsyncGenerator<string[]> {
  const batch: string[] = []
  for (const folder of await readdir(places.files)) {
    for (const name of await readdir(join(places.files, folder)).catch(() => []))
      if (looksLikeId(name)) batch.push(name)
    while (batch.length >= atOnce) yield batch.splice(0, atOnce)
  }
  if (batch.length > 0) yield batch
}

async function isBefore(path: string, moment: number): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  return found !== null && found.mtimeMs < moment
}
