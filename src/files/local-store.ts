import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises'
import { newId } from '../db/ids.ts'
import { placesUnder, type Places } from './places.ts'
import { FileMissing, OverLimit, StorageFull, type FileStore, type RowStates, type Staged } from './store.ts'
import { fileSystemNow, sweep } from './sweep.ts'

/**
 * Opens a store in a local folder, which several processes can share. Creates the folder if necessary.
 * @param uploads contains staging/ and files/, which must be on one file system
 */
export async function openLocalStore(uploads: string): Promise<FileStore> {
  const places = placesUnder(uploads)
  await mkdir(places.staging, { recursive: true, mode: 0o700 })
  await mkdir(places.files, { recursive: true, mode: 0o700 })
  const openedAt = await fileSystemNow(places)
  const keeping = new Set<string>()
  const settle = async (fileId: string) => {
    await rm(places.marker(fileId), { force: true })
    keeping.delete(fileId)
  }
  const removeFile = async (fileId: string) => {
    await remove(places, fileId)
    keeping.delete(fileId)
  }
  return {
    stage: (source, limit) => full(() => stage(places, source, limit)),
    restage: (staged, make) => full(() => restage(places, staged, make)),
    make: write => full(() => make(places, write)),
    keep: (staged, fileId) => {
      keeping.add(fileId)
      return full(() => keep(places, staged, fileId))
    },
    settle,
    async endKeeping(fileIds, rowStates) {
      try {
        await settleOrRemove(fileIds, rowStates, { settle, remove: removeFile })
      } finally {
        for (const id of fileIds) keeping.delete(id)
      }
    },
    discard: staged => rm(staged.path, { force: true }),
    open: async fileId => openToRead(places.object(fileId)),
    has: async fileId =>
      access(places.object(fileId)).then(
        () => true,
        () => false,
      ),
    remove: removeFile,
    recover: rowStates => sweep(places, { openedAt, keeping }, rowStates),
    freeBytes: async () => {
      const { bavail, bsize } = await statfs(places.staging)
      return bavail * bsize
    },
  }
}

async function stage(places: Places, source: AsyncIterable<Uint8Array>, limit: number): Promise<Staged> {
  const id = newId()
  const path = places.staged(id)
  const hash = createHash('sha256')
  let size = 0
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const chunk of source) {
      size += chunk.length
      if (size > limit) throw new OverLimit()
      hash.update(chunk)
      await file.writeFile(chunk)
    }
    await file.close()
  } catch (error) {
    await file.close().catch(() => {})
    await rm(path, { force: true })
    throw error
  }
  return { id, path, size, sha256: hash.digest('hex') }
}

async function restage(
  places: Places,
  staged: Staged,
  derive: (from: string, to: string) => Promise<void>,
): Promise<Staged> {
  const made = await make(places, to => derive(staged.path, to))
  await rm(staged.path, { force: true })
  return made
}

async function make(places: Places, write: (to: string) => Promise<void>): Promise<Staged> {
  const id = newId()
  const path = places.staged(id)
  try {
    await write(path)
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
    const { size } = await stat(path)
    return { id, path, size, sha256: hash.digest('hex') }
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

async function keep(places: Places, staged: Staged, fileId: string): Promise<void> {
  await sync(staged.path)
  await (await open(places.marker(fileId), 'w', 0o600)).close()
  const isNew = await mkdir(places.folder(fileId), { recursive: true, mode: 0o700 })
  if (isNew) await sync(places.files)
  await rename(staged.path, places.object(fileId))
  await sync(places.folder(fileId))
}

/**
 * Settles the files that have a kept row and removes the others. Asks the database, because a commit can succeed even
 * if its reply is lost.
 */
async function settleOrRemove(
  ids: readonly string[],
  rowStates: RowStates,
  { settle, remove }: Pick<FileStore, 'settle' | 'remove'>,
): Promise<void> {
  if (ids.length === 0) return
  const states = await rowStates(ids)
  await Promise.all(ids.map(id => (states.get(id) === 'kept' ? settle(id) : remove(id))))
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

async function openToRead(path: string) {
  try {
    const file = await open(path, 'r')
    return file.createReadStream()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new FileMissing()
    throw error
  }
}

async function remove(places: Places, fileId: string): Promise<void> {
  await rm(places.object(fileId), { force: true })
  await rm(places.marker(fileId), { force: true })
}

const fullCodes = ['ENOSPC', 'EDQUOT', 'EFBIG']

async function full<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act()
  } catch (error) {
    if (fullCodes.includes(String((error as NodeJS.ErrnoException).code))) throw new StorageFull()
    throw error
  }
}
