import { writeFile, rm } from 'node:fs/promises'
import { bounded, propertiesIn } from './properties.mjs'
import { contentTypesIn } from './type.mjs'
import { readXml, xmlText } from './xml.mjs'
import { maxKept, readZip, Refused } from './zip.mjs'

/**
 * Checks DOCX, XLSX and PPTX: refuses macros under any name, programs, and anything that is loaded from outside.
 * @returns its properties, including those of embedded documents
 * @throws Refused
 */
export async function throughOffice(path, isInside = false) {
  const found = []
  await eachPart(path, async (name, held) => {
    refuseProgram(name, held)
    if (/\.(xml|rels)$/i.test(name)) refuseInXml(name, held)
    else if (/^PK\x03\x04/.test(held.toString('latin1', 0, 4))) found.push(...(await inspectFile(path, held, isInside)))
    found.push(...propertiesIn(name, held))
  })
  return bounded(found)
}

/**
 * Checks ODT and ODS. Embedded documents are parts of the same ZIP.
 * @returns its properties
 * @throws Refused
 */
export async function throughOpenDocument(path) {
  const found = []
  await eachPart(path, (name, held) => {
    refuseProgram(name, held)
    if (/^(Basic|Scripts)\//i.test(name)) throw new Refused('macro')
    if (!/\.xml$/i.test(name)) return
    const text = xmlText(held)
    if (
      /<script:event-listener\b|<office:event-listeners>\s*<[^>]*\bxlink:href|(vnd\.sun\.star\.script|macro):/i.test(
        text,
      )
    )
      throw new Refused('macro')
    if (/<text:dde-|<table:dde-link|<office:dde-source/i.test(text)) throw new Refused('macro')
    found.push(...propertiesIn(name, held))
  })
  return bounded(found)
}

/** @param look called with the name of each part and its first 32 MB */
const eachPart = (path, look) =>
  readZip(path, async ({ entries, contentOf }) => {
    for (const entry of entries) await look(entry.fileName, await contentOf(entry))
  })

const programs = [
  /^MZ[\s\S]{10}/,
  /^\x7fELF/,
  /^#!\//,
  /^[\xca\xfe\xce\xcf]\xfa?[\xed\xba][\xfe\xbe]/,
  /^Rar!/,
  /^7z\xbc\xaf/,
  /^<(!doctype\s+)?html\b/i,
]
const package_ = Buffer.from('\x01Ole10Native', 'utf16le')
const macros = Buffer.from('_VBA_PROJECT', 'utf16le')

/** Refuses a program, a file packed by Office, or a container of macros, under any name. */
function refuseProgram(name, held) {
  const head = held.toString('latin1', 0, 64)
  if (/vbaProject\.bin$|\/macrosheets\/|\/activeX\//i.test(name)) throw new Refused('macro')
  if (programs.some(program => program.test(head)) && !/\.(xml|rels)$/i.test(name)) throw new Refused('embedded')
  if (head.startsWith('\xd0\xcf\x11\xe0')) {
    if (held.includes(macros)) throw new Refused('macro')
    if (held.includes(package_)) throw new Refused('embedded')
  }
}

function refuseInXml(name, held) {
  const text = xmlText(held)
  if (/<w:(instrText|fldSimple)\b[^>]*(>\s*|w:instr="\s*)DDE(AUTO)?\b/i.test(text) || /<ddeLink\b/i.test(text))
    throw new Refused('macro')
  if (/\[Content_Types\]\.xml$/i.test(name)) contentTypesIn(held)
  if (/\.rels$/i.test(name)) readXml(held, { element: refuseRelationship })
}

const macroTypes = /\/(vbaProject|xlMacrosheet|xlIntlMacrosheet)\s*$/i
const fetchedTypes = /\/(attachedTemplate|oleObject|frame|subDocument|externalLinkPath)\s*$/i
const remote = /^((mhtml|x-usc):)*(https?|ftp):/i

function refuseRelationship(_names, { Type = '', Target = '', TargetMode = '' }) {
  if (macroTypes.test(Type)) throw new Refused('macro')
  const isExternal = /^\s*external\s*$/i.test(TargetMode)
  if (isExternal && fetchedTypes.test(Type) && remote.test(asProgramsReadIt(Target))) throw new Refused('elsewhere')
}

/** Programs ignore white space and control characters in a web address. */
const asProgramsReadIt = address => address.replace(/[\0-\x20\x7f-\xa0]/g, '')

/** Checks embedded documents, one level deep. A chart, for example, contains its table. */
async function inspectFile(path, held, isInside) {
  if (isInside || held.length >= maxKept) throw new Refused('embedded')
  if (!held.includes('[Content_Types].xml')) throw new Refused('archive')
  const inner = `${path}.inside`
  try {
    await writeFile(inner, held, { flag: 'wx', mode: 0o600 })
    return await throughOffice(inner, true)
  } finally {
    await rm(inner, { force: true })
  }
}
