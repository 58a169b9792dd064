const orientationTag = 0x0112
const shortest = 26

/**
 * Empties Exif data except for the orientation, which programs need to show the picture upright.
 * @param tiff starts with its byte order mark
 * @returns whether any data is left
 */
export function cleanExif(tiff) {
  const orientation = orientationIn(tiff)
  tiff.fill(0)
  if (orientation < 2 || tiff.length < shortest) return false
  tiff.write('MM\0*', 'latin1')
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(1, 8)
  tiff.writeUInt16BE(orientationTag, 10)
  tiff.writeUInt16BE(3, 12)
  tiff.writeUInt32BE(1, 14)
  tiff.writeUInt16BE(orientation, 18)
  return true
}

/** @returns an orientation from 1 to 8; 1 when there is none */
function orientationIn(tiff) {
  const order = tiff.toString('latin1', 0, 2)
  if (tiff.length < shortest || (order !== 'II' && order !== 'MM')) return 1
  const read = (at, length) => {
    if (at + length > tiff.length) return 0
    return order === 'II' ? tiff.readUIntLE(at, length) : tiff.readUIntBE(at, length)
  }
  const list = read(4, 4)
  const count = read(list, 2)
  for (let each = 0; each < count && list + 12 * each + 14 <= tiff.length; each += 1) {
    const entry = list + 2 + 12 * each
    if (read(entry, 2) !== orientationTag) continue
    const value = read(entry + 8, 2)
    return value >= 1 && value <= 8 ? value : 1
  }
  return 1
}
