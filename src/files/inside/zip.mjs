import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInflateRaw } from 'node:zlib'

/** A document that is not taken. */
export class Refused extends Error {
  constructor(refusal) {
    super(refusal)
    this.refusal = refusal
  }
}

const mebibyte = 1024 * 1024
const mostEntries = 5_000
const mostTable = 4 * mebibyte
const mostUnpacked = 1024 * mebibyte
/** A document may well shrink to a hundredth; this much of it we unpack before that counts. */
const unsuspicious = 100 * mebibyte
const mostTimes = 100
/** Held in memory at once, to be read as text. */
export const mostHeld = 32 * mebibyte
const endLength = 22

/**
 * A zip, entry by entry. Its table at the end is compared with what stands before each entry, and every entry is really
 * unpacked, since both may lie.
 * @param look is given each entry with its first 32 MB
 */
export async function throughZip(path, look) {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const entries = await tableOf(file, size)
    await checkPlaces(file, entries, size)
    let unpacked = 0
    for (const entry of entries) {
      const held = await unpack(path, entry, bytes => {
        unpacked += bytes
        if (unpacked > mostUnpacked || (unpacked > unsuspicious && unpacked > mostTimes * size))
          throw new Refused('bomb')
      })
      await look(entry, held, entries)
    }
  } finally {
    await file.close()
  }
}

async function tableOf(file, size) {
  const tail = await bytes(file, Math.max(0, size - endLength - 0xffff), Math.min(size, endLength + 0xffff))
  const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0 || end + endLength > tail.length) throw new Refused('damaged')
  // something else follows
  if (end + endLength + tail.readUInt16LE(end + 20) !== tail.length) throw new Refused('disagrees')
  const [count, length, at] = [tail.readUInt16LE(end + 10), tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)]
  if (count > mostEntries || length > mostTable) throw new Refused('bomb')
  const table = await bytes(file, at, length)
  const entries = []
  for (let from = 0; entries.length < count;) {
    if (from + 46 > table.length || table.readUInt32LE(from) !== 0x02014b50) throw new Refused('damaged')
    const nameLength = table.readUInt16LE(from + 28)
    entries.push({
      name: table.toString('utf8', from + 46, from + 46 + nameLength),
      flags: table.readUInt16LE(from + 8),
      method: table.readUInt16LE(from + 10),
      packed: table.readUInt32LE(from + 20),
      unpacked: table.readUInt32LE(from + 24),
      mode: table.readUInt32LE(from + 38) >>> 16,
      offset: table.readUInt32LE(from + 42),
    })
    from += 46 + nameLength + table.readUInt16LE(from + 30) + table.readUInt16LE(from + 32)
  }
  return entries
}

const symbolicLink = 0o120000

/**
 * Names that lead nowhere else, entries that lie one after the other, and each announced by the same name before it.
 */
async function checkPlaces(file, entries, size) {
  let free = 0
  for (const entry of entries.toSorted((a, b) => a.offset - b.offset)) {
    const { name, flags, method, mode, offset } = entry
    if (flags & 1) throw new Refused('encrypted')
    if (
      (mode & 0o170000) === symbolicLink ||
      name.includes('\0') ||
      /^([/\\]|[a-z]:)|(^|[/\\])\.\.([/\\]|$)/i.test(name)
    )
      throw new Refused('damaged')
    if (offset < free) throw new Refused('bomb')
    const header = await bytes(file, offset, 30)
    if (header.readUInt32LE(0) !== 0x04034b50) throw new Refused('damaged')
    const nameLength = header.readUInt16LE(26)
    const announced = (await bytes(file, offset + 30, nameLength)).toString('utf8')
    if (announced !== name || header.readUInt16LE(8) !== method || header.readUInt16LE(6) & 1)
      throw new Refused('disagrees')
    entry.data = offset + 30 + nameLength + header.readUInt16LE(28)
    free = entry.data + entry.packed
    if (free > size) throw new Refused('damaged')
  }
}

/** @returns its first part. It may be no longer than the table says, nor shorter */
async function unpack(path, { data, packed, unpacked, method }, count) {
  if (method !== 0 && method !== 8) throw new Refused('archive')
  if (packed === 0) {
    if (unpacked > 0) throw new Refused('damaged')
    return Buffer.alloc(0)
  }
  const source = createReadStream(path, { start: data, end: data + packed - 1 })
  const stream = method === 0 ? source : source.pipe(createInflateRaw())
  source.on('error', problem => stream.destroy(problem))
  const held = []
  let [length, kept] = [0, 0]
  try {
    for await (const chunk of stream) {
      length += chunk.length
      count(chunk.length)
      if (length > unpacked) throw new Refused('bomb')
      if (kept < mostHeld) {
        held.push(chunk)
        kept += chunk.length
      }
    }
  } catch (problem) {
    throw problem instanceof Refused ? problem : new Refused('damaged')
  } finally {
    source.destroy()
  }
  if (length !== unpacked) throw new Refused('damaged')
  return Buffer.concat(held)
}

async function bytes(file, at, length) {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
  if (bytesRead < length) throw new Refused('damaged')
  return buffer
}
