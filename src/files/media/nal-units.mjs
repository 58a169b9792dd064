import { Refused } from './refused.mjs'

// H.264 and HEVC video consists of NAL units. Some contain messages (SEI) instead of pictures.
// In messages, cameras and programs write their settings, serial numbers, times and places.

const between = (first, last) => Array.from({ length: last - first + 1 }, (_, index) => first + index)

const formats = {
  avc: {
    headLength: 1,
    typeOf: byte => byte & 31,
    pictures: new Set([...between(1, 5), ...between(7, 11), 13, 14, 15, ...between(19, 21)]),
    messages: new Set([6]),
    configuration: cleanAvcConfiguration,
    lengthByte: 4,
    leastConfiguration: 7,
  },
  hevc: {
    headLength: 2,
    typeOf: byte => (byte >> 1) & 63,
    pictures: new Set(between(0, 37)),
    messages: new Set([39, 40]),
    configuration: cleanHevcConfiguration,
    lengthByte: 21,
    leastConfiguration: 23,
  },
}

/**
 * Messages that a decoder needs: where it can start, how a frame is arranged and rotated, and its range of brightness.
 */
const keptMessages = new Set([0, 6, 45, 47, 129, 137, 144, 147, 165, 176])

/**
 * @param codec `avc` or `hevc`
 * @param configuration the decoder configuration record (ISO/IEC 14496-15)
 * @returns the record without unneeded data, and a function that does the same for a sample
 * @throws Refused, or an error of Buffer when the record is too short
 */
export function nalCleaner(codec, configuration) {
  const format = formats[codec]
  if (!configuration || configuration.length < format.leastConfiguration) throw new Refused('recording')
  const lengthSize = (configuration[format.lengthByte] & 3) + 1
  return {
    configuration: format.configuration(Buffer.from(configuration)),
    clean: sample => cleanSample(sample, format, lengthSize),
  }
}

function cleanSample(sample, format, lengthSize) {
  const parts = []
  let isAsItWas = true
  let at = 0
  while (at + lengthSize <= sample.length) {
    const end = at + lengthSize + sample.readUIntBE(at, lengthSize)
    if (end > sample.length) throw new Refused('damaged')
    const unit = sample.subarray(at + lengthSize, end)
    const kept = cleanUnit(unit, format)
    if (kept === unit) parts.push(sample.subarray(at, end))
    else {
      isAsItWas = false
      if (kept) parts.push(lengthOf(kept, lengthSize), kept)
    }
    at = end
  }
  return isAsItWas && at === sample.length ? sample : Buffer.concat(parts)
}

function lengthOf(unit, lengthSize) {
  const bytes = Buffer.alloc(lengthSize)
  bytes.writeUIntBE(unit.length, 0, lengthSize)
  return bytes
}

/** @returns the same unit, a unit with fewer messages, or null when nothing is left */
function cleanUnit(unit, { headLength, typeOf, pictures, messages }) {
  if (unit.length <= headLength) return unit.length === headLength && pictures.has(typeOf(unit[0])) ? unit : null
  const type = typeOf(unit[0])
  if (!messages.has(type)) return pictures.has(type) ? unit : null
  const found = messagesIn(unescaped(unit.subarray(headLength)))
  const kept = found.filter(message => keptMessages.has(message.type))
  if (found.length > 0 && kept.length === found.length) return unit
  if (kept.length === 0) return null
  const body = Buffer.concat([...kept.map(({ bytes }) => bytes), Buffer.from([0x80])])
  return Buffer.concat([unit.subarray(0, headLength), escaped(body)])
}

/** @returns an empty list when the messages are damaged */
function messagesIn(bytes) {
  const messages = []
  const end = bytes.lastIndexOf(0x80)
  for (let at = 0; at < end;) {
    const type = numberAt(bytes, at)
    const size = numberAt(bytes, type.next)
    if (size.next + size.value > end) return []
    messages.push({ type: type.value, bytes: bytes.subarray(at, size.next + size.value) })
    at = size.next + size.value
  }
  return messages
}

/** Decodes a number: bytes of 255 and the byte after them are added up. */
function numberAt(bytes, at) {
  let next = at
  while (bytes[next] === 0xff) next += 1
  return { value: (next - at) * 0xff + (bytes[next] ?? 0), next: next + 1 }
}

/**
 * Removes emulation prevention bytes. Such a byte, a 3 after two zeros, keeps the contents of a unit from looking like
 * the start of another unit.
 */
const unescaped = bytes =>
  bytes.filter((byte, index) => !(byte === 3 && index > 1 && bytes[index - 1] === 0 && bytes[index - 2] === 0))

function escaped(bytes) {
  const result = []
  for (const byte of bytes) {
    if (byte <= 3 && result.at(-1) === 0 && result.at(-2) === 0) result.push(3)
    result.push(byte)
  }
  return Buffer.from(result)
}

/** Keeps the parameter sets, and nothing after them. */
function cleanAvcConfiguration(record) {
  const afterSets = (from, count) => {
    let at = from
    for (let left = count; left > 0; left -= 1) at += at + 2 <= record.length ? 2 + record.readUInt16BE(at) : Infinity
    return at
  }
  const pictures = afterSets(6, record[5] & 31)
  const end = pictures < record.length ? afterSets(pictures + 1, record[pictures]) : Infinity
  if (end > record.length) throw new Refused('damaged')
  if (![100, 110, 122, 144].includes(record[1]) || end + 4 > record.length) return record.subarray(0, end)
  const extended = record[end + 3] === 0 ? end + 4 : afterSets(end + 4, record[end + 3])
  return record.subarray(0, extended > record.length ? end : extended)
}

/** Keeps the parameter sets, without messages. */
function cleanHevcConfiguration(record) {
  const parts = []
  let at = 23
  for (let left = record[22]; left > 0; left -= 1) {
    const start = at
    const type = record.readUInt8(at) & 63
    const count = record.readUInt16BE(at + 1)
    at += 3
    for (let unit = 0; unit < count; unit += 1) at += 2 + record.readUInt16BE(at)
    if (at > record.length) throw new Refused('damaged')
    if (type >= 32 && type <= 34) parts.push(record.subarray(start, at))
  }
  return Buffer.concat([record.subarray(0, 22), Buffer.from([parts.length]), ...parts])
}
