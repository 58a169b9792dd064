import type { Request, Response } from 'express'
import { fileLimits } from '../config.ts'
import type { FileType } from '../domain/evidence.ts'
import type { DocumentProperty } from '../domain/personal-data.ts'
import { NoRoom } from '../domain/refusals.ts'
import type { Inspected } from '../files/document.ts'
import { stageFile } from '../files/intake.ts'
import { cleanName } from '../files/names.ts'
import type { FileRefusal } from '../files/refusals.ts'
import { StorageFull, type FileStore, type Staged } from '../files/store.ts'
import type { Parts } from '../parts.ts'
import { BodyBroken, TooLarge } from './body-refusals.ts'
import {
  discardStream,
  mostBodyBytes,
  mostFieldBytes,
  readMultipart,
  type BodyLimits,
  type Fields,
  type FileReceiver,
} from './multipart.ts'

export interface ReceivedFile {
  /** the id of the file's future row */
  id: string
  name: string
  type: FileType
  size: number
  /** the hash of the stored bytes, which can differ from the uploaded bytes */
  sha256: string
  /** the properties of a document */
  properties?: readonly DocumentProperty[]
  /** the number of a PDF's attachments that were left out */
  attachments?: number
  /** whether a picture had several frames, of which only the first was kept */
  isAnimated?: boolean
  /** the staged bytes; null for a file that is already stored */
  staged?: Staged | null
  /** Syncs the bytes to disk. Only `storeAll` calls it. */
  keep(): Promise<void>
}
/** A problem with the files of a form. `most` is the maximum number of files, or of files an hour. */
export interface FileProblem {
  field: string
  name: string
  reason: FileRefusal | 'too often'
  most?: number
  /** the maximum size of one file, in bytes */
  limit?: number
  /** the names of the file types that the form accepts, if it does not accept all */
  only?: readonly string[]
}
export interface Received {
  /** the form's other fields, for parseForm */
  body: Fields
  /** empty if any file has a problem, because the person must then choose all files again */
  files: readonly ReceivedFile[]
  /** the files that were kept from an earlier request while the form asked a question */
  kept?: readonly Omit<ReceivedFile, 'keep'>[]
  /** the number of kept files in the form that have expired or been used */
  gone?: number
  problems: readonly FileProblem[]
  /** the status for showing the form again: 413 when a file was too large, 429 after too many files */
  status: 413 | 422 | 429
  /** with status 429, the seconds until files are accepted again */
  retryAfter?: number
}

/** With fewer free bytes, files are refused, so that the database still has room. */
const leastFreeBytes = 500 * 1024 * 1024

/**
 * Streams the files of a form to staging, checks their content and removes metadata. When the response ends, deletes
 * the files that were not stored.
 * @param options.field the file field, which comes last so that a failed file does not lose the other fields
 * @throws BodyBroken when the form cannot be read; TooLarge when it is over a limit; NoRoom when there is too little
 * free space; Busy when too many files are waiting to be checked
 */
export async function receiveFiles(
  req: Request,
  res: Response,
  { files }: Pick<Parts, 'files'>,
  options: { field: string } & Partial<BodyLimits>,
): Promise<Received> {
  const limits = { most: fileLimits.perItem, limit: fileLimits.bytes, ...options }
  const declared = Number(req.get('content-length') ?? 0)
  await refuseFromHead(res, files, limits, declared)
  const intake = openIntake(files, limits, declared > limits.most * limits.limit + mostFieldBytes)
  // after a disk error nothing is deleted until a restart, which then deletes these files
  res.once('close', () => void intake.discard().catch(() => {}))
  try {
    const body = await readMultipart(req, res, limits, intake.take)
    if (res.destroyed) throw new BodyBroken()
    if (intake.problems.length > 0) await intake.discard()
    return {
      body,
      files: intake.received(),
      problems: intake.problems,
      status: intake.problems.some(({ reason }) => reason === 'too large') ? 413 : 422,
    }
  } catch (error) {
    await intake.discard()
    throw error instanceof StorageFull ? new NoRoom() : error
  }
}

/**
 * Checks a request before any of its bytes are stored.
 * @throws BodyBroken when it is not a form with files; TooLarge when the declared size is above the limit; NoRoom when
 * there is too little free space
 */
async function refuseFromHead(res: Response, files: FileStore, limits: BodyLimits, declared: number): Promise<void> {
  const { req } = res
  if (req.destroyed || !req.is('multipart/form-data')) throw new BodyBroken()
  if (declared > mostBodyBytes(limits)) {
    res.set('Connection', 'close')
    throw new TooLarge(limits.limit)
  }
  if (await lacksRoom(files, declared)) {
    // reads the text of the form, so that the error page can show it
    await readMultipart(req, res, limits, source => discardStream(source)).catch(() => {})
    throw new NoRoom()
  }
}

const lacksRoom = async (files: FileStore, bytes: number): Promise<boolean> =>
  (await files.freeBytes()) < Math.max(leastFreeBytes, bytes)

/**
 * Calls `make`, and returns the new file like an upload, for `storeAll`. `like` gives the name and type of the file,
 * and the size for which there must be space.
 * @returns null when the file could not be made
 * @throws NoRoom when there is too little free space
 */
export async function receiveMade(
  files: FileStore,
  like: { name: string; type: FileType; size: number },
  body: Fields,
  make: () => Promise<Staged | null>,
): Promise<Received | null> {
  if (await lacksRoom(files, like.size)) throw new NoRoom()
  try {
    const staged = await make()
    if (!staged) return null
    const { id, size, sha256 } = staged
    return {
      body,
      files: [{ id, name: like.name, type: like.type, size, sha256, keep: () => files.keep(staged, id) }],
      problems: [],
      status: 422,
    }
  } catch (error) {
    throw error instanceof StorageFull ? new NoRoom() : error
  }
}

interface Intake {
  take: FileReceiver
  problems: FileProblem[]
  received(): ReceivedFile[]
  discard(): Promise<void>
}

/** @param isTooMuch the declared size of the body is over the limit, so no file is stored */
function openIntake(files: FileStore, { field, most, limit }: BodyLimits, isTooMuch: boolean): Intake {
  const taken = new Map<Staged, { name: string; type: FileType } & Inspected>()
  const problems: FileProblem[] = []
  let count = 0
  return {
    problems,
    take: async (source, givenName) => {
      const name = cleanName(givenName) ?? ''
      count += 1
      // With too many files, do not also report each one as too large.
      if (count === most + 1 && isTooMuch) problems.length = 0
      const reason = refusedUnread(name, { isTooMuch, isTooMany: count > most })
      if (reason) {
        problems.push({ field, name, reason, most, limit })
        return discardStream(source)
      }
      const result = await stageFile(files, source, name, limit)
      if ('refused' in result) problems.push({ field, name, reason: result.refused, limit })
      else taken.set(result.staged, { ...result, name })
    },
    received: () =>
      [...taken].map(([staged, { name, type, properties, attachments, isAnimated }]) => ({
        id: staged.id,
        name,
        type,
        size: staged.size,
        sha256: staged.sha256,
        properties,
        attachments,
        isAnimated,
        staged,
        keep: async () => {
          if (!taken.delete(staged)) throw new BodyBroken() // the browser disconnected, so the file was discarded
          await files.keep(staged, staged.id)
        },
      })),
    discard: async () => {
      const rest = [...taken.keys()]
      taken.clear()
      await Promise.all(rest.map(files.discard))
    },
  }
}

/** Why a file is refused before its content is read; null when it is not. */
function refusedUnread(name: string, { isTooMuch, isTooMany }: Record<'isTooMuch' | 'isTooMany', boolean>) {
  if (name === '') return 'name'
  if (isTooMany) return 'too many'
  return isTooMuch ? 'too large' : null
}
