import type { Request, Response } from 'express'
import multer, { MulterError } from 'multer'
import type { StorageEngine } from 'multer'
import { createHash, type Hash } from 'node:crypto'
import { Transform, type Writable } from 'node:stream'
import { OverLimit } from '../files/store.ts'
import { concurrencyLimit } from '../files/concurrency-limit.ts'
import { BodyBroken, TooLarge } from './body-refusals.ts'

export interface BodyLimits {
  field: string
  /** the maximum number of files */
  most: number
  /** the maximum size of one file, in bytes */
  limit: number
}
export type Fields = Record<string, string | string[]>
/** Reads one file to its end. If this function fails, the request fails too. */
export type FileReceiver = (source: AsyncIterable<Uint8Array>, givenName: string) => Promise<void>

/** The maximum number of bytes in a body outside its files. */
export const mostFieldBytes = 1024 * 1024
/** The maximum number of bytes in a body: the files, of which one can have twice the limit, and the fields. */
export const mostBodyBytes = ({ most, limit }: BodyLimits): number => (most + 1) * limit + mostFieldBytes

/** RFC 2046: a boundary has at least one character. With an empty one, the parser would throw outside its callback. */
const boundary = /;\s*boundary=(?:"[^"]+"|[^\s";,]+)/i

/**
 * Reads a multipart body and passes its files to `take`, one by one. After an error, reads the rest so that the browser
 * receives the response, or closes the connection if the rest is too large.
 * @throws BodyBroken when the body cannot be read or was altered; TooLarge when it is over a limit; any error of `take`
 */
export async function readMultipart(
  req: Request,
  res: Response,
  limits: BodyLimits,
  take: FileReceiver,
): Promise<Fields> {
  if (!boundary.test(req.get('content-type') ?? '')) throw new BodyBroken()
  const digest = digestPromised(req)
  const reading = startReading(limits, digest === undefined ? null : createHash('sha256'))
  try {
    return await new Promise<Fields>((resolve, reject) => {
      const cut = (reason: Error) => {
        // the rest of the body is not read, so the connection cannot be used again
        if (!res.headersSent) res.set('Connection', 'close')
        reject(reason)
        if (!reading.parser) return
        req.unpipe()
        reading.parser.destroy(reason)
      }
      const options = {
        storage: storageBy(take, reading, cut),
        limits: parserLimits(limits),
        defParamCharset: 'utf8',
        preservePath: true,
        streamHandler: meteredBody(reading, cut),
      }
      multer(options).array(limits.field)(req, res, (error: unknown) => {
        // A file's error also breaks the body, so wait for the file's own error and report that one.
        if (error)
          return void Promise.allSettled(reading.takes).then(() => reject(reading.failure ?? asRefusal(error, limits)))
        if (reading.hash?.digest('base64') !== digest) return reject(new BodyBroken())
        resolve(fieldsOf(req.body))
      })
    })
  } catch (error) {
    await Promise.allSettled(reading.takes)
    throw error
  }
}

/** The state of one body while it is read. */
interface Reading {
  limits: BodyLimits
  takes: Promise<void>[]
  /** the first error while receiving a file */
  failure: unknown
  parser: Writable | null
  meter: { read: number; inFiles: number; isGivenUp: boolean }
  hash: Hash | null
}
type Cut = (reason: Error) => void

const startReading = (limits: BodyLimits, hash: Hash | null): Reading => ({
  limits,
  takes: [],
  failure: null,
  parser: null,
  meter: { read: 0, inFiles: 0, isGivenUp: false },
  hash,
})

/** The storage to which multer passes each file. `take` reads the file. */
const storageBy = (take: FileReceiver, reading: Reading, cut: Cut): StorageEngine => ({
  _handleFile: (_req, file, done) => {
    const taking = take(metered(file.stream, reading.limits.limit, reading.meter), file.originalname)
    reading.takes.push(taking)
    taking.then(
      () => done(null, {}),
      (error: unknown) => {
        reading.failure ??= error
        if (error instanceof TooLarge) cut(error)
        done(error)
      },
    )
  },
  _removeFile: (_req, _file, done) => done(null),
})

/** Passes the body to the parser, and stops when it is over the limits. */
const meteredBody = (reading: Reading, cut: Cut) => (req: Request, parser: Writable) => {
  const { limits, meter, hash } = reading
  reading.parser = parser
  req.on('data', (chunk: Buffer) => {
    hash?.update(chunk)
    meter.read += chunk.length
    const besidesFiles = meter.isGivenUp ? 0 : meter.read - meter.inFiles
    if (meter.read > mostBodyBytes(limits) || besidesFiles > 2 * mostFieldBytes) cut(new TooLarge(limits.limit))
  })
  req.pipe(chunksInTurn()).pipe(parser)
}

/** Limits how many chunks are read at a time, so that large uploads do not delay pages. */
const fewAtATime = concurrencyLimit(8, Infinity)
const chunksInTurn = () =>
  new Transform({
    transform: (chunk, _encoding, done) =>
      void fewAtATime(() => new Promise<void>(next => setImmediate(next))).then(() => done(null, chunk)),
  })

/** The digest of the body from the client (RFC 9530), used to refuse altered bodies. Browsers send none. */
const digestPromised = (req: Request): string | undefined =>
  /(?:^|[,\s])sha-256=:([\w+/]{43}=):/.exec(req.get('content-digest') ?? '')?.[1]

/** Far above the limit of any form, so that a form with too many files is shown again with its text. */
const mostFilesRead = 1_000

/** Sets every limit, because most defaults are infinite. */
const parserLimits = ({ limit }: BodyLimits) => ({
  fieldNameSize: 100,
  fieldSize: mostFieldBytes / 4,
  fields: 1_000,
  fieldNestingDepth: 0,
  fieldArrayIndexLimit: 0,
  fileSize: 2 * limit,
  files: mostFilesRead,
  parts: 1_000 + mostFilesRead,
  headerPairs: 20,
})

/**
 * Passes on bytes up to the limit, then reads on up to twice the limit so that the rest of the form arrives.
 * @throws OverLimit at the end of a file above the limit; TooLarge above twice the limit; BodyBroken when the body
 * cannot be read
 */
async function* metered(
  stream: AsyncIterable<Buffer>,
  limit: number,
  meter: { inFiles: number; isGivenUp: boolean },
): AsyncGenerator<Buffer> {
  let size = 0
  let isRead = false
  try {
    for await (const chunk of stream) {
      size += chunk.length
      meter.inFiles += chunk.length
      if (size > 2 * limit) throw new TooLarge(limit)
      if (size <= limit) yield chunk
    }
    isRead = true
  } catch (error) {
    throw error instanceof TooLarge ? error : new BodyBroken()
  } finally {
    if (!isRead) meter.isGivenUp = true // storing failed, so stop counting
  }
  if (size > limit) throw new OverLimit()
}

/**
 * Reads a stream to its end and discards it. A file over the limit is not an error here.
 * @throws TooLarge above twice the limit; BodyBroken when the body cannot be read
 */
export async function discardStream(source: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const _ of source) continue
  } catch (error) {
    if (error instanceof TooLarge || error instanceof BodyBroken) throw error
    if (!(error instanceof OverLimit)) throw new BodyBroken()
  }
}

const tooMuch: readonly string[] = [
  'LIMIT_FILE_SIZE',
  'LIMIT_FILE_COUNT',
  'LIMIT_FIELD_VALUE',
  'LIMIT_FIELD_COUNT',
  'LIMIT_PART_COUNT',
]

const asRefusal = (error: unknown, { limit }: BodyLimits): Error =>
  error instanceof MulterError && tooMuch.includes(error.code) ? new TooLarge(limit) : new BodyBroken()

function fieldsOf(body: unknown): Fields {
  const fields: Fields = {}
  for (const [name, value] of Object.entries(body as Fields)) {
    if (name !== '__proto__') fields[name] = value
  }
  return fields
}
