import { setImmediate as nextTurn } from 'node:timers/promises'
import type { FileType } from '../domain/evidence.ts'
import { authorNamed, personalDetailsAmong } from '../domain/document-details.ts'
import type { PersonalDetail } from '../domain/personal-data.ts'
import { hasText, readText, type TextPart, type TextPlace, type Unread } from './document-text.ts'
import type { FileStore, Staged } from './store.ts'

/** A possible personal detail in a document, listed once however often it occurs. */
export interface DocumentDetail extends PersonalDetail {
  /** the first place where the detail occurs */
  place: TextPlace
  times: number
  /** the pages of a PDF on which the detail occurs, including their notes and form fields */
  pages: readonly number[]
}

/** The findings in the text of a document, before the names of the library and its team are left out. */
export interface DocumentDetails {
  details: readonly DocumentDetail[]
  /** whether there are more details than those listed */
  isCut: boolean
  /** why some of the document was not read; null when all of it was */
  unread: Unread | null
}

export interface DocumentFile {
  id: string
  type: FileType
  size: number
  sha256: string
  /** for a file in staging that is not stored yet */
  staged?: Staged
}

const nothing: DocumentDetails = { details: [], isCut: false, unread: null }
/** The maximum number of details that are listed for a document. */
const mostDetails = 500
const mostPages = 200
/** Text is searched in blocks of about this many characters. Searching a block takes a few milliseconds. */
const longestBlock = 4_000

/**
 * Possible personal details in the text of a stored or received document. Neither the text nor the details are stored.
 * The findings stay in memory for ten minutes, so that the document is not read again when the person answers the
 * question about them.
 * @returns no details for pictures and recordings
 * @throws FileMissing when the file is not stored; StorageFull when the disk is full; Busy when the queue is full
 */
export function detailsInDocument(files: FileStore, file: DocumentFile): Promise<DocumentDetails> {
  if (!hasText(file.type)) return Promise.resolve(nothing)
  const known = rememberedIn(files)
  const key = `${file.type} ${file.sha256}`
  const before = known.get(key)
  if (before) return before
  const reading = readOnce(files, file)
  const forget = (): void => {
    if (known.get(key) === reading) known.delete(key)
  }
  known.set(key, reading)
  for (const oldest of [...known.keys()].slice(0, -mostRemembered)) known.delete(oldest)
  setTimeout(forget, minutesRemembered * 60_000).unref()
  reading.then(({ unread }) => {
    // not remembered, because the next attempt may succeed
    if (unread === 'unreadable' || unread === 'system error') forget()
  }, forget)
  return reading
}

const mostRemembered = 100
const minutesRemembered = 10
const remembered = new WeakMap<FileStore, Map<string, Promise<DocumentDetails>>>()

function rememberedIn(files: FileStore): Map<string, Promise<DocumentDetails>> {
  const known = remembered.get(files) ?? new Map<string, Promise<DocumentDetails>>()
  remembered.set(files, known)
  return known
}

async function readOnce(files: FileStore, file: DocumentFile): Promise<DocumentDetails> {
  if (file.staged) return search(file.staged.path, file.type)
  const copy = await files.stage(await files.open(file.id), file.size)
  try {
    return await search(copy.path, file.type)
  } finally {
    await files.discard(copy)
  }
}

async function search(path: string, type: FileType): Promise<DocumentDetails> {
  const found = new Map<string, Found>()
  let block: TextPart[] = []
  let length = 0
  const searchBlock = async (): Promise<void> => {
    const parts = block
    block = []
    length = 0
    await nextTurn() // lets other requests run, because searching blocks the event loop
    addDetails(found, parts)
  }
  const unread = await readText(path, type, part => {
    block.push(part)
    length += part.text.length
    return length > (part.continues ? 2 : 1) * longestBlock ? searchBlock() : undefined
  })
  await searchBlock()
  const details = [...found.values()].map(({ pages, ...detail }) => ({ ...detail, pages: [...pages] }))
  return { details: details.slice(0, mostDetails), isCut: details.length > mostDetails, unread }
}

type Found = Omit<DocumentDetail, 'pages'> & { pages: Set<number> }

function addDetails(found: Map<string, Found>, parts: readonly TextPart[]): void {
  const inParts = personalDetailsAmong(parts)
  for (const [index, { text, isAuthor }] of parts.entries()) {
    const author = isAuthor && !inParts.some(({ part }) => part === index) ? authorNamed(text) : null
    if (author) inParts.push({ ...author, part: index })
  }
  for (const { kind, text, part } of inParts) addDetail(found, { kind, text }, parts[part]!)
}

function addDetail(found: Map<string, Found>, { kind, text }: PersonalDetail, { place, repeats }: TextPart): void {
  const key = `${kind} ${text.toLowerCase()}`
  const before = found.get(key)
  if (!before && found.size > mostDetails) return
  const detail = before ?? { kind, text, place, times: 0, pages: new Set() }
  found.set(key, detail)
  if (!before || !repeats) detail.times += 1
  if ('page' in place && place.page !== undefined && detail.pages.size < mostPages) detail.pages.add(place.page)
}
