import { open, type FileHandle } from 'node:fs/promises'
import { fileTypeFromBuffer } from 'file-type'
import { fileTypes, type FileType } from '../domain/evidence.ts'
import { isAnimated } from './animation.ts'
import { inspectFile, isDocument, type Inspected } from './document.ts'
import { documentIn } from './documents.ts'
import { endingOf, nameAgrees } from './endings.ts'
import { movieType } from './media.ts'
import { isPolyglot } from './polyglots.ts'
import type { FileRefusal } from './refusals.ts'
import { textIn } from './text.ts'

/** A file type, with the properties of a document and what is left out: attachments, and frames after the first. */
export type Kind = ({ type: FileType; ending: string } & Inspected) | { refused: FileRefusal }

const headLength = 4_100
const nothing: Inspected = { properties: [], attachments: 0 }

/**
 * Determines the type of a file from its bytes. Only the choice between a table and plain text depends on its name.
 * Refuses a file whose extension belongs to another type, except that a file that is rewritten (pictures, MP4, M4A,
 * MOV) can have the extension of a related format.
 * @param path in staging
 * @throws Busy when the queue is full; Error with a `code`, such as ENOSPC, when the disk fails
 */
export async function kindOf(path: string, name: string): Promise<Kind> {
  const file = await open(path, 'r')
  try {
    const found = await kindIn(file, path, endingOf(name))
    if (typeof found === 'object') return found
    const inside = nameAgrees(found, endingOf(name))
      ? await insideOf(file, path, found)
      : { refused: 'disagrees' as const }
    return 'refused' in inside ? inside : { type: found, ending: fileTypes[found].endings[0], ...inside }
  } finally {
    await file.close()
  }
}

async function insideOf(file: FileHandle, path: string, type: FileType): Promise<{ refused: FileRefusal } | Inspected> {
  if (fileTypes[type].picture) return { ...nothing, isAnimated: await isAnimated(file, type) }
  if (await isPolyglot(file, (await file.stat()).size, type)) return { refused: 'disagrees' }
  return isDocument(type) ? inspectFile(path, type) : nothing
}

async function kindIn(
  file: FileHandle,
  path: string,
  ending: string | null,
): Promise<FileType | { refused: FileRefusal }> {
  const { size } = await file.stat()
  if (size === 0) return { refused: 'empty' }
  const head = await headOf(file)
  if (/^(\ufeff|\u00ef\u00bb\u00bf)?\s{0,8}%PDF-/.test(head.toString('latin1', 0, 64))) return 'application/pdf'
  const text = await textIn(file, ending) // checked before the magic numbers, because a table can start with BM or MZ
  if (text) return text
  if (head.readUInt32BE(0) === 0x504b0304 || head.readUInt32BE(0) === 0xd0cf11e0) return documentIn(file, path)
  const known = await fileTypeFromBuffer(head) // not the whole file, which could keep file-type busy for long
  if (known && movies.includes(known.mime)) return movieType(path)
  if (known) return ofMagic(known.mime, known.ext)
  return { refused: ending === 'txt' || ending === 'csv' ? 'disagrees' : 'unknown' }
}

async function headOf(file: FileHandle): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headLength), 0, headLength, 0)
  return buffer.subarray(0, Math.max(bytesRead, 64)) // at least 64 bytes; a shorter file is padded with zeros
}

const archives = [
  'rar',
  '7z',
  'gz',
  'tar',
  'tar.gz',
  'bz2',
  'xz',
  'zst',
  'lz',
  'lz4',
  'Z',
  'cab',
  'ar',
  'deb',
  'rpm',
  'arj',
  'lzh',
  'cpio',
  'ace',
  'iso',
  'dmg',
]
const executables = ['exe', 'elf', 'macho', 'wasm', 'class', 'lnk', 'alias', 'swf', 'crx', 'nes']

/** The types that file-type reports for a possible MP4, M4A or MOV. The tracks decide which one it is. */
const movies = ['video/mp4', 'video/x-m4v', 'video/quicktime', 'video/3gpp', 'video/3gpp2', 'audio/mp4', 'audio/x-m4a']

function ofMagic(mime: string, ext: string): FileType | { refused: FileRefusal } {
  if (mime === 'image/apng') return 'image/png'
  if (mime === 'audio/mpeg' && ext !== 'mp3') return { refused: 'unknown' }
  if (mime in fileTypes) return mime as FileType
  if (/^image\/(hei[cf]|avif)/.test(mime)) return { refused: 'heic' }
  if (mime.startsWith('image/')) return { refused: 'other picture' }
  if (archives.includes(ext)) return { refused: 'archive' }
  return { refused: executables.includes(ext) ? 'executable' : 'unknown' }
}
