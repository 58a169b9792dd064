// Cleans EMF and WMF files, which are lists of drawing steps and may contain comments written by programs.

const emf = { comment: 70, end: 14 }
const wmf = { escape: 0x0626, comment: 15 }
const placeable = 0x9ac6cdd7
/** Comments that programs need for drawing: EMF+, and the public comments of Windows. */
const drawn = ['EMF+', 'GDIC']

export const isEmf = bytes => bytes.length > 88 && bytes.toString('latin1', 40, 44) === ' EMF'
export const isWmf = bytes =>
  bytes.length > 40 && (bytes.readUInt32LE(0) === placeable || bytes.readUInt32LE(0) === 0x00090001)

/**
 * Empties the description and the comments written by programs.
 * @returns the offset where the picture ends
 */
export function cleanEmf(bytes) {
  const [letters, place] = [bytes.readUInt32LE(60), bytes.readUInt32LE(64)]
  bytes.fill(0, place, place + 2 * letters)
  bytes.writeUInt32LE(0, 60)
  bytes.writeUInt32LE(0, 64)
  for (let at = 0; at + 12 <= bytes.length;) {
    const [type, length] = [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)]
    if (length < 8) return bytes.length
    const end = Math.min(bytes.length, at + length)
    if (type === emf.comment && !drawn.includes(bytes.toString('latin1', at + 12, at + 16))) bytes.fill(0, at + 12, end)
    if (type === emf.end) return end
    at = end
  }
  return bytes.length
}

/**
 * Empties comments written by programs, except those that contain an EMF.
 * @returns where the picture ends
 */
export function cleanWmf(bytes) {
  for (let at = bytes.readUInt32LE(0) === placeable ? 40 : 18; at + 6 <= bytes.length;) {
    const [length, type] = [2 * bytes.readUInt32LE(at), bytes.readUInt16LE(at + 4)]
    if (length < 6) return bytes.length
    const end = Math.min(bytes.length, at + length)
    const isComment = type === wmf.escape && bytes.readUInt16LE(at + 6) === wmf.comment
    if (isComment && bytes.toString('latin1', at + 10, at + 14) !== 'WMFC') bytes.fill(0, at + 10, end)
    if (type === 0) return end
    at = end
  }
  return bytes.length
}
