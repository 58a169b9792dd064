// What a document says of itself, and nobody sees on its pages: who wrote it, for whom, and what they noted. Text from
// elsewhere: little of it is read, and nothing in it is followed or unfolded.

const mostRead = 64 * 1024
const mostOfEach = 300
const mostProperties = 60

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

/** Of an entry of a ZIP. */
export const propertiesIn = ({ name }, held) => (isPart(name) ? fromXml(textOf(held)) : [])

const textOf = held =>
  held
    .subarray(0, 2 * mostRead)
    .toString(held[0] === 0xff || held[1] === 0 ? 'utf16le' : 'utf8')
    .slice(0, mostRead)

/** What a property begins, until it ends; elements within it are its lists and languages. */
function fromXml(text) {
  const found = []
  let [inside, words] = [null, '']
  for (const [, data, slash, prefixed, rest, between] of text.matchAll(
    /<!\[CDATA\[((?:[^\]]|\](?!\]>)){0,2048})(?:\]\]>)?|<(\/?)([\w.:-]{1,100})([^<>]*)>|([^<]+)/g,
  )) {
    if (prefixed === undefined) {
      if (inside) words += data ?? between
      continue
    }
    const name = prefixed.split(':').at(-1)
    if (slash && name === inside) {
      found.push({ property: elements[name], text: words })
      inside = null
    } else if (!slash && !inside && Object.hasOwn(elements, name) && !rest.endsWith('/')) [inside, words] = [name, '']
    else if (inside) words += ' '
    if (!slash && found.length < mostProperties) found.push(...fromAttributes(rest))
  }
  if (inside) found.push({ property: elements[inside], text: words }) // it broke off, or more of it is not read
  return found
}

/** XMP may say in attributes what else stands in elements. */
const fromAttributes = text =>
  [...text.matchAll(/\s[\w-]{1,40}:([\w-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].flatMap(([, name, one, other]) =>
    Object.hasOwn(elements, name) ? [{ property: elements[name], text: one ?? other }] : [],
  )

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

const begins = Buffer.from('<x:xmpmeta')
const mostPackets = 4

/** The packets of XMP that stand in some bytes as they are. */
export function propertiesInXmp(bytes) {
  const found = []
  let at = bytes.indexOf(begins)
  for (let packets = 0; at >= 0 && packets < mostPackets; packets += 1) {
    const end = bytes.indexOf('</x:xmpmeta', at)
    found.push(...fromXml(textOf(bytes.subarray(at, end < 0 ? at + mostRead : Math.min(end, at + mostRead)))))
    at = bytes.indexOf(begins, at + begins.length)
  }
  return found
}

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The five that XML knows by itself, and numbers. A document that defines others is not taken. */
const withoutEntities = text =>
  text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi, (all, hex, number, name) => {
    if (name) return entities[name.toLowerCase()]
    const code = hex ? parseInt(hex, 16) : Number(number)
    return code <= 0x10ffff ? String.fromCodePoint(code) : all
  })

/** Each said once, cut to a length that can be shown, without what is no letter. */
export function bounded(found) {
  const said = new Map()
  for (const { property, text } of found) {
    const clean = withoutEntities(text.slice(0, 4 * mostOfEach))
      .replace(/\p{Cc}+/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, mostOfEach)
      .toWellFormed()
    if (clean !== '' && said.size < mostProperties) said.set(`${property} ${clean}`, { property, text: clean })
  }
  return [...said.values()]
}
