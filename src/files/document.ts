import { z } from 'zod'
import { fileTypes, type FileType } from '../domain/evidence.ts'
import { documentProperties, type DocumentProperty } from '../domain/personal-data.ts'
import type { Job } from './limited-process.ts'
import { refusalSaid, type FileRefusal } from './refusals.ts'
import { confinedProcess } from './confined-process.ts'

/** The packages that the child loads, and their dependencies. */
const libraries = ['@hyzyla/pdfium', 'fast-xml-parser', 'saxes', 'xmlchars', 'yauzl', 'pend', 'csv-parse']

/**
 * Takes the path of a staged file, and returns a function that sends tasks to the child process for its folder.
 * Documents are opened only in such a process. The tasks are in document-child.mjs.
 */
export const askForDocument = confinedProcess('document-child.mjs', libraries)

/**
 * @param path of a ZIP, in staging
 * @returns the type of document, or why it is refused
 * @throws Busy when the queue is full; Error with a `code`, such as ENOSPC, when the disk fails
 */
export async function zipType(path: string): Promise<FileType | { refused: FileRefusal }> {
  const answer = await answerAbout(path, { task: 'read the type', from: path })
  if ('refused' in answer) return answer
  return fileTypeNames.find(type => type === answer.said.type) ?? { refused: 'unknown' }
}

export const isDocument = (type: FileType): boolean => type.startsWith('application/')

/** The findings of an inspection. `attachments` is the number of files that `rewriteDocument` leaves out. */
export interface Inspected {
  properties: DocumentProperty[]
  attachments: number
  /** whether a picture has several frames, of which only the first is kept */
  isAnimated?: boolean
}

/**
 * Opens every part of a document, within limits.
 * @param path of the document, in staging
 * @returns its properties and attachments, or why it is refused
 * @throws Busy when the queue is full; Error with a `code`, such as ENOSPC, when the disk fails
 */
export async function inspectFile(path: string, type: FileType): Promise<{ refused: FileRefusal } | Inspected> {
  const answer = await answerAbout(path, { task: 'inspect', from: path, type })
  if ('refused' in answer) return answer
  return {
    properties: readProperties(answer.said.properties),
    attachments: z.int().min(0).catch(0).parse(answer.said.attachments),
  }
}

/**
 * Rewrites an inspected document without hidden details that could identify someone, such as its thumbnail, its
 * attachments and the metadata of its pictures.
 * @returns why it is refused, or null when it was written
 * @throws Busy when the queue is full; Error with a `code`, such as ENOSPC, when the disk fails
 */
export async function rewriteDocument(from: string, to: string, type: FileType): Promise<FileRefusal | null> {
  const answer = await answerAbout(from, { task: 'rewrite', from, to, type })
  return 'refused' in answer ? answer.refused : null
}

async function answerAbout(
  path: string,
  job: Job,
): Promise<{ refused: FileRefusal } | { said: Record<string, unknown> }> {
  const answer = await askForDocument(path)(job)
  if ('ended' in answer) return { refused: refusalOfEnd[answer.ended] }
  const refused = refusalSaid(answer.said)
  return refused ? { refused } : answer
}

const refusalOfEnd = { 'too long': 'too slow', 'too much': 'bomb', 'by itself': 'damaged' } as const
const fileTypeNames = Object.keys(fileTypes) as FileType[]
const mostProperties = 60
const maxTextLength = 300

/**
 * The properties in the child's answer, validated because the child has opened an untrusted document; none when the
 * answer is invalid.
 */
function readProperties(said: unknown): DocumentProperty[] {
  const read = z
    .array(z.object({ property: z.enum(documentProperties), text: z.string().max(maxTextLength) }))
    .max(mostProperties)
    .safeParse(said)
  return read.success ? read.data : []
}
