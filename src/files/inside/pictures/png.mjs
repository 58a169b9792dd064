import { crc32, deflateSync, inflateSync } from 'node:zlib'
import { cleanExif } from './exif.mjs'
import { cleanProfile } from './profile.mjs'

const signature = Buffer.from('89504e470d0a1a0a', 'hex')
const shown = /^(IHDR|PLTE|IDAT|IEND|tRNS|cHRM|gAMA|sBIT|sRGB|bKGD|hIST|pHYs|acTL|fcTL|fdAT|cICP|mDCV|cLLI|CgBI)$/
/** The type that emptied chunks get: a private one, which programs skip. */
const empty = 'zeRo'
const longestProfile = 4 * 1024 * 1024

export const isPng = (bytes, from = 0) => bytes.subarray(from, from + 8).equals(signature)

/**
 * Overwrites the chunks that are not needed to show a PNG. No chunk changes its length.
 * @returns where the picture ends
 */
export function cleanPng(bytes, from = 0) {
  let at = from + 8
  while (at + 12 <= bytes.length) {
    const type = bytes.toString('latin1', at + 4, at + 8)
    const end = at + 8 + bytes.readUInt32BE(at)
    if (end + 4 > bytes.length) return at
    if (!shown.test(type)) cleanChunk(bytes, type, at, end)
    at = end + 4
    if (type === 'IEND') return at
  }
  return at
}

function cleanChunk(bytes, type, at, end) {
  const content = bytes.subarray(at + 8, end)
  const isLeft = type === 'eXIf' ? cleanExif(content) : type === 'iCCP' && cleanPacked(content)
  if (!isLeft) {
    content.fill(0)
    bytes.write(empty, at + 4, 'latin1')
  }
  bytes.writeUInt32BE(crc32(bytes.subarray(at + 4, end)), end)
}

/**
 * Cleans a compressed colour profile.
 * @returns false if the profile is damaged, or would be longer than before
 */
function cleanPacked(content) {
  try {
    const profile = inflateSync(content.subarray(content.indexOf(0) + 2), { maxOutputLength: longestProfile })
    cleanProfile([profile])
    const packed = Buffer.concat([Buffer.from('icc\0\0', 'latin1'), deflateSync(profile, { level: 9 })])
    if (packed.length > content.length) return false
    content.fill(0)
    packed.copy(content)
    return true
  } catch {
    return false
  }
}
