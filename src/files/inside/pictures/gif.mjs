const block = { extension: 0x21, image: 0x2c, end: 0x3b }
const extension = { graphics: 0xf9, application: 0xff }
const loops = ['NETSCAPE2.0', 'ANIMEXTS1.0']

export const isGif = bytes => /^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6))

/**
 * Empties the comments, plain text and application data in a GIF. The length of every block stays the same.
 * @returns where the picture ends
 */
export function cleanGif(bytes) {
  let at = 13 + tableLength(bytes[10])
  while (at < bytes.length) {
    const type = bytes[at]
    if (type === block.end) return at + 1
    if (type === block.image) at = skip(bytes, at + 11 + tableLength(bytes[at + 9]))
    else if (type === block.extension) at = cleanExtension(bytes, at)
    else return at
  }
  return bytes.length
}

const tableLength = flags => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)

function cleanExtension(bytes, at) {
  const kind = bytes[at + 1]
  const isLoop = kind === extension.application && loops.includes(bytes.toString('latin1', at + 3, at + 14))
  return skip(bytes, at + 2, !isLoop && kind !== extension.graphics)
}

/** @returns the offset after a series of data sub-blocks. Each begins with its length, and a zero ends the series */
function skip(bytes, from, isEmptied = false) {
  let at = from
  while (at < bytes.length && bytes[at] !== 0) {
    if (isEmptied) bytes.fill(0, at + 1, at + 1 + bytes[at])
    at += 1 + bytes[at]
  }
  return at + 1
}
