import { theService } from '../domain/actor.ts'
import { createReadStream } from 'node:fs'
import type { Db, Tx } from '../db/connection.ts'
import type { Row } from '../db/tables.ts'
import { fileTypes } from '../domain/evidence.ts'
import type { Parts } from '../parts.ts'
import { Busy, DiskFails, NoRoom } from '../domain/refusals.ts'
import { askForDocument } from './document.ts'
import { keepWithRows } from './keeping.ts'
import { askForPicture } from './picture.ts'
import { previewStatesOf, type FileToDraw, type Scale } from './preview.store.ts'
import { refusalSaid } from './refusals.ts'
import { FileMissing, StorageFull, type FileStore, type Staged } from './store.ts'
import type { Answer, Ask, Job } from './limited-process.ts'

/** The maximum length of a preview's longer side, in pixels. */
const longest = { page: 1_600, small: 320 } as const satisfies Record<Scale, number>
/** The maximum number of pages of a document that get a preview. People download the document to read the rest. */
export const mostPages = 20
const atOnce = 20

export type Drawing = Pick<Parts, 'files' | 'db' | 'write' | 'clock' | 'log'>

/** The queries for files that need previews. The module that owns the files provides them. */
export interface PreviewRows {
  /** @param except ids of files to leave out */
  filesToDraw(db: Db, limit: number, except: readonly string[]): Promise<FileToDraw[]>
  insertPreviews(
    trx: Tx,
    fileId: string,
    made: { pages: number | null; previews: readonly Row<'evidence_previews'>[] },
  ): Promise<boolean>
}

/**
 * Makes previews of new files. A file whose preview cannot be made is offered only as a download, and is not tried
 * again. When a file is missing or cannot be read, the other files still get previews.
 * @throws as `drawEach` does
 */
export const drawPreviews = (parts: Drawing, rows: PreviewRows, stop?: AbortSignal): Promise<void> =>
  drawEach(
    except => rows.filesToDraw(parts.db, atOnce, except),
    file => drawOne(parts, rows, file),
    stop,
  )

/** A run stops after this many failures, because the store may be out of reach. */
const mostFailures = 100

/**
 * Draws files one after another, each only once.
 * @param next returns the next files, without those in `except`
 * @throws the first error about a file, after the other files; immediately an error that concerns every file
 */
export async function drawEach(
  next: (except: readonly string[]) => Promise<FileToDraw[]>,
  draw: (file: FileToDraw) => Promise<void>,
  stop?: AbortSignal,
): Promise<void> {
  const failures = new Map<string, unknown>()
  const isToEnd = (): boolean => stop?.aborted === true || failures.size >= mostFailures
  while (!isToEnd()) {
    const files = await next([...failures.keys()])
    if (files.length === 0) break
    for (const file of files) {
      if (isToEnd()) break
      await draw(file).catch((problem: unknown) => {
        if (everyFile.some(each => problem instanceof each)) throw problem
        failures.set(file.id, problem)
      })
    }
  }
  if (failures.size > 0) throw [...failures.values()][0]
}

/** Errors that concern every file, such as a full disk. */
const everyFile = [Busy, DiskFails, NoRoom, StorageFull]

async function drawOne(parts: Drawing, rows: PreviewRows, file: FileToDraw): Promise<void> {
  const made: { staged: Staged; page: number; scale: Scale }[] = []
  let pages: number | null = null
  try {
    if (fileTypes[file.type].picture)
      made.push({
        staged: await shrinkPicture(parts.files, await copyOf(parts.files, file), 'page'),
        page: 1,
        scale: 'page',
      })
    else pages = await drawPages(parts.files, file, made)
    const first = made[0]
    if (first)
      made.push({
        staged: await shrinkPicture(parts.files, await copyOf(parts.files, first.staged), 'small'),
        page: 1,
        scale: 'small',
      })
  } catch (problem) {
    // a full disk is logged elsewhere, once a minute
    if (!(problem instanceof StorageFull))
      parts.log.warn(
        { file: file.id, problem: problem instanceof Error ? problem.message : 'unknown' },
        'a file could not be drawn',
      )
    await Promise.all(made.map(({ staged }) => parts.files.discard(staged)))
    if (!(problem instanceof NotDrawn || problem instanceof FileMissing)) throw problem
    made.length = 0
  }
  await keepAll(parts, rows, file, { pages, made })
}

/**
 * Thrown when the child process could not make a preview. That preview is not tried again, unlike after most other
 * errors.
 */
export class NotDrawn extends Error {}

async function keepAll(
  { files, db, write, clock }: Drawing,
  { insertPreviews }: PreviewRows,
  file: FileToDraw,
  { pages, made }: { pages: number | null; made: readonly { staged: Staged; page: number; scale: Scale }[] },
): Promise<void> {
  const previews: Row<'evidence_previews'>[] = made.map(({ staged, page, scale }) => ({
    id: staged.id,
    file_id: file.id,
    page,
    scale,
    size: staged.size,
    sha256: staged.sha256,
    made_at: clock.now(),
  }))
  const ids = previews.map(({ id }) => id)
  await keepWithRows(files, { ids, rowStates: async some => new Map(await previewStatesOf(db, some)) }, async () => {
    for (const { staged } of made) await files.keep(staged, staged.id)
    await write(theService, ({ trx }) => insertPreviews(trx, file.id, { pages, previews }))
  })
}

async function drawPages(
  files: FileStore,
  file: FileToDraw,
  made: { staged: Staged; page: number; scale: Scale }[],
): Promise<number> {
  for (let page = 1, pages = 1; ; page += 1) {
    if (page > Math.min(pages, mostPages)) return pages
    const drawn = await drawPage(files, file, page)
    pages = drawn.pages
    made.push({ staged: drawn.staged, page, scale: 'page' })
  }
}

/**
 * Draws one page of a stored PDF as a WebP picture.
 * @param page from 1
 * @returns the picture in staging, and the number of pages
 * @throws NotDrawn when the page cannot be drawn; FileMissing when the file is not stored; StorageFull when the disk is
 * full; Busy when the queue is full
 */
export async function drawPage(
  files: FileStore,
  file: FileToDraw,
  page: number,
): Promise<{ staged: Staged; pages: number }> {
  let drawn = { pages: 0, width: 0, height: 0 }
  const pixels = await derived(files, await copyOf(files, file), async (from, to) => {
    drawn = (await saidBy(askForDocument(from), {
      task: 'draw a page',
      from,
      to,
      page,
      longest: longest.page,
    })) as typeof drawn
  })
  const { pages, width, height } = drawn
  return {
    staged: await derived(
      files,
      pixels,
      async (from, to) => void (await saidBy(askForPicture, { task: 'from pixels', from, to, width, height })),
    ),
    pages,
  }
}

/**
 * Makes a copy of a picture at this scale, and deletes the picture from staging.
 * @throws NotDrawn when the copy cannot be made; StorageFull when the disk is full; Busy when the queue is full
 */
export const shrinkPicture = (files: FileStore, source: Staged, scale: Scale): Promise<Staged> =>
  derived(
    files,
    source,
    async (from, to) => void (await saidBy(askForPicture, { task: 'make smaller', from, to, longest: longest[scale] })),
  )

/** Copies a file to staging, where the child processes can read it. Stored files may be elsewhere. */
export async function copyOf(files: FileStore, file: FileToDraw | Staged): Promise<Staged> {
  return files.stage('path' in file ? createReadStream(file.path) : await files.open(file.id), file.size)
}

async function derived(
  files: FileStore,
  source: Staged,
  make: (from: string, to: string) => Promise<void>,
): Promise<Staged> {
  try {
    return await files.restage(source, make)
  } finally {
    await files.discard(source)
  }
}

async function saidBy(ask: Ask, job: Job): Promise<Record<string, unknown>> {
  const answer: Answer = await ask(job)
  if ('ended' in answer) throw new NotDrawn(answer.ended)
  const refused = refusalSaid(answer.said)
  if (refused) throw new NotDrawn(refused)
  return answer.said
}
