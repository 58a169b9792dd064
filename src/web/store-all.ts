import type { UnitOfWork } from '../db/unit-of-work.ts'
import type { Actor } from '../domain/actor.ts'
import type { FileState, FileType } from '../domain/evidence.ts'
import type { DocumentProperty } from '../domain/personal-data.ts'
import type { Instant } from '../domain/time.ts'
import { rowStatesOf } from '../files/file.store.ts'
import { keepWithRows } from '../files/keeping.ts'
import { initialState } from '../files/scan.ts'
import type { Parts } from '../parts.ts'
import { concurrencyLimit } from '../files/concurrency-limit.ts'
import type { Received } from './uploads.ts'

/**
 * At most four forms with files are saved at a time, because many large files would delay the database until writes
 * time out.
 */
const inTurn = concurrencyLimit(4, Infinity)

/** A received file that `storeAll` has stored. */
export interface StoredFile {
  id: string
  name: string
  type: FileType
  size: number
  sha256: string
  properties?: readonly DocumentProperty[]
  /** whether the file needs a redacted copy */
  toRedact?: boolean
  state: FileState
  scannedBy: string | null
  scannedAt: Instant | null
}

/**
 * Syncs the bytes, then writes the rows in one transaction. Deletes bytes that got no row.
 * @param act writes a row for each file, with its id, and everything else in the change
 */
export async function storeAll<Result>(
  parts: Pick<Parts, 'files' | 'db' | 'write' | 'clock' | 'config'>,
  actor: Actor,
  received: Received,
  act: (work: UnitOfWork, files: readonly StoredFile[]) => Promise<Result>,
): Promise<Result> {
  const state = initialState(parts.config.scanner, parts.clock.now())
  const stored = received.files.map(({ id, name, type, size, sha256, properties = [] }) => ({
    id,
    name,
    type,
    size,
    sha256,
    properties,
    ...state,
  }))
  const rows = { ids: stored.map(({ id }) => id), rowStates: (ids: readonly string[]) => rowStatesOf(parts.db, ids) }
  const save = () =>
    keepWithRows(parts.files, rows, async () => {
      for (const file of received.files) await file.keep()
      return parts.write(actor, work => act(work, stored))
    })
  return received.files.length === 0 ? save() : inTurn(save)
}
