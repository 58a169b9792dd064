import type { UnitOfWork } from '../db/unit-of-work.ts'
import type { Actor } from '../domain/actor.ts'
import type { FileState, FileType } from '../domain/evidence.ts'
import type { DocumentProperty } from '../domain/harm.ts'
import type { Instant } from '../domain/time.ts'
import { rowStatesOf } from '../files/file.store.ts'
import { firstState } from '../files/scan.ts'
import type { Parts } from '../parts.ts'
import { concurrencyLimit } from '../files/turnstile.ts'
import type { Received } from './uploads.ts'

/**
 * Forcing many large files to disk at once leaves none of it for the database, whose next writers would wait until they
 * give up. A few at a time take no longer in all; the others' bytes are here already, and wait their turn.
 */
const inTurn = concurrencyLimit(4, Infinity)

/** What the row of a file just received says of it. */
export interface StoredFile {
  id: string
  name: string
  type: FileType
  size: number
  sha256: string
  properties?: readonly DocumentProperty[]
  state: FileState
  scannedBy: string | null
  scannedAt: Instant | null
}

/**
 * Bytes safe first, then the rows in one transaction, and only then the caller's answer. Bytes that got no row go
 * again: because the rows failed, or because the form was sent twice and the first time counts.
 * @param act writes a row for each file, with its id, together with everything else that belongs to it
 */
export async function storeAll<Result>(
  parts: Pick<Parts, 'files' | 'db' | 'write' | 'clock' | 'config'>,
  actor: Actor,
  received: Received,
  act: (work: UnitOfWork, files: readonly StoredFile[]) => Promise<Result>,
): Promise<Result> {
  const state = firstState(parts.config.scanner, parts.clock.now())
  const stored = received.files.map(({ id, name, type, size, sha256, properties = [] }) => ({
    id,
    name,
    type,
    size,
    sha256,
    properties,
    ...state,
  }))
  return inTurn(async () => {
    try {
      for (const file of received.files) await file.keep()
      return await parts.write(actor, work => act(work, stored))
    } finally {
      await squareUp(
        parts,
        stored.map(({ id }) => id),
      ).catch(() => {}) // what is left of it the next sweep takes
    }
  })
}

/** The database is asked what was committed, since a commit may have gone through although its answer was lost. */
async function squareUp({ db, files }: Pick<Parts, 'db' | 'files'>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const states = await rowStatesOf(db, ids)
  await Promise.all(ids.map(id => (states.get(id) === 'kept' ? files.settle(id) : files.remove(id))))
}
