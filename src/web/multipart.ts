import type { Request, Response } from 'express'
import multer, { MulterError } from 'multer'
import type { StorageEngine } from 'multer'
import { createHash } from 'node:crypto'
import { Transform, type Writable } from 'node:stream'
import { OverLimit } from '../files/store.ts'
import { concurrencyLimit } from '../files/turnstile.ts'
import { BodyBroken, TooLarge } from './body-refusals.ts'

export interface BodyLimits {
  field: string
  /** files taken at once */
  most: number
  /** bytes in a file */
  limit: number
}
export type Fields = Record<string, string | string[]>
/** Reads one file to its end. What it throws ends the request. */
export type Take = (source: AsyncIterable<Uint8Array>, givenName: string) => Promise<void>

/** Everything in a body that is not a file. */
export const mostFieldBytes = 1024 * 1024
/** A body beyond this is not read to its end: each file taken, and one of twice the limit. */
export const mostBodyBytes = ({ most, limit }: BodyLimits): number => (most + 1) * limit + mostFieldBytes

/**
 * Reads a multipart body, whose files stream into `take` one after the other while it is read. On anything wrong it is
 * read to its end first, so that the answer arrives; unless it goes on for too long: then the connection closes with
 * the answer.
 * @throws BodyBroken, TooLarge, and whatever `take` throws; then no `take` is under way any more
 */
export async function readMultipart(req: Request, res: Response, limits: BodyLimits, take: Take): Promise<Fields> {
  const takes: Promise<void>[] = []
  try {
    return await new Promise<Fields>((resolve, reject) => {
      const meter = { read: 0, inFiles: 0, isGivenUp: false }
      let parser: Writable | null = null
      let failure: unknown = null
      const digest = digestPromised(req)
      const hash = digest === undefined ? undefined : createHash('sha256')
      const cut = (reason: Error) => {
        // answered already: whoever waited for this had no more patience
        if (!res.headersSent) res.set('Connection', 'close')
        reject(reason)
        if (!parser) return
        req.unpipe()
        parser.destroy(reason)
      }
      const storage: StorageEngine = {
        _handleFile: (_req, file, done) => {
          const taking = take(metered(file.stream, limits.limit, meter), file.originalname)
          takes.push(taking)
          taking.then(
            () => done(null, {}),
            (error: unknown) => {
              failure ??= error
              if (error instanceof TooLarge) cut(error)
              done(error)
            },
          )
        },
        _removeFile: (_req, _file, done) => done(null),
      }
      const streamHandler = (_req: Request, stream: Writable) => {
        parser = stream
        req.on('data', (chunk: Buffer) => {
          hash?.update(chunk)
          meter.read += chunk.length
          const besidesFiles = meter.isGivenUp ? 0 : meter.read - meter.inFiles
          if (meter.read > mostBodyBytes(limits) || besidesFiles > 2 * mostFieldBytes) cut(new TooLarge())
        })
        req.pipe(inEvidence()).pipe(stream)
      }
      const options = {
        storage,
        limits: parserLimits(limits),
        defParamCharset: 'utf8',
        preservePath: true,
        streamHandler,
      }
      multer(options).array(limits.field)(req, res, (error: unknown) => {
        // a file that could not be stored breaks the body as well, and is told first: its own reason comes a moment
        // later
        if (error) return void Promise.allSettled(takes).then(() => reject(failure ?? asRefusal(error)))
        if (hash?.digest('base64') !== digest) return reject(new BodyBroken())
        resolve(fieldsOf(req.body))
      })
    })
  } catch (error) {
    await Promise.allSettled(takes)
    throw error
  }
}

/**
 * A few pieces of bodies at a time, of all bodies together, and whatever else waits between them: many large files must
 * keep no page from its reader.
 */
const fewAtATime = concurrencyLimit(8, Infinity)
const inEvidence = () =>
  new Transform({
    transform: (evidence, _encoding, done) =>
      void fewAtATime(() => new Promise<void>(next => setImmediate(next))).then(() => done(null, evidence)),
  })

/**
 * What a client says that the body is, by RFC 9530: altered on the way, it is refused. No browser says it by itself.
 */
const digestPromised = (req: Request): string | undefined =>
  /(?:^|[,\s])sha-256=:([\w+/]{43}=):/.exec(req.get('content-digest') ?? '')?.[1]

/** Every limit there is, since those left out are infinite. */
const parserLimits = ({ most, limit }: BodyLimits) => ({
  fieldNameSize: 100,
  fieldSize: mostFieldBytes / 4,
  fields: 1_000,
  fieldNestingDepth: 0,
  fieldArrayIndexLimit: 0,
  fileSize: 2 * limit,
  files: 2 * most,
  parts: 1_000 + 2 * most,
  headerPairs: 20,
})

/**
 * Gives up to the limit, and reads on up to twice of it so that the rest of the form arrives. @throws OverLimit at the
 * end, TooLarge beyond
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
      if (size > 2 * limit) throw new TooLarge()
      if (size <= limit) yield chunk
    }
    isRead = true
  } catch (error) {
    throw error instanceof TooLarge ? error : new BodyBroken()
  } finally {
    if (!isRead) meter.isGivenUp = true // what could not be stored: nobody counts the rest of it
  }
  if (size > limit) throw new OverLimit()
}

/** Reads and forgets. */
export async function letGoBy(source: AsyncIterable<Uint8Array>): Promise<void> {
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

const asRefusal = (error: unknown): Error =>
  error instanceof MulterError && tooMuch.includes(error.code) ? new TooLarge() : new BodyBroken()

function fieldsOf(body: unknown): Fields {
  const fields: Fields = {}
  for (const [name, value] of Object.entries(body as Fields)) {
    if (name !== '__proto__') fields[name] = value
  }
  return fields
}
