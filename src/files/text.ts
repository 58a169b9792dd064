import type { FileHandle } from 'node:fs/promises'
import type { FileType } from '../domain/evidence.ts'
import type { FileRefusal } from './refusals.ts'

const headLength = 64 * 1024

/**
 * The type of a text file: plain text or a table. Refuses code, such as a web page or a script.
 * @returns null when the file is not text from start to end
 */
export async function textIn(
  file: FileHandle,
  ending: string | null,
): Promise<FileType | { refused: FileRefusal } | null> {
  const head = await headIfText(file)
  if (head === null) return null
  const refused = codeIn(head)
  if (refused) return { refused }
  return ending === 'csv' ? 'text/csv' : 'text/plain'
}

/**
 * The first characters of a file that is text throughout: in UTF-8, UTF-16 with a byte order mark, or an older one-byte
 * encoding, which CSV files still use. Null for other files.
 */
async function headIfText(file: FileHandle): Promise<string | null> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headLength), 0, headLength, 0)
  const head = buffer.subarray(0, bytesRead)
  const wide = wideEncodingOf(head)
  const isText = wide ? await isWideText(file, wide) : await isByteText(file)
  return isText ? new TextDecoder(wide ?? 'utf-8').decode(head) : null
}

/** The encoding that a byte order mark indicates; null without one. */
function wideEncodingOf([first, second]: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : null
}

async function isByteText(file: FileHandle): Promise<boolean> {
  for await (const chunk of chunksOf(file)) if (chunk.some(isControl)) return false
  return true
}

/** Tabs, line breaks and page breaks are text. NUL and other control characters are not. */
const isControl = (byte: number): boolean => (byte < 0x20 && (byte < 0x09 || byte > 0x0d)) || byte === 0x7f

async function isWideText(file: FileHandle, encoding: string): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for await (const chunk of chunksOf(file))
      if (/[\0-\x08\x0e-\x1f\x7f]/.test(decoder.decode(chunk, { stream: true }))) return false
    decoder.decode()
    return true
  } catch {
    return false
  }
}

export async function* chunksOf(file: FileHandle): AsyncGenerator<Buffer> {
  const size = 256 * 1024
  for (let at = 0; ; at += size) {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(size), 0, size, at)
    if (bytesRead > 0) yield buffer.subarray(0, bytesRead)
    if (bytesRead < size) return
  }
}

const firstTags = 'html|head|body|script|iframe|style|title|h1|div|font|table|a|b|br|p|img|object|embed|form|meta|link'
const startsPage = new RegExp(`^<(!doctype\\s+html|${firstTags})[\\s/>]`, 'i')

function codeIn(head: string): FileRefusal | null {
  const text = head.trimStart()
  if (text.startsWith('#!')) return 'executable'
  if (text.startsWith('{\\rtf') || text.startsWith('%!PS')) return 'unknown'
  if (!text.startsWith('<')) return null
  const body = text.replace(/^(\s|<\?[^>]*\?>|<!--[^]*?(-->|$))+/, '')
  if (startsPage.test(body)) return 'html'
  if (/<([\w-]+:)?svg[\s/>]/i.test(text)) return 'svg'
  if (/<([\w-]+:)?html[\s>]/i.test(text)) return 'html'
  if (text.startsWith('<?xml')) return 'unknown'
  return text.startsWith('<!--') ? 'html' : null
}
