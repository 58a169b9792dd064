// Cleans JPEG 2000 (ISO/IEC 15444-1), either in boxes or as a bare codestream.

const shown = /^(jP {2}|ftyp|jp2h|jp2c|jpch|jplh|rreq|pclr)$/
const code = { start: 0xff4fff51, part: 0xff90, comment: 0xff64 }
const signature = '0000000c6a5020200d0a870a'

export const isJpeg2000 = bytes =>
  bytes.length > 12 && (bytes.toString('hex', 0, 12) === signature || bytes.readUInt32BE(0) === code.start)

/**
 * Empties the boxes that are not needed to show a JPEG 2000, and the comments in its codestream. The length of every
 * box stays the same.
 * @returns the length
 */
export function cleanJpeg2000(bytes) {
  if (bytes.length > 4 && bytes.readUInt32BE(0) === code.start) cleanCode(bytes)
  else cleanBoxes(bytes)
  return bytes.length
}

function cleanBoxes(bytes) {
  for (let at = 0; at + 8 <= bytes.length;) {
    const stated = bytes.readUInt32BE(at)
    const isLong = stated === 1 && at + 16 <= bytes.length
    const length = isLong ? Number(bytes.readBigUInt64BE(at + 8)) : stated || bytes.length - at
    const content = at + (isLong ? 16 : 8)
    const next = Math.min(bytes.length, at + length)
    if (next < content) return void bytes.fill(0, at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (type === 'jp2c') cleanCode(bytes.subarray(content, next))
    else if (!shown.test(type)) {
      bytes.fill(0, content, next)
      bytes.write('free', at + 4, 'latin1')
    }
    at = next
  }
}

/** Empties the comments of a codestream. The main header is a list of segments, each with a marker and a length. */
function cleanCode(bytes) {
  for (let at = 2; at + 4 <= bytes.length;) {
    const marker = bytes.readUInt16BE(at)
    const next = at + 2 + bytes.readUInt16BE(at + 2)
    if (marker === code.part || marker >> 8 !== 0xff) return
    if (marker === code.comment) bytes.fill(0, at + 6, Math.min(next, bytes.length))
    at = next
  }
}
