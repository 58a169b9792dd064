import { compare } from './compare.ts'
import type { Instant } from './time.ts'

const numbered = new Intl.Collator('en', { numeric: true })

/** Compares the names of files, for sorting. Numbers are compared by value: "page 2" comes before "page 10". */
export const compareFileNames = (a: string, b: string): number => numbered.compare(a, b) || compare(a, b)

interface Uploaded {
  id: string
  name: string
  uploadedAt: Instant
}

/**
 * Compares files by the time of upload. Files of the same upload are compared by name, because they may be numbered
 * pages.
 */
export const compareUploads = (a: Uploaded, b: Uploaded): number =>
  compare(a.uploadedAt, b.uploadedAt) || compareFileNames(a.name, b.name) || compare(a.id, b.id)
