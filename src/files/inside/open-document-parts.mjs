import { drawingReader } from './drawing.mjs'
import { refuseFormula } from './formulas.mjs'
import { decoded, isInside, isLocalFile, isPictureData, isPlainHyperlink, leadsOutside } from './outside.mjs'
import { withoutPrefix } from './xml.mjs'
import { Refused } from './zip.mjs'

// The rules for the parts of an ODT or ODS. Only plain hyperlinks are allowed to lead outside.

/** Elements with links that open only when a person clicks them. */
const hyperlinks = /^(a|area-(rectangle|circle|polygon)|button)$/
const formulas = /^(formula|condition|expression|(.+-)?address(es)?)$/
const macroSchemes = /^\s*(vnd\.sun\.star\.\w+|macro|script):/i
const scripts = /^\s*(vnd\.sun\.star\.script:|macro:\/\/)/i

/** @returns handlers for `xmlStream` */
export function openDocumentReader() {
  let drawing = null
  let setting = { names: [], text: '' }
  return {
    open(name, attributes, around) {
      if (around.length === 0 && name === 'svg') drawing = drawingReader()
      if (drawing) return drawing.open(name, attributes, around)
      if (name === 'config-item') setting = { names: namesOf(attributes), text: '' }
      if (name === 'binary-data') throw new Refused('uncleanable')
      if (startsProgram(name, attributes, around)) throw new Refused('macro')
      for (const [full, value] of Object.entries(attributes)) refuseAttribute(name, full, value)
    },
    text(piece, around) {
      if (drawing) drawing.text(piece, around)
      else if (around.at(-1) === 'config-item') setting.text += piece
    },
    close(name) {
      if (drawing) return drawing.close(name)
      // LibreOffice loads lists of colours from the addresses in settings whose names end in "URL"
      const isAddress = name === 'config-item' && setting.names.some(each => /url$/i.test(each))
      if (isAddress && !isLocalFile(setting.text)) throw new Refused('elsewhere')
    },
  }
}

/** The values of the `name` attributes, whatever their prefix. */
const namesOf = attributes =>
  Object.entries(attributes)
    .filter(([each]) => withoutPrefix(each) === 'name')
    .map(([, value]) => value)

/**
 * Whether an element starts a program. A `script` directly inside `scripts`, and a listener that names no macro, do not:
 * LibreOffice writes both in ordinary documents.
 */
function startsProgram(name, attributes, around) {
  if (name === 'event-listener')
    return Object.keys(attributes).some(each => ['href', 'language', 'macro-name'].includes(withoutPrefix(each)))
  return (
    name.startsWith('dde-') ||
    name === 'applet' ||
    name === 'execute-macro' ||
    (name === 'script' && around.at(-1) !== 'scripts')
  )
}

function refuseAttribute(name, full, value) {
  const attribute = withoutPrefix(full)
  if (attribute === 'href' && isPictureData(value)) throw new Refused('uncleanable')
  if (scripts.test(value) || (attribute === 'href' && macroSchemes.test(value))) throw new Refused('macro')
  if (formulas.test(attribute)) refuseFormula(value, true)
  const isAddress =
    (attribute === 'href' && full !== attribute) ||
    attribute === 'image-data' ||
    (name === 'instance' && attribute === 'src') ||
    (name === 'submission' && ['action', 'resource'].includes(attribute))
  if (
    (isAddress && !isAllowed(attribute === 'image-data' ? '' : name, value)) ||
    (full === 'xml:base' && leadsOutside(value))
  )
    throw new Refused('elsewhere')
}

/**
 * Whether an element can have this address. Only hyperlinks and the path of the template can lead out of the document.
 * Other addresses cannot contain `..` or start with a slash.
 */
function isAllowed(name, address) {
  if (hyperlinks.test(name)) return isPlainHyperlink(address)
  if (name === 'template') return isLocalFile(address)
  return isInside(address) && !/^\s*[\\/]|(^\s*|[\\/])\.\.([\\/]|$)/.test(decoded(address))
}
