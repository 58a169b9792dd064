import { fileLimits } from '../config.ts'
import type { FileType } from '../domain/evidence.ts'
import { limitedProcess, type Answer } from './limited-process.ts'
import type { FileRefusal } from './refusals.ts'

/** Whatever is done to a picture is done there: its tasks stand in picture-child.mjs. */
export const askForPicture = limitedProcess('picture-child.mjs')

/**
 * Writes a picture anew, which is what takes place, names, comments and thumbnails out of it.
 * @returns why it is not taken, or null when it was written
 * @throws Busy when too many wait already
 */
export async function writePictureAnew(from: string, to: string, type: FileType): Promise<FileRefusal | null> {
  return refusalIn(await askForPicture({ task: 'write anew', from, to, type, pixels: fileLimits.pixels }))
}

function refusalIn(answer: Answer): FileRefusal | null {
  if ('ended' in answer) return answer.ended === 'by itself' ? 'damaged' : 'pixel flood'
  const { refused } = answer.said
  if (refused === null || refused === 'pixel flood' || refused === 'damaged') return refused
  throw Object.assign(new Error('a picture could not be written'), { code: refused })
}
