import { fileLimits } from '../config.ts'
import type { FileType } from '../domain/evidence.ts'
import { limitedProcess, type Answer } from './limited-process.ts'
import { refusalSaid, type FileRefusal } from './refusals.ts'

/** Sends a task to the child process that opens pictures. Its tasks are in picture-child.mjs. */
export const askForPicture = limitedProcess('picture-child.mjs')

/**
 * Re-encodes a picture, which removes locations, names, comments and thumbnails.
 * @returns why it is refused, or null when it was written
 * @throws Busy when the queue is full; Error with a `code`, such as ENOSPC, when the disk fails
 */
export async function rewritePicture(from: string, to: string, type: FileType): Promise<FileRefusal | null> {
  return refusalIn(await askForPicture({ task: 'rewrite', from, to, type, pixels: fileLimits.pixels }))
}

function refusalIn(answer: Answer): FileRefusal | null {
  if ('ended' in answer) return answer.ended === 'by itself' ? 'damaged' : 'pixel flood'
  return refusalSaid(answer.said)
}
