import { officeReader, refuseRelationship } from './office-parts.mjs'
import { openDocumentReader } from './open-document-parts.mjs'
import { throughPdf } from './pdf.mjs'
import { decoded } from './outside.mjs'
import { bounded, propertiesIn } from './properties.mjs'
import { isEarlierVersion } from './rewritten-parts.mjs'
import { contentTypesIn, documentType } from './type.mjs'
import { xmlStream } from './xml-stream.mjs'
import { maxKept, readZip, Refused } from './zip.mjs'

/**
 * Checks a DOCX, XLSX or PPTX: no macros, no programs, and nothing loaded from outside.
 * @param source its path, or its bytes
 * @param isInside whether it is embedded in another document, and so must not embed a ZIP itself
 * @returns its properties, including those of embedded documents
 * @throws Refused when a part breaks these rules or is damaged
 */
export const throughOffice = (source, isInside = false) =>
  readZip(source, async ({ entries, contentOf }) => {
    refuseTwins(entries.map(({ fileName }) => partName(fileName)))
    const links = await hyperlinksIn(entries, contentOf)
    const isXml = await xmlPartsIn(entries, contentOf)
    const found = []
    for (const entry of entries) {
      refuseName(entry.fileName)
      const reader = officeReader(links.get(partName(entry.fileName)))
      const held = await checked(entry, contentOf, reader, isXml(entry.fileName))
      if (/\[Content_Types\]\.xml$/i.test(entry.fileName)) contentTypesIn(held)
      found.push(...(await propertiesOfPart(entry.fileName, held, isInside)))
    }
    return bounded(found)
  })

/**
 * Checks an ODT or ODS: no macros, no programs, and nothing loaded from outside. Leaves out its earlier versions, which
 * `cleanZip` drops.
 * @param source its path, or its bytes
 * @param isInside whether it is embedded in another document, and so must not embed a ZIP itself
 * @returns its properties, including those of embedded documents
 * @throws Refused when a part breaks these rules or is damaged
 */
export const throughOpenDocument = (source, isInside = false) =>
  readZip(source, async ({ entries, contentOf }) => {
    const found = []
    for (const entry of entries.filter(({ fileName }) => !isEarlierVersion(fileName))) {
      if (/^(Basic|Scripts)\//i.test(entry.fileName)) throw new Refused('macro')
      const held = await checked(entry, contentOf, openDocumentReader())
      found.push(...(await propertiesOfPart(entry.fileName, held, isInside)))
    }
    return bounded(found)
  })

/** @returns the ids of the hyperlinks in each part, by the part's name in lower case */
async function hyperlinksIn(entries, contentOf) {
  const links = new Map()
  for (const entry of entries) {
    const [, folder, name] = /^(.*?)_rels\/([^/]*)\.rels$/i.exec(entry.fileName) ?? []
    if (name === undefined) continue
    const [all, ids] = [[], new Set()]
    const open = (element, attributes) => {
      if (element !== 'Relationship') return
      all.push(attributes.Id)
      if (refuseRelationship(attributes)) ids.add(attributes.Id)
    }
    await checked(entry, contentOf, { open })
    refuseTwins(all)
    links.set(partName(`${folder}${name}`), ids)
  }
  return links
}

/** Refuses two parts with one name, or two relationships with one id, because programs differ on which one they use. */
function refuseTwins(names) {
  if (new Set(names).size < names.length) throw new Refused('disagrees')
}

/** @returns a function that tells whether the content types declare a part as XML, by its name or its extension */
async function xmlPartsIn(entries, contentOf) {
  const [parts, endings] = [new Set(), new Set()]
  const open = (_element, { PartName = '', Extension = '', ContentType = '' }) => {
    if (!/[+/]xml\s*(;|$)/i.test(ContentType)) return
    if (PartName) parts.add(partName(PartName.replace(/^\//, '')))
    else endings.add(Extension.toLowerCase())
  }
  for (const entry of entries.filter(each => /\[Content_Types\]\.xml$/i.test(each.fileName)))
    await checked(entry, contentOf, { open })
  return name => parts.has(partName(name)) || endings.has(partName(name).split('.').at(-1))
}

/**
 * The name of a part in one spelling. Documents can name the same part in different letter case, or with percent
 * encoding.
 */
const partName = name => decoded(name).toLowerCase()

const isXmlName = name => /\.(xml|rels)$/i.test(name)

/**
 * Checks a part. XML is recognised by its content, because a part can have any name.
 * @param isStated whether the document says that the part is XML
 * @returns the first 32 MB of the part
 * @throws Refused for a part that is not allowed, and for one that should be XML but is not
 */
async function checked(entry, contentOf, reader, isStated = false) {
  const mustBeXml = isStated || isXmlName(entry.fileName)
  const xml = xmlStream(reader, !mustBeXml)
  const held = await contentOf(entry, { take: xml.write })
  const isXml = xml.end()
  reader.end?.()
  if (!isXml && mustBeXml && held.toString('latin1').trim() !== '') throw new Refused('damaged')
  refuseProgram(entry.fileName, held)
  return held
}

async function propertiesOfPart(name, held, isInside) {
  const head = held.toString('latin1', 0, 5)
  if (head.startsWith('PK\x03\x04')) return insideOf(held, isInside)
  if (head === '%PDF-') return propertiesOfPdf(held)
  return propertiesIn(name, held)
}

function refuseName(name) {
  if (/vbaProject\.bin$|\/macrosheets\/|\/activeX\//i.test(name)) throw new Refused('macro')
}

const programs = [
  /^MZ[\s\S]{10}/,
  /^\x7fELF/,
  /^#!\//,
  /^[\xca\xfe\xce\xcf]\xfa?[\xed\xba][\xfe\xbe]/,
  /^Rar!/,
  /^7z\xbc\xaf/,
  /^\{\\rt/,
  /^MIME-Version:/i,
  /^<(!doctype\s+)?html\b/i,
]
const wide = name => Buffer.from(name, 'utf16le').toString('latin1')
const package_ = wide('\x01ole10native')
const macros = wide('_vba_project')
/**
 * The class ids of the monikers that name a file, an address or a script. An ordinary embedded object contains none of
 * them.
 */
const monikers = [
  '0303000000000000c000000000000046',
  'e0c9ea79f9bace118c8200aa004ba90b',
  'd33b2906aa48d2118432006008c3fbfc',
].map(id => Buffer.from(id, 'hex'))

/**
 * Refuses a program, a file packed by Office, a link to a file, or a container of macros. A part whose name says XML is
 * not searched for a program, because it must be XML.
 */
function refuseProgram(name, held) {
  const head = held.toString('latin1', 0, 64)
  if (programs.some(program => program.test(head)) && !isXmlName(name)) throw new Refused('embedded')
  if (!head.startsWith('\xd0\xcf\x11\xe0')) return
  const names = held.toString('latin1').toLowerCase()
  if (names.includes(macros)) throw new Refused('macro')
  if (names.includes(package_)) throw new Refused('embedded')
  if (monikers.some(each => held.includes(each))) throw new Refused('elsewhere')
}

/** The reasons whose messages make sense only for a file that is itself a PDF. */
const ofPdf = ['script', 'attachment', 'opaque', 'encrypted']

async function propertiesOfPdf(held) {
  const { properties, attachments } = await throughPdf(held).catch(problem => {
    throw ofPdf.includes(problem.refusal) ? new Refused('embedded') : problem
  })
  if (attachments > 0) throw new Refused('embedded')
  return properties
}

/**
 * The properties of an embedded document, such as the table of a chart. A document inside an embedded one is refused.
 */
async function insideOf(held, isInside) {
  if (isInside || held.length >= maxKept) throw new Refused('embedded')
  const type = await documentType(held)
  return type.includes('openxmlformats') ? throughOffice(held, true) : throughOpenDocument(held, true)
}
