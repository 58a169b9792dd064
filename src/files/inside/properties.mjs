import { readXml, withoutPrefix } from './xml.mjs'
import { Refused } from './zip.mjs'

// What a document says of itself beside its pages: who wrote it, for whom, and what they noted.

const maxLength = 300
const maxProperties = 60
/** Of longer text only the beginning is read: white space in it is removed before it is cut. */
const mostRead = 4 * maxLength

/** By the part that says it; what stands in other elements counts its words or names its program. */
const elements = {
  creator: 'author',
  'initial-creator': 'author',
  Author: 'author',
  printedBy: 'author',
  'printed-by': 'author',
  Artist: 'author',
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

/** Where a document keeps them, whatever its letter case. */
const isPart = name => /^(docProps\/(core|app|custom)\.xml|meta\.xml)$/i.test(name)

/** The properties in a part of a document. @throws Refused */
export const propertiesIn = (name, held) => (isPart(name) ? fromXml(held) : [])

/**
 * The text of an element is all that is in it: its list items and its languages. XMP may use attributes instead of
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

/** @param say what PDFium reads of a tag, as bytes of UTF-16 */
export const propertiesOfPdf = say =>
  Object.entries(tagsOfPdf).map(([tag, property]) => ({ property, text: say(tag).toString('utf16le') }))

const packetBegin = Buffer.from('<x:xmpmeta')
const packetEnd = Buffer.from('</x:xmpmeta>')
const maxPackets = 4
const maxPacket = 1024 * 1024

/**
 * The properties in the XMP packets of some bytes. A packet that cannot be read is left out, as PDF readers leave it
 * out.
 */
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

function readablePropertiesIn(packet) {
  try {
    return fromXml(packet)
  } catch (problem) {
    if (problem instanceof Refused) return []
    throw problem
  }
}

/** Each said once, cut to a length that can be shown, without what is no letter. */
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
