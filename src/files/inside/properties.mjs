import { Dictionary, Text } from './pdf-syntax.mjs'
import { readXml, withoutPrefix } from './xml.mjs'
import { Refused } from './zip.mjs'

// The properties of a document, such as its author, last editor, company, title and comments.

const maxLength = 300
const maxProperties = 60
/** The maximum number of characters read from each property, before white space is removed. */
const mostRead = 4 * maxLength

/** The elements that are read. Other elements contain counts or the name of a program. */
const elements = {
  creator: 'author',
  'initial-creator': 'author',
  Author: 'author',
  printedBy: 'author',
  'printed-by': 'author',
  Artist: 'author',
  Owner: 'author',
  Credit: 'author',
  PersonInImage: 'other',
  CiAdrExtadr: 'author',
  CiAdrCity: 'author',
  CiAdrPcode: 'author',
  CiEmailWork: 'author',
  CiTelWork: 'author',
  CiUrlWork: 'author',
  rights: 'other',
  lastModifiedBy: 'changed',
  Manager: 'manager',
  Company: 'company',
  publisher: 'company',
  contributor: 'author',
  title: 'title',
  subject: 'subject',
  Subject: 'subject',
  Title: 'title',
  keywords: 'keywords',
  Keywords: 'keywords',
  keyword: 'keywords',
  category: 'keywords',
  description: 'comments',
  Comments: 'comments',
  contentStatus: 'comments',
  CaptionWriter: 'author',
  'user-defined': 'other',
  lpwstr: 'other',
  lpstr: 'other',
  bstr: 'other',
}

/**
 * Whether a part with this name, in any letter case, contains the document's properties. Some programs give it a name
 * that ends in .psmdcp.
 */
const isPart = name => /^(docProps\/(core|app|custom)\.xml|meta\.xml)$|\.psmdcp$/i.test(name)

/**
 * The properties in one part of a document.
 * @throws Refused when the part is not valid XML
 */
export const propertiesIn = (name, held) => (isPart(name) ? fromXml(held) : [])

/**
 * The properties in XML. Joins the list items and language versions in an element. XMP may use attributes instead of
 * elements.
 */
function fromXml(bytes) {
  const found = []
  let current = null
  const add = text => {
    if (current.text.length < mostRead) current.text += text
  }
  readXml(bytes, {
    element(names, attributes) {
      const outermost = names.findIndex(isProperty)
      if (outermost === names.length - 1) {
        current = { property: elements[names[outermost]], text: '' }
        found.push(current)
      } else if (outermost >= 0) add(' ')
      for (const [name, text] of Object.entries(attributes))
        if (name.includes(':') && isProperty(withoutPrefix(name)))
          found.push({ property: elements[withoutPrefix(name)], text })
    },
    text(names, text) {
      if (names.some(isProperty)) add(text)
    },
  })
  return found
}

const isProperty = name => Object.hasOwn(elements, name)

const tagsOfPdf = {
  Author: 'author',
  Title: 'title',
  Subject: 'subject',
  Keywords: 'keywords',
  Company: 'company',
  Manager: 'manager',
  Comments: 'comments',
  SourceModified: 'other',
}

/** @param say returns PDFium's value of a tag, as UTF-16 bytes */
export const propertiesOfPdf = say =>
  Object.entries(tagsOfPdf).map(([tag, property]) => ({ property, text: say(tag).toString('utf16le') }))

/** Keys that describe programs, times and printing, not people. */
const ofPrograms = ['Producer', 'Creator', 'CreationDate', 'ModDate', 'Trapped']
/** Values with more characters may not fit in the buffer for PDFium, which then returns no value. */
const longForPdfium = 1_000

/** The values in a PDF's Info dictionary that `propertiesOfPdf` does not return, whatever their key. */
export const propertiesInInfo = objects =>
  objects.trailers
    .flatMap(trailer => objects.resolved(trailer, 'Info'))
    .flatMap(info => (info instanceof Dictionary ? info.entries : []))
    .filter(({ key }) => !ofPrograms.includes(key))
    .flatMap(({ key, value }) =>
      objects
        .follow(value)
        .flat()
        .filter(each => each instanceof Text && (!(key in tagsOfPdf) || each.text.length > longForPdfium))
        .map(each => ({ property: tagsOfPdf[key] ?? 'other', text: each.said })),
    )

const packetBegin = Buffer.from('<x:xmpmeta')
const packetEnd = Buffer.from('</x:xmpmeta>')
const maxPackets = 4
const maxPacket = 1024 * 1024

/** The properties in XMP packets. Skips a packet that cannot be parsed, as PDF readers do. */
export function propertiesInXmp(bytes) {
  const found = []
  let at = bytes.indexOf(packetBegin)
  for (let packets = 0; at >= 0 && packets < maxPackets; packets += 1) {
    const packet = bytes.subarray(at, at + maxPacket)
    const end = packet.indexOf(packetEnd)
    if (end >= 0) found.push(...readablePropertiesIn(packet.subarray(0, end + packetEnd.length)))
    at = bytes.indexOf(packetBegin, at + packetBegin.length)
  }
  return found
}

const readablePropertiesIn = packet => parsedIn(packet) ?? []

/** @returns the properties in a packet; null when it cannot be parsed */
function parsedIn(packet) {
  try {
    return fromXml(packet)
  } catch (problem) {
    if (problem instanceof Refused) return null
    throw problem
  }
}

const location = /:(GPS[A-Z]\w*|City|State|Location\w*|Sublocation)\b/i

/** Whether these bytes are XMP that `propertiesInXmp` can read, and contain no location. */
export function isPlainXmp(bytes) {
  const [from, end] = [bytes.indexOf(packetBegin), bytes.indexOf(packetEnd)]
  if (from < 0 || end < from || bytes.length > maxPacket || location.test(bytes.toString('latin1'))) return false
  return parsedIn(bytes.subarray(from, end + packetEnd.length)) !== null
}

/**
 * Truncates texts, replaces control characters with spaces, and drops empty texts and repeats of the same property with
 * the same text.
 * @returns at most `maxProperties` properties
 */
export function bounded(found) {
  const said = new Map()
  for (const { property, text } of found) {
    const clean = text
      .slice(0, mostRead)
      .replace(/\p{Cc}+/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, maxLength)
      .toWellFormed()
    if (clean !== '' && said.size < maxProperties) said.set(`${property} ${clean}`, { property, text: clean })
  }
  return [...said.values()]
}
