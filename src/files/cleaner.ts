import { fileTypes, type FileType } from '../domain/evidence.ts'
import { isDocument, writeDocumentAnew } from './document.ts'
import { writePictureAnew } from './picture.ts'
import type { FileRefusal } from './refusals.ts'

/** Writes a file again without its metadata. Returns why it is refused, or null when it was written. */
export type Cleaner = (from: string, to: string, type: FileType) => Promise<FileRefusal | null>

/** @returns null for a type that is stored as it came */
export function cleanerOf(type: FileType): Cleaner | null {
  if (fileTypes[type].picture) return writePictureAnew
  return isDocument(type) ? writeDocumentAnew : null
}
