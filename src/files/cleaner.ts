import { fileTypes, type FileType } from '../domain/evidence.ts'
import { writePictureAnew } from './picture.ts'
import type { FileRefusal } from './refusals.ts'

/** Writes a file again without its metadata. Returns why it is refused, or null when it was written. */
export type Cleaner = (from: string, to: string, type: FileType) => Promise<FileRefusal | null>

/** @returns null for a type that is stored as it came */
export const cleanerOf = (type: FileType): Cleaner | null => (fileTypes[type].picture ? writePictureAnew : null)
