import { writeFile, rm } from 'node:fs/promises'
import { bounded, propertiesIn } from './properties.mjs'
import { mostHeld, Refused, throughZip } from './zip.mjs'

export { Refused }

/**
 * DOCX, XLSX, PPTX: no macros under any name, no programs, nothing that is fetched from elsewhere when it is opened.
 * @returns its properties, those of documents in it among them
 */
export async function throughOffice(path, isInside = false) {
  const found = []
  await throughZip(path, async (entry, held) => {
    refuseProgram(entry, held)
    found.push(...propertiesIn(entry, held))
    if (/\.(xml|rels)$/i.test(entry.name)) refuseInXml(held.toString(held[0] === 0xff ? 'utf16le' : 'utf8'), entry.name)
    else if (/^PK\x03\x04/.test(held.toString('latin1', 0, 4))) found.push(...(await inspectFile(path, held, isInside)))
  })
  return bounded(found)
}

/** ODT, ODS. What they embed lies in the same zip as parts of its own. @returns its properties */
export async function throughOpenDocument(path) {
  const found = []
  await throughZip(path, (entry, held) => {
    refuseProgram(entry, held)
    found.push(...propertiesIn(entry, held))
    if (/^(Basic|Scripts)\//i.test(entry.name)) throw new Refused('macro')
    if (!/\.xml$/i.test(entry.name)) return
    const text = held.toString('utf8')
    refuseEntities(text)
    if (
      /<script:event-listener\b|<office:event-listeners>\s*<[^>]*\bxlink:href|(vnd\.sun\.star\.script|macro):/i.test(
        text,
      )
    )
      throw new Refused('macro')
    if (/<text:dde-|<table:dde-link|<office:dde-source/i.test(text)) throw new Refused('macro')
    if (/encryption-data/.test(text) && /manifest\.xml$/.test(entry.name)) throw new Refused('encrypted')
  })
  return bounded(found)
}

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

/**
 * What an entry holds, whatever it is called: a program, a file of any kind packed by Office, or the container of
 * macros.
 */
function refuseProgram({ name }, held) {
  const head = held.toString('latin1', 0, 64)
  if (/vbaProject\.bin$|\/macrosheets\/|\/activeX\//i.test(name)) throw new Refused('macro')
  if (programs.some(program => program.test(head)) && !/\.(xml|rels)$/i.test(name)) throw new Refused('embedded')
  if (head.startsWith('\xd0\xcf\x11\xe0')) {
    if (held.includes(macros)) throw new Refused('macro')
    if (held.includes(package_)) throw new Refused('embedded')
  }
}

function refuseEntities(text) {
  if (/<!ENTITY/i.test(text)) throw new Refused('bomb')
}

const fetched = /\/(attachedTemplate|oleObject|frame|subDocument|externalLinkPath)"/i

function refuseInXml(text, name) {
  refuseEntities(text)
  if (
    /relationships\/(vbaProject|xlMacrosheet|xlIntlMacrosheet)\b|macroEnabled|vnd\.ms-office\.vbaProject/i.test(text) &&
    /(\.rels|\[Content_Types\]\.xml)$/i.test(name)
  )
    throw new Refused('macro')
  if (/<w:(instrText|fldSimple)\b[^>]*(>\s*|w:instr="\s*)DDE(AUTO)?\b/i.test(text) || /<ddeLink\b/i.test(text))
    throw new Refused('macro')
  if (!/\.rels$/i.test(name)) return
  for (const [relationship] of text.matchAll(/<Relationship\b[^>]*>/gi)) {
    if (
      /TargetMode\s*=\s*["']External/i.test(relationship) &&
      fetched.test(relationship) &&
      /Target\s*=\s*["']\s*(mhtml:|x-usc:)*\s*(https?|ftp):/i.test(relationship)
    )
      throw new Refused('elsewhere')
  }
}

/** A chart brings its table with it: a document in a document is looked through once more, and no deeper. */
async function inspectFile(path, held, isInside) {
  if (isInside || held.length >= mostHeld) throw new Refused('embedded')
  if (!held.includes('[Content_Types].xml')) throw new Refused('archive')
  const inner = `${path}.inside`
  try {
    await writeFile(inner, held, { flag: 'wx', mode: 0o600 })
    return await throughOffice(inner, true)
  } finally {
    await rm(inner, { force: true })
  }
}
