const headers = [12, 40, 52, 56, 64, 108, 124]
const uncompressed = [0, 3, 6]
const newest = 124

export const isBmp = bytes =>
  bytes.length > 26 && bytes.toString('latin1', 0, 2) === 'BM' && headers.includes(bytes.readUInt32LE(14))

/**
 * Removes the colour profile of a BMP, because the profile may name a file. Sets the file size in the header to where
 * the pixels end, and clears the reserved bytes after that field.
 * @param bytes changed in place
 * @returns where the pixels end
 */
export function cleanBmp(bytes) {
  const [start, header] = [bytes.readUInt32LE(10), bytes.readUInt32LE(14)]
  if (header === newest && bytes.length > 138) {
    bytes.write('BGRs', 70, 'latin1')
    bytes.fill(0, 126, 134)
  }
  const end = Math.min(bytes.length, start + sizeOfPixels(bytes, header))
  bytes.writeUInt32LE(end, 2)
  bytes.fill(0, 6, 10)
  return end
}

function sizeOfPixels(bytes, header) {
  const isOld = header === 12
  const width = isOld ? bytes.readUInt16LE(18) : Math.abs(bytes.readInt32LE(18))
  const height = isOld ? bytes.readUInt16LE(20) : Math.abs(bytes.readInt32LE(22))
  const bits = bytes.readUInt16LE(isOld ? 24 : 28)
  const isPlain = isOld || uncompressed.includes(bytes.readUInt32LE(30))
  return isPlain ? 4 * Math.ceil((width * bits) / 32) * height : bytes.readUInt32LE(34)
}
