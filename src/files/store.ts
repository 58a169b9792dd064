import type { Readable } from 'node:stream'
import { NoRoom } from '../domain/refusals.ts'

/** A received file: written and hashed, but not yet synced. It is deleted unless it is kept. */
export interface Staged {
  /** becomes the file's id when it is kept */
  id: string
  path: string
  size: number
  /** hexadecimal */
  sha256: string
}

/**
 * The state of a file's row in the database; `removed` means that the bytes are to be deleted. For a file without a
 * row, no one was told that it is saved.
 */
export type RowState = 'kept' | 'removed'
export type RowStates = (ids: readonly string[]) => Promise<ReadonlyMap<string, RowState>>

/**
 * Stored files. The safe order is: stage, keep, commit the rows, settle, respond. `storeAll` follows it. Staging is
 * always a local folder. Kept files can be elsewhere.
 */
export interface FileStore {
  /**
   * Writes, counts and hashes a stream. After an error, nothing is left.
   * @throws OverLimit above `limit` bytes; StorageFull
   */
  stage(source: AsyncIterable<Uint8Array>, limit: number): Promise<Staged>
  /**
   * Calls `make` to write a second staging file from the first, and then deletes the first. If `make` throws, the
   * first remains.
   */
  restage(staged: Staged, make: (from: string, to: string) => Promise<void>): Promise<Staged>
  /** Calls `write` to write a new staging file. If `write` throws, nothing is left. */
  make(write: (to: string) => Promise<void>): Promise<Staged>
  /** Syncs the bytes and moves them into place under this id. After this, a row can refer to them. */
  keep(staged: Staged, fileId: string): Promise<void>
  /** Records that the file's row is committed, so that a later start need not check it. */
  settle(fileId: string): Promise<void>
  /**
   * Call this after the transaction, even after an error: settles the files whose rows are committed and removes the
   * others. Between `keep` and the end of this call, `recover` does not touch the files.
   */
  endKeeping(fileIds: readonly string[], rowStates: RowStates): Promise<void>
  discard(staged: Staged): Promise<void>
  /** @throws FileMissing when no file has this id */
  open(fileId: string): Promise<Readable>
  has(fileId: string): Promise<boolean>
  /** Does nothing if the file does not exist. */
  remove(fileId: string): Promise<void>
  /**
   * Cleans up after a process that died: deletes its files in staging, files without rows, and files whose deletion it
   * did not finish.
   * @throws UnknownFiles when most of the stored files have no row
   */
  recover(rowStates: RowStates): Promise<Recovered>
  freeBytes(): Promise<number>
}

/** The numbers of files that `recover` deleted: in staging, and among the kept files. */
export interface Recovered {
  staged: number
  objects: number
}

/** The stream exceeded its limit. */
export class OverLimit extends Error {}

/** The disk, or this process's quota on it, is full. */
export class StorageFull extends NoRoom {}

/** A row refers to a file that does not exist. */
export class FileMissing extends Error {}

/** Most of the stored files are not in the database, so it may be the wrong database. */
export class UnknownFiles extends Error {
  override name = 'UnknownFiles'

  constructor(folder: string, count: number) {
    super(
      `${folder} has ${count} files that the database does not know, so it may be the wrong database. None of them ` +
        'was deleted. Check DATABASE_URL and DATA_DIR, or restore the database of these files. To start without the ' +
        'files, move that folder away',
    )
  }
}
