import type { Response } from 'express'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileTypes, type FileType } from '../domain/evidence.ts'
import { nameFor } from '../files/endings.ts'
import { sheetTypes, writeSheet, type Sheet, type SheetType } from '../files/sheet.ts'
import type { Parts } from '../parts.ts'

export interface FileToSend {
  id: string
  name: string
  type: string
  size: number
  sha256: string
}

/** The bytes of a stored file no longer match its size or its hash. */
export class FileDamaged extends Error {}

/**
 * Sends a file with headers that stop its code from running. The last bytes of a damaged file are never sent.
 * @throws FileMissing when the file is not stored; FileDamaged when the damage is found before the response starts
 */
export async function sendFile(
  res: Response,
  { files, log }: Pick<Parts, 'files' | 'log'>,
  file: FileToSend,
  disposition: 'inline' | 'attachment',
): Promise<void> {
  const source = await files.open(file.id)
  try {
    const chunks = checked(source, file)
    // reads the first chunk before the response starts, so that a small damaged file gets an error page
    const first = res.req.method === 'HEAD' ? null : await chunks.next()
    res.set(headersFor(file, disposition))
    if (first === null) return void res.end()
    await pipeline(Readable.from(startingWith(first, chunks)), res)
  } catch (error) {
    if (error instanceof FileDamaged) log.error({ file: file.id }, 'a stored file is damaged')
    if (!res.headersSent && !isCancelled(res, error)) throw error
  } finally {
    source.destroy()
  }
}

function headersFor({ name, type, size }: FileToSend, disposition: 'inline' | 'attachment'): Record<string, string> {
  const isPicture = type in fileTypes && fileTypes[type as FileType].picture
  return {
    'Content-Type': type.startsWith('text/') ? `${type}; charset=utf-8` : type,
    'Content-Length': String(size),
    'Content-Disposition': `${isPicture ? disposition : 'attachment'}; ${nameParameters(nameFor(name, type))}`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'private, no-store',
  }
}

/** The headers of a generated file. The browser saves it and runs no code in it. */
export const downloadHeaders = (type: string, name: string): Record<string, string> => ({
  'Content-Type': type,
  'Content-Disposition': `attachment; ${nameParameters(name)}`,
  'Cache-Control': 'private, no-store',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; sandbox",
})

/** Sends a table as a download, row by row. `name` is the file's name without its extension. */
export async function sendSheet(
  parts: Pick<Parts, 'log'>,
  res: Response,
  { type, name, sheet }: { type: SheetType; name: string; sheet: Sheet },
): Promise<void> {
  res.set(downloadHeaders(sheetTypes[type], `${name}.${type}`))
  await sendOrCutOff(parts, res, {
    message: 'the download of a list was cut off',
    send: () => writeSheet(type, sheet, res),
  })
}

/**
 * Closes the connection when sending fails, so that part of a file does not look like the whole.
 * @throws the error, if the response has not started
 */
export async function sendOrCutOff(
  { log }: Pick<Parts, 'log'>,
  res: Response,
  { message, send }: { message: string; send: () => Promise<void> },
): Promise<void> {
  try {
    await send()
  } catch (problem) {
    if (!res.headersSent && !isCancelled(res, problem)) throw problem
    const code = (problem as { code?: string }).code ?? 'unknown'
    if (!res.closed) log.error({ code }, message)
    res.destroy()
  }
}

/** Whether sending failed because the browser closed the connection. */
const isCancelled = (res: Response, error: unknown): boolean =>
  res.closed && cancelledCodes.includes((error as { code?: string }).code ?? '')
/** Codes for a response that closed during sending and, in Node 24, for one that closed before sending began. */
const cancelledCodes: readonly string[] = ['ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_UNABLE_TO_PIPE']

/** The file name parameters of RFC 6266 and 8187: an ASCII name for old programs, and the real name for others. */
export function nameParameters(given: string): string {
  const name = given.replace(/[\u2066-\u2069]/g, '') // isolation marks, from names in right-to-left scripts
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/gu, '_')
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `filename="${plain}"; filename*=UTF-8''${encoded}`
}

/** Delays the stream by one chunk, so that the last chunk is sent only after the hash has been checked. */
async function* checked(source: AsyncIterable<Buffer>, { size, sha256 }: FileToSend): AsyncGenerator<Buffer, void> {
  const hash = createHash('sha256')
  let held: Buffer | null = null
  let read = 0
  for await (const chunk of source) {
    read += chunk.length
    if (read > size) break
    if (held) yield held
    hash.update(chunk)
    held = chunk
  }
  if (read !== size || hash.digest('hex') !== sha256) throw new FileDamaged()
  if (held) yield held
}

async function* startingWith(
  first: IteratorResult<Buffer, void>,
  rest: AsyncGenerator<Buffer, void>,
): AsyncGenerator<Buffer> {
  if (first.value) yield first.value
  yield* rest
}
