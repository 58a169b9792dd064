import { createRequire } from 'node:module'
import { Refused } from './zip.mjs'

/**
 * Loads the parser's bundle. It is one file, so it loads five times as fast as the separate modules, and the process
 * needs access only to that file.
 */
const { XMLParser } = createRequire(import.meta.url)('fast-xml-parser')

const maxParsed = 16 * 1024 * 1024
/** Encodings whose markup is the same as in UTF-8. UTF-16 is recognised by its first bytes. */
export const allowedEncoding = /^(utf-8|utf-16|us-ascii|iso-8859-\d+|windows-125\d)$/i
const declaration = /^<\?xml\s[^?<>]*\?>/

/**
 * @returns the text of an XML part, without a byte order mark
 * @throws Refused for an unknown or wrong encoding, and for text that defines entities
 */
export function xmlText(bytes) {
  const text = new TextDecoder(wideEncoding(bytes) ?? 'utf-8').decode(bytes)
  const declared = /\bencoding\s*=\s*["']([^"']*)/.exec(declaration.exec(text)?.[0] ?? '')
  if (!/^\s*(<|$)/.test(text) || text.includes('\0') || (declared && !allowedEncoding.test(declared[1])))
    throw new Refused('damaged')
  if (/<!ENTITY/i.test(text)) throw new Refused('bomb')
  return text
}

/**
 * @returns `utf-16le` or `utf-16be` when the first two bytes suggest it, with or without a byte order mark; otherwise
 * null
 */
export function wideEncoding([first, second]) {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le'
  return (first === 0xfe && second === 0xff) || (first === 0 && second !== undefined) ? 'utf-16be' : null
}

/**
 * Reads XML element by element, without building a tree.
 * @param element called with the names of the element and its ancestors, outermost first and without prefixes, and with
 * its attributes
 * @param text called with the same names and a part of the text in the element
 * @throws Refused for XML that is damaged or too large
 */
export function readXml(bytes, { element, text = () => {} }) {
  if (bytes.length > maxParsed) throw new Refused('bomb')
  const body = xmlText(bytes).replace(declaration, '')
  // Refused, because programs disagree on where a processing instruction or document type with quotes ends.
  if (/<\?|<!DOCTYPE/i.test(body)) throw new Refused('damaged')
  const parser = new XMLParser({
    // No `removeNSPrefix`, which would read `x:Target` as `Target`.
    attributeNamePrefix: '',
    htmlEntities: true, // needed to decode numeric references
    ignoreAttributes: false,
    parseTagValue: false,
    preserveOrder: true,
    trimValues: false,
    updateTag(_name, path, attributes) {
      element(namesIn(path), attributes ?? {})
      return false
    },
    tagValueProcessor(_name, value, path) {
      text(namesIn(path), value)
      return value
    },
  })
  try {
    parser.parse(body, true)
  } catch (problem) {
    throw problem instanceof Refused ? problem : new Refused('damaged')
  }
}

const namesIn = path => path.split('.').map(withoutPrefix)
export const withoutPrefix = name => name.split(':').at(-1)
