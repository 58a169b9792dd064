import type { Area } from '../domain/blackout.ts'
import type { FileType } from '../domain/evidence.ts'
import { askForPicture } from './picture.ts'
import { refusalSaid } from './refusals.ts'
import type { FileStore, Staged } from './store.ts'

/**
 * Copies a picture with blacked-out areas. The pixels are replaced, so nothing remains under them.
 * @returns the copy in staging, or null when it could not be made
 * @throws FileMissing when the picture is not stored; StorageFull when the disk is full; Busy when the queue is full
 */
export async function blackOut(
  files: FileStore,
  picture: { id: string; type: FileType; size: number },
  areas: readonly Area[],
): Promise<Staged | null> {
  const copy = await files.stage(await files.open(picture.id), picture.size)
  try {
    return await files.restage(copy, async (from, to) => {
      const answer = await askForPicture({ task: 'black out', from, to, type: picture.type, areas })
      if ('ended' in answer) throw new NotMade()
      if (refusalSaid(answer.said)) throw new NotMade()
    })
  } catch (problem) {
    await files.discard(copy)
    if (problem instanceof NotMade) return null
    throw problem
  }
}

class NotMade extends Error {}
