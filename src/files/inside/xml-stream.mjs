import { createRequire } from 'node:module'
import { leadsOutside } from './outside.mjs'
import { allowedEncoding, wideEncoding, withoutPrefix } from './xml.mjs'
import { Refused } from './zip.mjs'

const { SaxesParser } = createRequire(import.meta.url)('saxes')

const enoughToTell = 1024
const deepest = 5_000

/**
 * Reads a part of any size as XML while it is unpacked. A part whose first character is not `<` is left alone.
 * @param on.open gets an element's name without its prefix, its attributes, and the names of the elements around it
 * @param on.close gets the same without the attributes
 * @param on.text gets a piece of text and the names of the elements around it
 * @param isLenient true for a part that may not be XML, or may be faulty VML from Excel
 * @returns `write(chunk)` and `end()`, which returns whether the part was XML
 * @throws Refused for XML that is damaged or nested too deeply, defines entities, or names a stylesheet or an outside
 * document type
 */
export function xmlStream(on, isLenient = false) {
  let before = Buffer.alloc(0)
  let reader = null
  const start = () => {
    reader = startsAsXml(before) ? readerOf(before, on, isLenient) : ignored
    reader.write(before)
  }
  return {
    write(chunk) {
      if (reader) return reader.write(chunk)
      before = withoutSpace(Buffer.concat([before, chunk]))
      if (before.length >= enoughToTell) start()
    },
    end() {
      if (!reader) start()
      return reader.end()
    },
  }
}

const ignored = { write() {}, end: () => false }

const mark = 4
const isSpace = byte => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d || byte === 0

/** Removes leading white space of any length. Removes an even number of bytes, because a UTF-16 letter has two. */
function withoutSpace(bytes) {
  let at = mark
  while (at < bytes.length && isSpace(bytes[at])) at += 1
  return Buffer.concat([bytes.subarray(0, mark), bytes.subarray(at - (at % 2))])
}

/** Whether the first character is `<`, in UTF-8 or UTF-16, after an optional byte order mark and white space. */
export const startsAsXml = bytes =>
  /^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\0\t\n\r ]*</.test(bytes.toString('latin1', 0, enoughToTell))

function readerOf(first, on, isLenient) {
  const decoder = new TextDecoder(wideEncoding(first) ?? 'utf-8')
  const parser = parserOf(on, isLenient)
  let isText = true
  const pass = text => {
    if (text.includes('\0')) isText = false
    if (!isText && !isLenient) throw new Refused('damaged')
    if (isText) refusing(() => parser.write(text))
  }
  return {
    write: chunk => pass(decoder.decode(chunk, { stream: true })),
    end() {
      pass(decoder.decode())
      if (isText) refusing(() => parser.close())
      return isText
    },
  }
}

function refusing(act) {
  try {
    act()
  } catch (problem) {
    throw problem instanceof Refused ? problem : new Refused('damaged')
  }
}

/** Addresses at www.w3.org are allowed: drawings name the DTD of SVG there, but drawing programs do not load it. */
const isOutsideOfXml = address => leadsOutside(address) && !/^http:\/\/www\.w3\.org\/[\w./-]*$/.test(address)

function parserOf({ open = () => {}, close = () => {}, text = () => {} }, isLenient) {
  const parser = new SaxesParser({ position: false })
  const names = []
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding && !allowedEncoding.test(encoding)) throw new Refused('damaged')
  })
  parser.on('doctype', type => {
    if (/\[|<!ENTITY/i.test(type)) throw new Refused('bomb')
    if ((type.match(/"[^"]*"|'[^']*'/g) ?? []).some(each => isOutsideOfXml(each.slice(1, -1))))
      throw new Refused('elsewhere')
  })
  parser.on('processinginstruction', ({ target }) => {
    if (/stylesheet/i.test(target)) throw new Refused('elsewhere')
  })
  parser.on('opentag', ({ name, attributes }) => {
    const own = withoutPrefix(name)
    open(own, attributes, names)
    if (names.push(own) > deepest) throw new Refused('bomb')
  })
  parser.on('closetag', () => {
    const own = names.pop()
    close(own, names)
  })
  parser.on('text', said => text(said, names))
  parser.on('cdata', said => text(said, names))
  if (isLenient) parser.on('error', () => {}) // after an error, the parser continues with the next character
  return parser
}
