import type { FileType } from '../domain/evidence.ts'
import { cleanerOf } from './cleaner.ts'
import type { Inspected } from './document.ts'
import { kindOf } from './kind.ts'
import type { FileRefusal } from './refusals.ts'
import { OverLimit, type FileStore, type Staged } from './store.ts'

export type IntakeResult = ({ staged: Staged; type: FileType } & Inspected) | { refused: FileRefusal }

/**
 * Streams one file to staging, checks it, and removes metadata such as the location of a picture. A refused file leaves
 * nothing behind.
 * @throws StorageFull when the disk is full; Busy when too many files are waiting to be checked
 */
export async function stageFile(
  files: FileStore,
  source: AsyncIterable<Uint8Array>,
  name: string,
  limit: number,
): Promise<IntakeResult> {
  const staged = await stagedWithin(files, source, limit)
  if (!staged) return { refused: 'too large' }
  let taken: IntakeResult = { refused: 'damaged' }
  try {
    taken = await judged(files, staged, name)
    if ('staged' in taken && taken.staged.size > limit) {
      await files.discard(taken.staged) // cleaning can make a file larger, and the scanner has the same limit
      taken = { refused: 'too large' }
    }
    return taken
  } finally {
    if ('refused' in taken) await files.discard(staged)
  }
}

async function stagedWithin(
  files: FileStore,
  source: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<Staged | null> {
  try {
    return await files.stage(source, limit)
  } catch (error) {
    if (error instanceof OverLimit) return null
    throw error
  }
}

async function judged(files: FileStore, staged: Staged, name: string): Promise<IntakeResult> {
  const kind = await kindOf(staged.path, name)
  if ('refused' in kind) return kind
  const { ending: _, ...about } = kind
  const { type } = kind
  const clean = cleanerOf(type)
  if (!clean) return { staged, ...about }
  let refused: FileRefusal | null = null
  try {
    const cleaned = await files.restage(staged, async (from, to) => {
      refused = await clean(from, to, type)
      if (refused) throw new NotCleaned()
    })
    return { staged: cleaned, ...about }
  } catch (error) {
    if (error instanceof NotCleaned && refused) return { refused }
    throw error
  }
}

class NotCleaned extends Error {}
