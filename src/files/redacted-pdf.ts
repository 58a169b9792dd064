import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { fileLimits } from '../config.ts'
import { fullLengthInHundredths, type Area } from '../domain/blackout.ts'
import { askForDocument } from './document.ts'
import type { Answer } from './limited-process.ts'
import { pdfOfPictures, type PicturePage } from './picture-pdf.ts'
import { askForPicture } from './picture.ts'
import { refusalSaid } from './refusals.ts'
import { OverLimit, type FileStore, type Staged } from './store.ts'

/** An area to black out on one page of a document. Pages are numbered from 1. */
export interface PageArea extends Area {
  page: number
}

/** One occurrence of a phrase. `areas` is empty for text outside the cropped page. */
export interface Occurrence {
  page: number
  line: number
  areas: readonly Area[]
}

/** The number of pages of a document, and the places of phrases in its text. */
export interface FoundPhrases {
  pages: number
  /** the pages without any text, such as scans */
  textless: readonly number[]
  /** the occurrences of each phrase, in the order of the given phrases */
  occurrences: readonly (readonly Occurrence[])[]
}

/** The maximum number of pages in a redacted copy. Two hundred pages take about a minute. */
export const mostRedactedPages = 200
export const mostPlaces = 5_000

/** Why a document cannot be searched, or no redacted copy of it can be made. */
export type NotRedacted = 'pages' | 'places' | 'size' | 'unreadable'
export class CannotRedact extends Error {
  readonly reason: NotRedacted
  constructor(reason: NotRedacted) {
    super(`a redacted copy cannot be made: ${reason}`)
    this.reason = reason
  }
}

const length = z.int().min(0).max(fullLengthInHundredths)
const area = z.object({ left: length, top: length, width: length, height: length })
const found = z.object({
  pages: z.int().min(1),
  textless: z.array(z.int()).max(mostRedactedPages),
  occurrences: z
    .array(
      z.object({
        phrase: z.int().min(0),
        page: z.int().min(1).max(mostRedactedPages),
        line: z.int().min(1),
        areas: z.array(area),
      }),
    )
    .max(mostPlaces + 1),
})

/**
 * Finds phrases in the text of a stored PDF, in any letter case and across lines.
 * @throws CannotRedact when the PDF has too many pages or occurrences, or cannot be read
 * @throws FileMissing when the PDF is not stored; StorageFull when the disk is full; Busy when the queue is full
 */
export async function findPhrases(
  files: FileStore,
  file: { id: string; size: number },
  phrases: readonly string[],
): Promise<FoundPhrases> {
  const copy = await files.stage(await files.open(file.id), file.size)
  try {
    const limits = { mostPages: mostRedactedPages, mostPlaces }
    const answer = await askForDocument(copy.path)({ task: 'find phrases', from: copy.path, phrases, ...limits })
    const { pages, textless, occurrences } = saidIn(answer, found)
    if (pages > mostRedactedPages) throw new CannotRedact('pages')
    if (occurrences.length > mostPlaces) throw new CannotRedact('places')
    return {
      pages,
      textless,
      occurrences: phrases.map((_, index) => occurrences.filter(({ phrase }) => phrase === index)),
    }
  } finally {
    await files.discard(copy)
  }
}

const drawn = z.object({
  pages: z.int().min(1),
  width: z.int().min(1),
  height: z.int().min(1),
  points: z.object({ width: z.number(), height: z.number() }),
})
const pictured = z.object({
  filter: z.enum(['flate', 'jpeg']),
  channels: z.union([z.literal(1), z.literal(3)]),
  width: z.int().min(1),
  height: z.int().min(1),
})

/**
 * Makes a redacted copy of a stored PDF: each page becomes one picture, with black areas that replace the pixels.
 * @param onPage called after each page with the number of finished pages and of all pages; cancels the work by throwing
 * @returns the copy in staging
 * @throws CannotRedact when the PDF has too many pages or cannot be read, or the copy is too large
 * @throws FileMissing when the PDF is not stored; StorageFull when the disk is full; Busy when the queue is full
 */
export async function redactPdf(
  files: FileStore,
  file: { id: string; size: number },
  areas: readonly PageArea[],
  onPage: (done: number, pages: number) => Promise<void> | void,
): Promise<Staged> {
  const copy = await files.stage(await files.open(file.id), file.size)
  try {
    return await files.stage(pdfOfPictures(redactedPages(files, copy, areas, onPage)), fileLimits.bytes)
  } catch (problem) {
    throw problem instanceof OverLimit ? new CannotRedact('size') : problem
  } finally {
    await files.discard(copy)
  }
}

async function* redactedPages(
  files: FileStore,
  { path }: Staged,
  areas: readonly PageArea[],
  onPage: (done: number, pages: number) => Promise<void> | void,
): AsyncGenerator<PicturePage> {
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const onThis = areas.filter(each => each.page === page)
    let size = { pages, width: 0, height: 0, points: { width: 0, height: 0 } }
    const pixels = await files.make(async to => {
      const job = { task: 'draw a redacted page', from: path, to, page, areas: onThis }
      size = saidIn(await askForDocument(path)(job), drawn)
    })
    pages = size.pages
    if (pages > mostRedactedPages) {
      await files.discard(pixels)
      throw new CannotRedact('pages')
    }
    yield { ...(await pictureOf(files, pixels, size)), points: size.points }
    await onPage(page, pages)
  }
}

/**
 * The target size of a page in bytes. With 200 pages, a tenth of the maximum remains for pages that cannot be made
 * small enough.
 */
const mostBytesOf = (pages: number): number => Math.floor(fileLimits.bytes / (2 * pages)) + fileLimits.bytes / 500

async function pictureOf(
  files: FileStore,
  pixels: Staged,
  { pages, width, height }: z.output<typeof drawn>,
): Promise<Omit<PicturePage, 'points'>> {
  let said: z.output<typeof pictured> | null = null
  const most = mostBytesOf(pages)
  const picture = await files
    .make(async to => {
      const job = { task: 'page of a PDF', from: pixels.path, to, width, height, most }
      said = saidIn(await askForPicture(job), pictured)
    })
    .finally(() => files.discard(pixels))
  try {
    return { ...(said as unknown as z.output<typeof pictured>), data: await readFile(picture.path) }
  } finally {
    await files.discard(picture)
  }
}

/**
 * The child's answer, validated because the child has opened an untrusted document.
 * @throws CannotRedact when there is no valid answer
 */
function saidIn<Schema extends z.ZodType>(answer: Answer, schema: Schema): z.output<Schema> {
  if ('ended' in answer) throw new CannotRedact('unreadable')
  const refused = refusalSaid(answer.said)
  const read = schema.safeParse(answer.said)
  if (refused || !read.success) throw new CannotRedact('unreadable')
  return read.data
}
