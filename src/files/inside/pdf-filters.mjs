import { createInflate, deflateSync, inflateSync } from 'node:zlib'
import { Refused } from './zip.mjs'

// Decodes the streams of a PDF, within limits, and encodes them again.

const mebibyte = 1024 * 1024
const mostInAStream = 100 * mebibyte

/**
 * @returns the decompressed data. PDF readers accept a damaged or cut-off stream; of such a stream, only the content of
 * the first 4 MB is returned
 * @throws Refused when there is too much data
 */
async function inflate(data) {
  try {
    return inflateSync(data, { maxOutputLength: mostInAStream })
  } catch ({ code }) {
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new Refused('bomb')
    return inflateUntilItBreaks(data.subarray(0, 4 * mebibyte))
  }
}

async function inflateUntilItBreaks(data) {
  const unpacking = createInflate()
  const chunks = []
  let length = 0
  unpacking.end(data)
  try {
    for await (const chunk of unpacking) {
      chunks.push(chunk)
      if ((length += chunk.length) > mostInAStream) throw new Refused('bomb')
    }
  } catch (problem) {
    if (problem instanceof Refused) throw problem
  }
  return Buffer.concat(chunks)
}

function fromHex(data) {
  const digits = data
    .toString('latin1')
    .split('>')[0]
    .replace(/[^0-9a-f]/gi, '')
  return Buffer.from(digits.length % 2 ? `${digits}0` : digits, 'hex')
}

function fromAscii85(data) {
  const text = data
    .toString('latin1')
    .split('~')[0]
    .replace(/[^!-uz]/g, '')
    .replaceAll('z', '!!!!!')
  const out = Buffer.alloc(Math.ceil(text.length / 5) * 4)
  let at = 0
  for (let from = 0; from < text.length; from += 5) {
    const group = text.slice(from, from + 5)
    let value = 0
    for (const character of group.padEnd(5, 'u')) value = value * 85 + character.charCodeAt(0) - 33
    out.writeUInt32BE(value % 2 ** 32, at)
    at += group.length - 1
  }
  return out.subarray(0, at)
}

const filters = {
  FlateDecode: inflate,
  Fl: inflate,
  ASCIIHexDecode: fromHex,
  AHx: fromHex,
  ASCII85Decode: fromAscii85,
  A85: fromAscii85,
}

export const canDecode = chain => chain.every(name => Object.hasOwn(filters, name))

/** @param chain the names of the stream's filters, which must all be decodable */
export async function decodeStream(data, chain) {
  let decoded = data
  for (const name of chain) decoded = await filters[name](decoded)
  return decoded
}

const inHex = data => Buffer.from(`${data.toString('hex')}>`)

function inAscii85(data) {
  const groups = []
  for (let from = 0; from < data.length; from += 4) {
    const group = Buffer.alloc(4)
    const length = data.copy(group, 0, from, from + 4)
    let value = group.readUInt32BE(0)
    const digits = Buffer.alloc(5)
    for (let at = 4; at >= 0; at -= 1, value = Math.floor(value / 85)) digits[at] = 33 + (value % 85)
    const isZero = length === 4 && group.readUInt32BE(0) === 0
    groups.push(isZero ? Buffer.from('z') : digits.subarray(0, length + 1))
  }
  return Buffer.concat([...groups, Buffer.from('~>')])
}

const packed = data => deflateSync(data, { level: 9 })
const encoders = {
  FlateDecode: packed,
  Fl: packed,
  ASCIIHexDecode: inHex,
  AHx: inHex,
  ASCII85Decode: inAscii85,
  A85: inAscii85,
}

/** @param chain the names of the stream's filters */
export const encodeStream = (data, chain) => chain.reduceRight((encoded, name) => encoders[name](encoded), data)
