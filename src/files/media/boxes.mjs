import { Refused } from './refused.mjs'

// MP4, M4A and MOV files consist of boxes (ISO/IEC 14496-12): a length, a type of four letters, and contents.

const mostBoxes = 200_000
const headLength = 16

/** @returns the type, length and head length of a box; null where no box can begin */
function headOf(bytes) {
  if (bytes.length < 8) return null
  const [size, type] = [bytes.readUInt32BE(0), bytes.toString('latin1', 4, 8)]
  if (size === 0) return { type, length: null, head: 8 } // a box up to the end of the file
  if (size >= 8) return { type, length: size, head: 8 }
  if (size !== 1 || bytes.length < headLength) return null
  const length = Number(bytes.readBigUInt64BE(8))
  return length >= headLength ? { type, length, head: headLength } : null
}

/**
 * The boxes between two offsets, without trailing bytes that are not a box.
 * @returns for each its type, its offset `from`, and where its contents `start` and `end`
 * @throws Refused when a box is longer than its container
 */
export function boxesIn(bytes, { start, end } = { start: 0, end: bytes.length }) {
  const boxes = []
  for (let at = start; at < end;) {
    const head = headOf(bytes.subarray(at, Math.min(at + headLength, end)))
    if (!head) break
    const boxEnd = head.length === null ? end : at + head.length
    if (boxEnd > end) throw new Refused('damaged')
    boxes.push({ type: head.type, from: at, start: at + head.head, end: boxEnd })
    at = boxEnd
  }
  return boxes
}

/** @returns the first box at the end of a path of types, or undefined */
export function boxAt(bytes, parent, ...path) {
  return path.reduce((box, type) => box && boxesIn(bytes, box).find(each => each.type === type), parent)
}

/**
 * The outermost boxes of a file.
 * @returns the same as `boxesIn`, plus `isWhole`: false when the file ends within the box
 * @throws Refused when there are too many
 */
export async function outerBoxes(read, size) {
  const boxes = []
  for (let at = 0; at < size;) {
    const head = headOf(await read(at, headLength))
    if (!head) break
    if (boxes.length === mostBoxes) throw new Refused('too long')
    const end = head.length === null ? size : at + head.length
    boxes.push({ type: head.type, from: at, start: at + head.head, end: Math.min(end, size), isWhole: end <= size })
    at = end
  }
  return boxes
}

/** @returns the version and flags of a full box, and where its remaining contents start */
export function versioned(bytes, { start }) {
  return { version: bytes.readUInt8(start), flags: bytes.readUIntBE(start + 1, 3), at: start + 4 }
}

export const uint64 = (bytes, at) => Number(bytes.readBigUInt64BE(at))

export function box(type, ...contents) {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + contents.reduce((sum, { length }) => sum + length, 0))
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, ...contents])
}
