import type { Tx } from '../db/connection.ts'
import type { FileState, FileType } from '../domain/evidence.ts'
import type { Instant } from '../domain/time.ts'
import { rowStatesOf } from '../files/file.store.ts'
import { firstState } from '../files/scan.ts'
import type { Parts } from '../parts.ts'
import type { Received } from './uploads.ts'

/** What the row of a file just received says of it. */
export interface StoredFile {
  id: string
  name: string
  type: FileType
  size: number
  sha256: string
  state: FileState
  scannedBy: string | null
  scannedAt: Instant | null
}

/**
 * Bytes safe first, then the rows in one transaction, and only then the caller's answer. When the rows fail, the bytes go again.
 * @param act writes a row for each file, with its id, together with everything else that belongs to it
 */
export async function storeAll<Result>(
  parts: Pick<Parts, 'files' | 'db' | 'write' | 'clock' | 'config'>,
  received: Received,
  act: (trx: Tx, files: readonly StoredFile[]) => Promise<Result>,
): Promise<Result> {
  const ids = received.files.map(({ id }) => id)
  const state = firstState(parts.config.scanner, parts.clock.now())
  const stored = received.files.map(({ id, name, type, size, sha256 }) => ({ id, name, type, size, sha256, ...state }))
  try {
    for (const file of received.files) await file.keep()
    const result = await parts.write(trx => act(trx, stored))
    await settleOrRemove(parts, ids).catch(() => {})                            // what is left of it the next sweep takes
    return result
  } catch (error) {
    await settleOrRemove(parts, ids).catch(() => {})                            // likewise
    throw error
  }
}

/**
 * A commit may have gone through although its answer was lost, and a form sent twice writes no rows the second time: the database is
 * asked before bytes go.
 */
async function settleOrRemove({ db, files }: Pick<Parts, 'db' | 'files'>, ids: readonly string[]): Promise<void> {
  const states = await rowStatesOf(db, ids)
  await Promise.all(ids.map(id => states.get(id) === 'kept' ? files.settle(id) : files.remove(id)))
}
