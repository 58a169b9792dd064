import type { FileHandle } from 'node:fs/promises'
import type { FileType } from '../domain/evidence.ts'

const headLength = 1024
const tailLength = 22 + 0xffff
const zipped = /openxmlformats|opendocument/

/**
 * Whether other programs would read a file as a second type: PDF readers search the first kilobyte, and archive
 * programs the end. Not needed for pictures, which are re-encoded.
 */
export async function isPolyglot(file: FileHandle, size: number, type: FileType): Promise<boolean> {
  const head = await textOf(file, 0, Math.min(size, headLength))
  if (
    type !== 'application/pdf' &&
    head.includes('%PDF-') &&
    (await textOf(file, Math.max(0, size - tailLength), size)).includes('%%EOF')
  )
    return true
  return !zipped.test(type) && endsAsZip(await bytesOf(file, Math.max(0, size - tailLength), size), size)
}

/**
 * Whether these bytes end like a ZIP: before the end record is a directory of the length that the record declares. A
 * directory that starts before these bytes counts too.
 */
function endsAsZip(tail: Buffer, size: number): boolean {
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end < 0 || end + 22 > tail.length) return false
  const [count, length] = [tail.readUInt16LE(end + 10), tail.readUInt32LE(end + 12)]
  return (
    count > 0 &&
    length >= 46 * count &&
    length < size &&
    (end < length || tail.readUInt32LE(end - length) === 0x02014b50)
  )
}

async function bytesOf(file: FileHandle, from: number, to: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(to - from), 0, to - from, from)
  return buffer.subarray(0, bytesRead)
}

const textOf = async (file: FileHandle, from: number, to: number): Promise<string> =>
  (await bytesOf(file, from, to)).toString('latin1')
