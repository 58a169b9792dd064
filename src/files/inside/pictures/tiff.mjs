import { cleanJpegAt, isJpeg } from './jpeg.mjs'
import { cleanProfile } from './profile.mjs'

const lengths = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8]
const profileTag = 34675
const mostEntries = 1_000
/** The tags that are needed to show the picture. JPEG XR has its own tags, from 0xbc00. */
const shown = new Set([
  254, 255, 256, 257, 258, 259, 262, 263, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284, 290, 291, 292, 293,
  296, 301, 317, 318, 319, 320, 321, 322, 323, 324, 325, 332, 334, 336, 338, 339, 340, 341, 347, 512, 513, 514, 515,
  517, 518, 519, 520, 521, 529, 530, 531, 532,
])
/** Pairs of tags: the offsets of pixel data, and its lengths in bytes. */
const pixels = [
  [273, 279],
  [324, 325],
  [513, 514],
  [0xbcc0, 0xbcc1],
  [0xbcc2, 0xbcc3],
]

const isJpegXr = bytes => bytes.readUInt32BE(0) >>> 8 === 0x4949bc
export const isTiff = bytes =>
  bytes.length > 8 && (/^(II\*\0|MM\0\*)/.test(bytes.toString('latin1', 0, 4)) || isJpegXr(bytes))

/**
 * Overwrites with zeros everything that is not needed to show the first page of a TIFF or JPEG XR.
 * @returns the length of the file, which stays the same
 */
export function cleanTiff(bytes) {
  const isLittle = bytes[0] === 0x49
  const read = (at, length) => {
    if (at + length > bytes.length) return 0
    return isLittle ? bytes.readUIntLE(at, length) : bytes.readUIntBE(at, length)
  }
  const list = read(4, 4)
  const entries = entriesIn(read, list).filter(({ tag }) => shown.has(tag) || tag >> 8 === 0xbc || tag === profileTag)
  const clean = Buffer.alloc(bytes.length)
  bytes.copy(clean, 0, 0, 8)
  if (isLittle) clean.writeUInt16LE(entries.length, list)
  else clean.writeUInt16BE(entries.length, list)
  entries.forEach(({ at, place, length }, index) => {
    bytes.copy(clean, list + 2 + 12 * index, at, at + 12)
    if (length > 4) bytes.copy(clean, place, place, place + length)
  })
  for (const [at, length] of pixelsIn(entries)) copyPixels(bytes, clean, at, length)
  const profile = entries.find(({ tag }) => tag === profileTag)
  if (profile) cleanProfile([clean.subarray(profile.place, profile.place + profile.length)])
  clean.copy(bytes)
  return bytes.length
}

function entriesIn(read, list) {
  const count = Math.min(read(list, 2), mostEntries)
  return Array.from({ length: count }, (_, index) => {
    const at = list + 2 + 12 * index
    const [tag, type, values] = [read(at, 2), read(at + 2, 2), read(at + 4, 4)]
    const each = lengths[type] ?? 1
    const length = each * values
    const place = length > 4 ? read(at + 8, 4) : at + 8
    const value = number => (number < values ? read(place + number * each, Math.min(each, 4)) : undefined)
    return { at, tag, place, length, values, value }
  })
}

function* pixelsIn(entries) {
  for (const [places, sizes] of pixels) {
    const [where, many] = [places, sizes].map(sought => entries.find(({ tag }) => tag === sought))
    for (let each = 0; each < (where?.values ?? 0) && where.value(each); each += 1)
      yield [where.value(each), many?.value(each) ?? Infinity]
  }
}

function copyPixels(bytes, clean, at, length) {
  bytes.copy(clean, at, at, Math.min(bytes.length, at + length))
  if (isJpeg(clean, at)) cleanJpegAt(clean, at)
}
