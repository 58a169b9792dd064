import type { Readable } from 'node:stream'

/** A file on its way in: written and hashed, not yet safe, swept away if nobody keeps it. */
export interface Staged {
  /** becomes the file's id when it is kept */
  id: string
  path: string
  size: number
  /** hexadecimal */
  sha256: string
}

/**
 * What the database says of an object: `kept` has a row, `removed` is to go now, without an answer nobody was told of
 * it.
 */
export type RowState = 'kept' | 'removed'
export type RowStates = (ids: readonly string[]) => Promise<ReadonlyMap<string, RowState>>

/**
 * Where files lie. The order that loses nothing: stage, keep, commit the rows, settle, and only then answer;
 * `storeAll` in web/uploads is that order. Staging is always a local folder; what is kept may lie elsewhere one day.
 */
export interface FileStore {
  /** Writes, counts and hashes a stream. @throws OverLimit, StorageFull; then nothing is left of it */
  stage(source: AsyncIterable<Uint8Array>, limit: number): Promise<Staged>
  /** Lets `make` write a second staging file from the first, which goes. When `make` fails the first is still there. */
  restage(staged: Staged, make: (from: string, to: string) => Promise<void>): Promise<Staged>
  /** Forces the bytes to disk and puts them in place under this id. A row may point at them from here on. */
  keep(staged: Staged, fileId: string): Promise<void>
  /** Its row is committed: a later start need not ask about it. */
  settle(fileId: string): Promise<void>
  discard(staged: Staged): Promise<void>
  /** @throws FileMissing */
  open(fileId: string): Promise<Readable>
  has(fileId: string): Promise<boolean>
  /** Does nothing if it is gone already. */
  remove(fileId: string): Promise<void>
  /** Clears up after a process that died: staging, objects that no row points at, deletions that were not finished. */
  recover(rowStates: RowStates): Promise<Recovered>
  freeBytes(): Promise<number>
}

export interface Recovered {
  staged: number
  objects: number
}

/** The stream went on after its limit. */
export class OverLimit extends Error {}

/** The disk, or what this process may use of it, is full. */
export class StorageFull extends Error {}

/** A row points at an object that is not there. */
export class FileMissing extends Error {}
