import { cleanExif } from './exif.mjs'
import { cleanProfile } from './profile.mjs'

const marker = { start: 0xd8, end: 0xd9, scan: 0xda, jfif: 0xe0, exif: 0xe1, profile: 0xe2, adobe: 0xee, comment: 0xfe }

export const isJpeg = (bytes, from = 0) =>
  bytes[from] === 0xff && bytes[from + 1] === marker.start && bytes[from + 2] === 0xff

/**
 * Empties everything in a JPEG that is not needed to show it, such as XMP and comments, but keeps the length of every
 * segment.
 * @returns where the picture ends
 */
export function cleanJpeg(bytes) {
  const profile = []
  let at = 2
  for (const segment of segmentsIn(bytes, 2)) {
    bytes.fill(0, at, segment.marker)
    cleanSegment(bytes, segment, profile)
    at = segment.next
  }
  cleanProfile(profile)
  return at
}

/**
 * Cleans a JPEG inside other bytes, up to its pixels, because its end is unknown.
 * @returns whether these bytes are a JPEG
 */
export function cleanJpegAt(bytes, from) {
  const head = []
  for (const segment of segmentsIn(bytes, from + 2)) {
    if (segment.marker !== (head.at(-1)?.next ?? from + 2)) return false
    head.push(segment)
    if (segment.code === marker.scan || segment.code === marker.end) break
  }
  const isPicture = head.at(-1)?.code === marker.scan && head.some(({ code }) => isFrame(code))
  const profile = []
  if (isPicture) for (const segment of head) cleanSegment(bytes, segment, profile)
  cleanProfile(profile)
  return isPicture
}

const isFrame = code => code >= 0xc0 && code <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(code)
const isAlone = code => code === 0 || code === 1 || (code >= 0xd0 && code <= 0xd8)

/** Each segment from its marker to the next one, with the pixels after the header of a scan. */
function* segmentsIn(bytes, from) {
  for (let at = bytes.indexOf(0xff, from); at >= 0;) {
    while (bytes[at + 1] === 0xff) at += 1
    const code = bytes[at + 1]
    const isLong = code !== undefined && code !== marker.end && !isAlone(code)
    const end = isLong && at + 4 <= bytes.length ? at + 2 + bytes.readUInt16BE(at + 2) : at + 2
    const next = Math.min(bytes.length, code === marker.scan ? endOfScan(bytes, end) : end)
    yield { code, marker: at, start: at + 4, end: Math.min(end, bytes.length), next }
    if (code === marker.end || code === undefined) return
    at = bytes.indexOf(0xff, next)
  }
}

function endOfScan(bytes, from) {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const code = bytes[at + 1]
    if (code !== 0 && code !== 0xff && !(code >= 0xd0 && code <= 0xd7)) return at
  }
  return bytes.length
}

function cleanSegment(bytes, { code, start, end }, profile) {
  const content = bytes.subarray(start, end)
  const begins = text => content.toString('latin1', 0, text.length) === text
  if (code === marker.jfif && begins('JFIF\0'))
    content.fill(0, 12) // clears the size of the thumbnail, and the thumbnail
  else if (code === marker.adobe && begins('Adobe')) content.fill(0, 12)
  else if (code === marker.profile && begins('ICC_PROFILE\0')) profile.push(content.subarray(14))
  else if (code === marker.exif && begins('Exif\0\0')) cleanExif(content.subarray(6)) || content.fill(0)
  else if (code === marker.comment || (code >= 0xe0 && code <= 0xfd)) content.fill(0)
}
