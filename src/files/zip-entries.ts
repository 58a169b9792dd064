import type { FileHandle } from 'node:fs/promises'
import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import type { FileRefusal } from './refusals.ts'

const inflate = promisify(inflateRaw)

export interface ZipEntry {
  name: string
  method: number
  packed: number
  unpacked: number
  offset: number
}

/** A zip that is not taken, whatever it holds. */
export class ZipProblem extends Error {
  readonly refusal: FileRefusal
  constructor(refusal: FileRefusal) {
    super(refusal)
    this.refusal = refusal
  }
}

const mebibyte = 1024 * 1024
const mostEntries = 5_000
const endLength = 22
const mostRead = 2 * mebibyte

/** What a zip says it holds, by its own table at the end. @throws ZipProblem */
export async function entriesOf(file: FileHandle, size: number): Promise<ZipEntry[]> {
  const tail = await bytes(file, Math.max(0, size - endLength - 0xffff), Math.min(size, endLength + 0xffff))
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end < 0 || end + endLength > tail.length) throw new ZipProblem('damaged')
  const count = tail.readUInt16LE(end + 10)
  const length = tail.readUInt32LE(end + 12)
  if (count > mostEntries || length > 2 * mostRead) throw new ZipProblem('bomb')
  const table = await bytes(file, tail.readUInt32LE(end + 16), length)
  const entries: ZipEntry[] = []
  for (let at = 0; entries.length < count;) {
    if (at + 46 > table.length || table.readUInt32LE(at) !== 0x02014b50) throw new ZipProblem('damaged')
    if (table.readUInt16LE(at + 8) & 1) throw new ZipProblem('encrypted')
    const nameLength = table.readUInt16LE(at + 28)
    entries.push({
      name: table.toString('utf8', at + 46, at + 46 + nameLength),
      method: table.readUInt16LE(at + 10),
      packed: table.readUInt32LE(at + 20),
      unpacked: table.readUInt32LE(at + 24),
      offset: table.readUInt32LE(at + 42),
    })
    at += 46 + nameLength + table.readUInt16LE(at + 30) + table.readUInt16LE(at + 32)
  }
  refuseBombs(entries, size)
  return entries
}

/** More packed than there is means entries that overlap; the rest is a question of proportion. */
function refuseBombs(entries: readonly ZipEntry[], size: number): void {
  const sum = (of: 'packed' | 'unpacked') => entries.reduce((all, entry) => all + entry[of], 0)
  const unpacked = sum('unpacked')
  if (sum('packed') > size || unpacked > 1024 * mebibyte || (unpacked > 100 * mebibyte && unpacked > 100 * size))
    throw new ZipProblem('bomb')
}

/** One small entry, unpacked. @throws ZipProblem */
export async function readEntry(file: FileHandle, { method, packed, offset }: ZipEntry): Promise<Buffer> {
  if (packed > mostRead) throw new ZipProblem('bomb')
  const header = await bytes(file, offset, 30)
  const data = await bytes(file, offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28), packed)
  if (method === 0) return data
  if (method !== 8) throw new ZipProblem('unknown')
  try {
    return await inflate(data, { maxOutputLength: mostRead })
  } catch (error) {
    throw new ZipProblem((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'bomb' : 'damaged')
  }
}

async function bytes(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
  if (bytesRead < length) throw new ZipProblem('damaged')
  return buffer
}
