import { readFile } from 'node:fs/promises'
import { createInflate, inflateSync } from 'node:zlib'
import { throughPdfium } from './pdfium.mjs'
import { bounded, propertiesInXmp } from './properties.mjs'
import { Refused } from './zip.mjs'

const mebibyte = 1024 * 1024
const mostInAStream = 100 * mebibyte
const mostUnpacked = 1024 * mebibyte
const unsuspicious = 100 * mebibyte
const mostTimes = 100
const portion = mebibyte
const longestMatch = 256
const dictionaryLength = 4096

const space = '(?:[\\s\\0]|%[^\\r\\n]*[\\r\\n])*'
const reference = '\\d+\\s+\\d+\\s+R'
const pattern = text => new RegExp(text.replaceAll('_', space).replaceAll('REFERENCE', reference))

/**
 * Whole actions and lists, so that a text about them is accepted. Every byte is searched, because readers may start
 * anywhere.
 */
const refusals = [
  [pattern('/Encrypt_(REFERENCE|<<)'), 'encrypted'],
  [
    pattern(
      '/S_/(JavaScript|Launch)\\b|/JavaScript_(REFERENCE|<<|\\[)|\\bobj_/(JavaScript|Launch)\\b|/XFA_(REFERENCE|\\[)',
    ),
    'script',
  ],
  [
    pattern('/EmbeddedFiles_(REFERENCE|<<)|/Type_/EmbeddedFile\\b|/EF_<<|/Subtype_/(FileAttachment|RichMedia)\\b'),
    'attachment',
  ],
]
/** In an object stream these names are enough, because no page text is stored there. */
const namesInObjects = [
  [/\/(JavaScript|JS|Launch|XFA)\b/, 'script'],
  [/\/(EmbeddedFiles?|EF|FileAttachment|RichMedia)\b/, 'attachment'],
]

/**
 * Refuses scripts, launched programs and attached files, in plain bytes and in compressed parts. Then PDFium reads the
 * document as a reader would.
 * @returns its properties
 */
export async function throughPdf(source) {
  const bytes = Buffer.isBuffer(source) ? source : await readFile(source)
  if (!bytes.subarray(-16 * 1024).includes('%%EOF')) throw new Refused('damaged')
  for (const text of portions(bytes)) refuse(refusals, text)
  const found = propertiesInXmp(bytes)
  let unpacked = 0
  for (const stream of streamsIn(bytes)) {
    const decoded = await decode(bytes, stream)
    if (!decoded) continue
    unpacked += decoded.length
    if (unpacked > mostUnpacked || (unpacked > unsuspicious && unpacked > mostTimes * bytes.length))
      throw new Refused('bomb')
    for (const text of portions(decoded)) refuse(refusals.slice(1), text)
    if (/\/Metadata\b/.test(stream.dictionary)) found.push(...propertiesInXmp(decoded))
    if (stream.isObjects || /^\s*\d+\s+\d+[\d\s]*<</.test(decoded.toString('latin1', 0, 20_000))) {
      for (const text of portions(decoded)) refuse(namesInObjects, withoutStrings(text))
    }
  }
  return bounded([...(await throughPdfium(bytes)), ...found])
}

function refuse(list, text) {
  for (const [sought, refusal] of list) if (sought.test(text)) throw new Refused(refusal)
}

/** Text in overlapping sections, with names decoded. */
function* portions(bytes) {
  for (let at = 0; at === 0 || at < bytes.length; at += portion) {
    const text = bytes.toString('latin1', Math.max(0, at - longestMatch), at + portion)
    yield plainly(text)
  }
}

const plainly = text =>
  text.includes('#') ? text.replace(/#([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(parseInt(code, 16))) : text

const withoutStrings = text => text.replace(/\((?:\\[\s\S]|[^()\\])*\)/g, '()')

/** Every compressed stream that may contain objects, with its dictionary. */
function* streamsIn(bytes) {
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', at + 6)) {
    if (bytes.toString('latin1', at - 3, at) === 'end') continue
    const before = bytes.toString('latin1', Math.max(0, at - dictionaryLength), at)
    const dictionary = plainly(before.slice(Math.max(0, before.lastIndexOf('obj'))))
    const isObjects = /\/ObjStm\b/.test(dictionary)
    if (!isObjects && (!dictionary.includes('/Filter') || /\/Subtype\s*\/Image\b/.test(dictionary))) continue
    let from = at + 6
    if (bytes[from] === 0x0d) from += 1
    if (bytes[from] === 0x0a) from += 1
    yield { from, dictionary, isObjects }
  }
}

const filters = {
  FlateDecode: inflate,
  Fl: inflate,
  ASCIIHexDecode: fromHex,
  AHx: fromHex,
  ASCII85Decode: fromAscii85,
  A85: fromAscii85,
}

/** @throws Refused when it contains objects that we cannot read */
async function decode(bytes, { from, dictionary, isObjects }) {
  const names = /\/Filter\s*(?:\[([^\]]*)\]|\/(\w+))/.exec(dictionary)
  const chain = names
    ? (names[1] ?? `/${names[2]}`)
        .split('/')
        .map(name => name.trim())
        .filter(Boolean)
    : []
  const isOpaque =
    (dictionary.includes('/Filter') && !names) ||
    /\/Predictor\s*([2-9]|1\d)/.test(dictionary) ||
    chain.some(name => !(name in filters))
  if (isObjects && isOpaque) throw new Refused('opaque')
  if (chain.some(name => !(name in filters))) return null
  const end = bytes.indexOf('endstream', from)
  let data = bytes.subarray(
    from,
    chain.length > 0 && filters[chain[0]] === inflate ? bytes.length : end < 0 ? bytes.length : end,
  )
  for (const name of chain) data = await filters[name](data)
  return data
}

/** Returns as much as can be decompressed, because PDF readers accept truncated streams. */
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
  return Buffer.from(
    data
      .toString('latin1')
      .split('>')[0]
      .replace(/[^0-9a-f]/gi, ''),
    'hex',
  )
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
    for (const email of group.padEnd(5, 'u')) value = value * 85 + email.charCodeAt(0) - 33
    out.writeUInt32BE(value % 2 ** 32, at)
    at += group.length - 1
  }
  return out.subarray(0, at)
}
