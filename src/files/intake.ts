import { fileTypes, type FileType } from '../domain/evidence.ts'
import type { DocumentProperty } from '../domain/personal-data.ts'
import { kindOf } from './kind.ts'
import { writePictureAnew } from './picture.ts'
import type { FileRefusal } from './refusals.ts'
import { OverLimit, type FileStore, type Staged } from './store.ts'

export type TakenIn = { staged: Staged; type: FileType; properties: DocumentProperty[] } | { refused: FileRefusal }

/**
 * Streams one file to staging, checks it, and re-encodes it if it is a picture. A refused file leaves nothing behind.
 */
export async function takeIn(
  files: FileStore,
  source: AsyncIterable<Uint8Array>,
  name: string,
  limit: number,
): Promise<TakenIn> {
  const staged = await stagedWithin(files, source, limit)
  if (!staged) return { refused: 'too large' }
  let taken: TakenIn = { refused: 'damaged' }
  try {
    taken = await judged(files, staged, name)
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

async function judged(files: FileStore, staged: Staged, name: string): Promise<TakenIn> {
  const kind = await kindOf(staged.path, name)
  if ('refused' in kind) return kind
  if (!fileTypes[kind.type].picture) return { staged, type: kind.type, properties: kind.properties }
  let refused: FileRefusal | null = null
  try {
    return {
      staged: await files.restage(staged, async (from, to) => {
        refused = await writePictureAnew(from, to, kind.type)
        if (refused) throw new PictureRefused()
      }),
      type: kind.type,
      properties: [],
    }
  } catch (error) {
    if (error instanceof PictureRefused && refused) return { refused }
    throw error
  }
}

class PictureRefused extends Error {}
