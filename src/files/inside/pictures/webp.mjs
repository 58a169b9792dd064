import { cleanExif } from './exif.mjs'
import { cleanProfile } from './profile.mjs'

const shown = /^(VP8[ LX]|ALPH|ANIM|ANMF)$/
/** Flags in the first byte of the extended header. */
const flags = { exif: 0x08, xmp: 0x04 }

export const isWebp = bytes => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP'

/**
 * Overwrites the chunks that are not needed to show a WebP. No chunk changes its length.
 * @returns where the picture ends
 */
export function cleanWebp(bytes) {
  const end = Math.min(bytes.length, 8 + bytes.readUInt32LE(4))
  let hasExif = false
  for (let at = 12; at + 8 <= end;) {
    const type = bytes.toString('latin1', at, at + 4)
    const length = bytes.readUInt32LE(at + 4)
    const content = bytes.subarray(at + 8, Math.min(end, at + 8 + length))
    if (type === 'ICCP') cleanProfile([content])
    else if (type === 'EXIF') hasExif = cleanExif(withoutName(content)) || hasExif
    else if (!shown.test(type)) content.fill(0)
    at += 8 + length + (length % 2)
  }
  if (bytes.toString('latin1', 12, 16) === 'VP8X') bytes[20] &= ~(hasExif ? flags.xmp : flags.xmp | flags.exif)
  return end
}

/** Removes the prefix `Exif\0\0`, which belongs in a JPEG, but which some programs also write in a WebP. */
function withoutName(content) {
  if (content.toString('latin1', 0, 6) !== 'Exif\0\0') return content
  content.copy(content, 0, 6)
  content.fill(0, content.length - 6)
  return content
}
