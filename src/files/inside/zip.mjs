import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'
import yauzl from 'yauzl'

/** A refused document. `refusal` is one of `fileRefusals` in src/files/refusals.ts. */
export class Refused extends Error {
  constructor(refusal) {
    super(refusal)
    this.refusal = refusal
  }
}

const mebibyte = 1024 * 1024
const maxEntries = 5_000
const maxDirectory = 4 * mebibyte
const maxUnpacked = 1024 * mebibyte
/**
 * The unpacked size in bytes up to which any compression ratio is allowed, because a genuine document may compress to a
 * hundredth of its size.
 */
const alwaysUnpacked = 100 * mebibyte
const maxRatio = 100
/** The maximum number of bytes of one entry that are kept in memory. */
export const maxKept = 32 * mebibyte

/**
 * Opens a ZIP whose directory and local headers agree.
 * @param source its path, or its bytes
 * @param use gets the `entries`; `contentOf(entry, { take, most })` for the first `most` bytes (32 MB by default),
 * where `take` gets every chunk; `headOf(entry, length)`; and `packedIn(entry)` for a stream of the compressed bytes
 * @returns the result of `use`
 * @throws Refused when the ZIP is damaged, encrypted, too large or ambiguous; errors of the file system
 */
export async function readZip(source, use) {
  const file = Buffer.isBuffer(source) ? null : await open(source, 'r')
  try {
    const zip = await (file ? yauzl.fromFdPromise(file.fd, options) : yauzl.fromBufferPromise(source, options))
    await checkDirectory(file ?? source, zip)
    const entries = await entriesOf(zip)
    await checkLocalHeaders(zip, entries)
    const packedIn = entry => zip.openReadStreamPromise(entry, { decodeFileData: false })
    return await use({
      entries,
      contentOf: async (entry, how) => unpack(await packedIn(entry), entry, how),
      headOf: async (entry, length) => firstOf(await packedIn(entry), entry, length),
      packedIn,
    })
  } catch (problem) {
    throw problem instanceof Refused || problem.syscall ? problem : new Refused(refusalOf(problem))
  } finally {
    await file?.close()
  }
}

const options = { validateEntrySizes: false }

/** The refusal for an error of yauzl, by its message, because yauzl gives no codes. */
function refusalOf({ message }) {
  if (message.startsWith('Invalid comment length')) return 'disagrees' // there are bytes after the ZIP
  return message.startsWith('strong encryption') ? 'encrypted' : 'damaged'
}

const endRecordLength = 22
const locatorLength = 20

/**
 * Requires the directory to be directly before the end record and not Zip64. Programs that find the directory by
 * offset, size or Zip64 record then all see the same entries.
 */
async function checkDirectory(source, zip) {
  if (zip.entryCount > maxEntries) throw new Refused('bomb')
  const end = zip.fileSize - endRecordLength - zip.comment.length
  const length = locatorLength + endRecordLength
  const from = end - locatorLength
  const buffer = Buffer.isBuffer(source)
    ? Buffer.concat([source.subarray(Math.max(0, from)), Buffer.alloc(length)])
    : (await source.read(Buffer.alloc(length), 0, length, from)).buffer
  const isZip64 = buffer.readUInt32LE(0) === 0x07064b50
  const [size, offset] = [buffer.readUInt32LE(locatorLength + 12), buffer.readUInt32LE(locatorLength + 16)]
  if (size > maxDirectory) throw new Refused('bomb')
  if (isZip64 || offset + size !== end) throw new Refused('damaged')
}

async function entriesOf(zip) {
  const entries = []
  for await (const entry of zip.eachEntry()) {
    refuseEntry(entry)
    entries.push(entry)
  }
  if (new Set(entries.map(({ fileName }) => fileName)).size < entries.length) throw new Refused('disagrees')
  const unpacked = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0)
  if (unpacked > maxUnpacked || (unpacked > alwaysUnpacked && unpacked > maxRatio * zip.fileSize))
    throw new Refused('bomb')
  return entries
}

const fileTypeMask = 0o170000
const symbolicLink = 0o120000

/**
 * Refuses an entry that is encrypted, is a link, or is compressed in an unusual way. Also refuses an entry with two
 * different names, because yauzl prefers the one in the Unicode extra field. yauzl has already refused absolute names
 * and names with `..`.
 */
function refuseEntry(entry) {
  const { fileName, fileNameRaw, generalPurposeBitFlag, externalFileAttributes, compressionMethod } = entry
  if (entry.isEncrypted()) throw new Refused('encrypted')
  const isLink = ((externalFileAttributes >>> 16) & fileTypeMask) === symbolicLink
  if (isLink || fileName.includes('\0')) throw new Refused('damaged')
  const plainName = yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, [], false)
  if (fileName !== plainName) throw new Refused('disagrees')
  if (compressionMethod !== 0 && compressionMethod !== 8) throw new Refused('archive')
}

/** Checks that entries do not overlap, and that each local header matches the directory. */
async function checkLocalHeaders(zip, entries) {
  let free = 0
  for (const entry of entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader)) {
    if (entry.relativeOffsetOfLocalHeader < free) throw new Refused('bomb')
    const local = await zip.readLocalFileHeaderPromise(entry)
    if (
      !local.fileName.equals(entry.fileNameRaw) ||
      local.compressionMethod !== entry.compressionMethod ||
      local.generalPurposeBitFlag & 1
    )
      throw new Refused('disagrees')
    free = local.fileDataStart + entry.compressedSize
  }
}

/** Unpacks an entry in full, because the size in the directory can be wrong. @returns its first bytes */
async function unpack(packed, entry, { take = () => {}, most = maxKept } = {}) {
  const kept = []
  let length = 0
  for await (const chunk of chunksIn(packed, entry)) {
    if (length < most) kept.push(chunk)
    length += chunk.length
    if (length > entry.uncompressedSize) throw new Refused('bomb')
    take(chunk)
  }
  if (length !== entry.uncompressedSize) throw new Refused('damaged')
  return Buffer.concat(kept)
}

async function firstOf(packed, entry, most) {
  const kept = []
  let length = 0
  for await (const chunk of chunksIn(packed, entry)) {
    kept.push(chunk)
    length += chunk.length
    if (length >= most) break
  }
  return Buffer.concat(kept).subarray(0, most)
}

const chunksIn = (packed, entry) => (entry.compressionMethod === 0 ? packed : inflated(packed, entry))

/** Unpacks an entry. Refuses extra bytes after its compressed data, because no program shows them. */
async function* inflated(packed, entry) {
  const inflater = createInflateRaw()
  const written = pipeline(packed, inflater).catch(() => {}) // the loop gets the error
  yield* inflater
  if (inflater.bytesWritten !== entry.compressedSize) throw new Refused('disagrees')
  await written
}
