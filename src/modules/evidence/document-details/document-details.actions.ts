import { setTimeout as wait } from 'node:timers/promises'
import type { FileState, FileType } from '../../../domain/evidence.ts'
import { withoutKnown } from '../../../domain/personal-data.ts'
import { detailsInDocument, type DocumentDetails, type DocumentFile } from '../../../files/document-details.ts'
import { ProcessNotStarted } from '../../../files/limited-process.ts'
import { FileMissing, StorageFull, type Staged } from '../../../files/store.ts'
import type { Parts } from '../../../parts.ts'

/** A file whose text can be read: a stored file, or a file that has just been received. */
export interface FileToRead {
  id: string
  name: string
  type: FileType
  size: number
  sha256: string
  staged?: Staged | null
  /** files that were refused are not read */
  state?: FileState
}

/** A document with findings, or a document that was not read to its end. */
export interface ReadDocument extends DocumentDetails {
  id: string
  name: string
}

/**
 * The time limit for all files of a form together, in seconds. Results that come later are cached, and are used when
 * the form is sent again.
 */
const secondsForAll = 25

/**
 * Looks for personal details in documents.
 * @returns the documents with findings, and those that were not read to the end
 * @throws Busy when too many documents are being read
 */
export async function readDocuments(
  { files }: Pick<Parts, 'files'>,
  toRead: readonly FileToRead[],
): Promise<ReadDocument[]> {
  const over = new AbortController()
  const tooSlow = wait(secondsForAll * 1_000, { details: [], isCut: false, unread: 'too slow' } as const, {
    signal: over.signal,
  })
  tooSlow.catch(() => {}) // stopping the timer below rejects this promise
  try {
    const read = await Promise.all(
      toRead
        .filter(({ state }) => state !== 'refused')
        .map(async ({ staged, ...file }) => {
          const found = await Promise.race([detailsOf(files, { ...file, ...(staged && { staged }) }), tooSlow])
          return { ...found, id: file.id, name: file.name }
        }),
    )
    return read.filter(isToAskAbout)
  } finally {
    over.abort()
  }
}

const isToAskAbout = ({ details, unread }: DocumentDetails): boolean => details.length > 0 || unread !== null

async function detailsOf(files: Parts['files'], file: DocumentFile): Promise<DocumentDetails> {
  try {
    return await detailsInDocument(files, file)
  } catch (problem) {
    if (problem instanceof StorageFull || problem instanceof ProcessNotStarted)
      return { details: [], isCut: false, unread: 'system error' }
    if (problem instanceof FileMissing) return { details: [], isCut: false, unread: 'unreadable' }
    throw problem
  }
}

/** Removes known names from the details, and then the documents that no longer need a question. */
export const withoutKnownNames = (documents: readonly ReadDocument[], known: readonly string[]): ReadDocument[] =>
  documents.map(document => ({ ...document, details: withoutKnown(document.details, known) })).filter(isToAskAbout)
