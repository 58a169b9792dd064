import { Refused } from './zip.mjs'

// The syntax of PDF objects (ISO 32000-2, 7.2 and 7.3), read as leniently as PDF readers do.

/** A name such as /Type, without its slash and with `#` decoded. */
export class Name {
  constructor(text) {
    this.text = text
  }
}

/** A string in a PDF, with one character for each byte (Latin-1). */
export class Text {
  constructor(text) {
    this.text = text
  }
  /** The decoded text: UTF-16 or UTF-8 with a byte order mark, otherwise Latin-1. */
  get said() {
    const bytes = () => Buffer.from(this.text, 'latin1')
    if (this.text.startsWith('\xfe\xff')) return new TextDecoder('utf-16be').decode(bytes())
    return this.text.startsWith('\xef\xbb\xbf') ? new TextDecoder().decode(bytes()) : this.text
  }
}

export class Reference {
  constructor(number) {
    this.number = number
  }
}

/**
 * A dictionary. Keeps all entries with the same key, because PDF readers differ on which one they use. `at` and `end`
 * are the offsets of the dictionary.
 */
export class Dictionary {
  constructor(at) {
    this.at = at
    this.entries = []
  }
  /** @returns every value of a key */
  all(key) {
    return this.entries.filter(each => each.key === key).map(({ value }) => value)
  }
  has(key) {
    return this.entries.some(each => each.key === key && each.value !== null)
  }
}

/** A word that is not another kind of object, such as `endobj`. */
class Keyword {
  constructor(text) {
    this.text = text
  }
}

const deepest = 100
const code = character => character.charCodeAt(0)
const [percent, slash, open, close, less, greater, left, right] = [...'%/()<>[]'].map(code)
const isSpace = byte => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x0c || byte === 0
const delimiters = new Set([percent, slash, open, close, less, greater, left, right, code('{'), code('}')])
const isRegular = byte => byte !== undefined && !isSpace(byte) && !delimiters.has(byte)

/** @returns the next offset that is neither white space nor a comment */
export function skipSpace(bytes, from) {
  let at = from
  while (at < bytes.length) {
    if (isSpace(bytes[at])) at += 1
    else if (bytes[at] === percent) while (at < bytes.length && bytes[at] !== 0x0a && bytes[at] !== 0x0d) at += 1
    else return at
  }
  return at
}

/**
 * Reads one object. Leaves out the numbers in arrays.
 * @returns its value and the offset of its end; the value is a `Keyword` for an unknown word, and null for an unmatched
 * closing bracket
 * @throws Refused when it is nested too deeply
 */
export function readObject(bytes, from, depth = 0) {
  if (depth > deepest) throw new Refused('damaged')
  const at = skipSpace(bytes, from)
  const byte = bytes[at]
  if (byte === less && bytes[at + 1] === less) return readDictionary(bytes, at, depth)
  if (byte === less) return readHexText(bytes, at)
  if (byte === open) return readText(bytes, at)
  if (byte === slash) return readName(bytes, at)
  if (byte === left) return readArray(bytes, at, depth)
  return readWord(bytes, at)
}

/** `endobj` does not end a dictionary, because some PDF readers continue after it. */
function readDictionary(bytes, at, depth) {
  const dictionary = new Dictionary(at)
  let end = at + 2
  for (;;) {
    end = skipSpace(bytes, end)
    if (end >= bytes.length) break
    if (bytes[end] === greater) {
      end += bytes[end + 1] === greater ? 2 : 1
      break
    }
    if (bytes[end] !== slash) {
      end = readObject(bytes, end, depth + 1).end // skips a value that has no key
      continue
    }
    const key = readName(bytes, end)
    const keyAt = end
    const { value, end: next } = readObject(bytes, key.end, depth + 1)
    end = value instanceof Keyword && value.text.startsWith('end') ? key.end : next
    dictionary.entries.push({ key: key.value.text, value: plainly(value), at: keyAt, end })
  }
  dictionary.end = end
  return { value: dictionary, end }
}

const kept = [Name, Text, Reference, Dictionary, Array]

function readArray(bytes, at, depth) {
  const items = []
  let end = at + 1
  for (;;) {
    end = skipSpace(bytes, end)
    if (end >= bytes.length) return { value: items, end }
    if (bytes[end] === right) return { value: items, end: end + 1 }
    const { value, end: next } = readObject(bytes, end, depth + 1)
    if (kept.some(kind => value instanceof kind)) items.push(value)
    end = next
  }
}

function readName(bytes, at) {
  let end = at + 1
  while (isRegular(bytes[end])) end += 1
  const text = bytes.toString('latin1', at + 1, end)
  return { value: new Name(text.includes('#') ? decoded(text) : text), end }
}

const decoded = text => text.replace(/#([0-9a-f]{2})/gi, (_, digits) => String.fromCharCode(parseInt(digits, 16)))

function readHexText(bytes, at) {
  const found = bytes.indexOf(greater, at)
  const end = found < 0 ? bytes.length : found
  const digits = bytes.toString('latin1', at + 1, end).replace(/[^0-9a-f]/gi, '')
  return {
    value: new Text(Buffer.from(digits.length % 2 ? `${digits}0` : digits, 'hex').toString('latin1')),
    end: end + 1,
  }
}

function readText(bytes, at) {
  let end = at + 1
  for (let depth = 1; end < bytes.length; end += 1) {
    if (bytes[end] === 0x5c) end += 1
    else if (bytes[end] === open) depth += 1
    else if (bytes[end] === close && (depth -= 1) === 0) break
  }
  return { value: new Text(unescaped(bytes.toString('latin1', at + 1, end))), end: end + 1 }
}

const letters = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

const unescaped = text =>
  text.includes('\\')
    ? text.replace(/\\(?:([0-7]{1,3})|(\r\n?|\n)|([\s\S]))/g, (_, octal, line, letter) => {
        if (octal) return String.fromCharCode(parseInt(octal, 8) & 0xff)
        return line ? '' : (letters[letter] ?? letter)
      })
    : text

/** A number, a reference, or another word. */
function readWord(bytes, at) {
  let end = at
  while (isRegular(bytes[end])) end += 1
  if (end === at) return { value: null, end: at + 1 } // a closing bracket without an opening one
  const text = bytes.toString('latin1', at, Math.min(end, at + 40))
  if (!/^[+-]?[\d.]+$/.test(text)) return { value: new Keyword(text), end }
  const reference = /^\d+$/.test(text) ? referenceEnd(bytes, end) : null
  return reference ? { value: new Reference(Number(text)), end: reference } : { value: Number(text), end }
}

function referenceEnd(bytes, from) {
  let at = skipSpace(bytes, from)
  const digits = at
  while (bytes[at] >= 0x30 && bytes[at] <= 0x39) at += 1
  if (at === digits || at > digits + 10) return null
  at = skipSpace(bytes, at)
  return bytes[at] === code('R') && !isRegular(bytes[at + 1]) ? at + 1 : null
}

const plainly = value => (value instanceof Keyword ? null : value)
