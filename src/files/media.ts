import { fileTypes, type FileType } from '../domain/evidence.ts'
import type { Answer } from './limited-process.ts'
import { refusalSaid, type FileRefusal } from './refusals.ts'
import { confinedProcess } from './confined-process.ts'

/** The child's memory limit. A recording of seven hours lists 400,000 samples, and mediabunny stores data for each. */
const memory = ['--max-old-space-size=256']

/**
 * Takes the path of a staged file, and returns a function that sends tasks to the child process for its folder. Video
 * and audio are opened only there. The tasks are in media-child.mjs.
 */
export const askForMedia = confinedProcess('media-child.mjs', ['mediabunny'], memory)

/** Whether a file is video or audio, which is copied without its metadata. */
export const isMedia = (type: FileType): boolean => /^(audio|video)\//.test(type)

/**
 * @param path of an MP4, M4A or MOV, in staging
 * @returns its type, from the tracks that a player plays, or why it is refused
 * @throws Busy when the queue is full; Error with a `code`, such as EIO, when the disk fails
 */
export async function movieType(path: string): Promise<FileType | { refused: FileRefusal }> {
  const answer = await askForMedia(path)({ task: 'read the type', from: path })
  const refused = refusalIn(answer)
  if (refused) return { refused }
  const found = 'said' in answer && answer.said.type
  return fileTypeNames.find(type => type === found && isMedia(type)) ?? { refused: 'unknown' }
}

const fileTypeNames = Object.keys(fileTypes) as FileType[]

/**
 * Copies the tracks that a player plays to a new file, without metadata, pictures and hidden parts.
 * @returns why it is refused, or null when it was written
 * @throws Busy when the queue is full; Error with a `code`, such as ENOSPC, when the disk fails
 */
export async function cleanMedia(from: string, to: string, type: FileType): Promise<FileRefusal | null> {
  return refusalIn(await askForMedia(from)({ task: 'clean', from, to, type }))
}

function refusalIn(answer: Answer): FileRefusal | null {
  if ('ended' in answer) return answer.ended === 'by itself' ? 'damaged' : 'too long'
  return refusalSaid(answer.said)
}
