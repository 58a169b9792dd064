import { fileTypes, type FileType } from '../domain/evidence.ts'
import { isDocument, rewriteDocument } from './document.ts'
import { isMedia, cleanMedia } from './media.ts'
import { rewritePicture } from './picture.ts'
import type { FileRefusal } from './refusals.ts'

/** Rewrites a file without its metadata. Returns why the file is refused, or null when it was written. */
export type Cleaner = (from: string, to: string, type: FileType) => Promise<FileRefusal | null>

/** @returns the cleaner for files of this type, or null for a type that is stored unchanged */
export function cleanerOf(type: FileType): Cleaner | null {
  if (fileTypes[type].picture) return rewritePicture
  if (isDocument(type)) return rewriteDocument
  return isMedia(type) ? cleanMedia : null
}
