import { drawingReader } from './drawing.mjs'
import { refuseFormula } from './formulas.mjs'
import { isInside, isLocalFile, isPictureData, isPlainHyperlink, leadsOutside } from './outside.mjs'
import { wordFields } from './word-fields.mjs'
import { withoutPrefix } from './xml.mjs'
import { Refused } from './zip.mjs'

// The rules for the parts of a DOCX, XLSX or PPTX. Only plain hyperlinks are allowed to lead outside.

const macroTypes = /\/(vbaProject|xlMacrosheet|xlIntlMacrosheet|control|activeXControlBinary|attachedToolbars)\s*$/i
const hyperlinkType =
  /^https?:\/\/(schemas\.openxmlformats\.org\/officeDocument\/2006|purl\.oclc\.org\/ooxml\/officeDocument)\/relationships\/hyperlink$/
/** The relationship to content in another format, which Word imports when it opens the document. */
const importedType = /\/aFChunk\s*$/i
const templateType = /\/attachedTemplate\s*$/i

/**
 * Checks a relationship. Its target mode or its address can make it external.
 * @returns whether it is a hyperlink to an address outside
 * @throws Refused for macros, imported content, and anything else that is loaded from outside
 */
export function refuseRelationship({ Type = '', Target = '', TargetMode = '' }) {
  if (macroTypes.test(Type)) throw new Refused('macro')
  if (importedType.test(Type)) throw new Refused('embedded')
  const isExternal = /external/i.test(TargetMode) || leadsOutside(Target)
  if (!isExternal || Target === 'NULL' || Target === '') return false
  if (hyperlinkType.test(Type.trim()) && isPlainHyperlink(Target)) return true
  if (templateType.test(Type) && isLocalFile(Target)) return false
  throw new Refused('elsewhere')
}

/** @returns whether a relationship names the document's template, whose path is replaced */
export const isTemplate = ({ Type = '' }) => templateType.test(Type)

/** Elements whose link opens only on a click, so it can lead outside. */
const linking = ['hyperlink', 'hlinkClick']
/** Elements whose link can open on hovering, without a click. */
const hovering = ['hlinkHover', 'hlinkMouseOver']
const formulas = /^(f|formula|formula[12]|oldFormula|definedName|calculatedColumnFormula|totalsRowFormula)$/
const pictures = ['imagedata', 'fill', 'stroke', 'background', 'image', 'img', 'movie']
const shapes = ['shape', 'shapetype', 'group', 'rect', 'roundrect', 'oval', 'line', 'polyline', 'arc', 'curve']

/**
 * @param links the ids of this part's hyperlinks
 * @returns handlers for `xmlStream`, and `end`, to call after the last of the XML; each can throw Refused
 */
export function officeReader(links = new Set()) {
  const fields = wordFields()
  let drawing = null
  let said = ''
  return {
    open(name, attributes, around) {
      if (around.length === 0 && name === 'svg') drawing = drawingReader()
      if (drawing) return drawing.open(name, attributes, around)
      if (name === 'Relationship') refuseRelationship(attributes)
      refuseElement(name, attributes, around)
      refuseAttributes(name, attributes, links)
      fields.open(name, attributes, around)
    },
    close(name, around) {
      if (drawing) return drawing.close(name)
      refuseText(name, said)
      said = ''
      fields.close(name, around)
    },
    text(piece, around) {
      if (drawing) return drawing.text(piece, around)
      if (isRead(around.at(-1))) said += piece
      fields.text(piece, around)
    },
    end: () => fields.end(),
  }
}

const isRead = name => formulas.test(name) || name === 'HyperlinkBase'

/** Checks the whole text of an element, because a comment may split the text into pieces. */
function refuseText(name, said) {
  if (formulas.test(name)) refuseFormula(said)
  if (name === 'HyperlinkBase' && !isPlainHyperlink(said) && !isLocalFile(said)) throw new Refused('elsewhere')
}

/**
 * Elements that may load data or start a program. Each function returns why the element is refused, or a falsy value.
 */
const refused = {
  ddeLink: () => 'macro',
  volType: ({ type }) => type === 'realTimeData' && 'macro',
  externalBook: () => 'elsewhere',
  oleLink: () => 'elsewhere',
  objectLink: () => 'elsewhere',
  binaryData: () => 'embedded',
  docSuppData: () => 'embedded',
  docOleData: () => 'embedded',
  webextension: () => 'elsewhere',
  webImageSrd: () => 'elsewhere',
  connectString: () => 'elsewhere',
  webVideoPr: () => 'elsewhere',
  udl: () => 'elsewhere',
  webPr: () => 'elsewhere',
  textPr: () => 'elsewhere',
  oledbPr: () => 'elsewhere',
  dataFeedPr: () => 'elsewhere',
  // tables of the same workbook are allowed
  dbPr: ({ connection }) => connection !== 'Data Model Connection' && 'elsewhere',
  connection: ({ odcFile, sourceFile }) => (odcFile || sourceFile) && 'elsewhere',
  OLEObject: ({ Type }) => /link/i.test(Type) && 'elsewhere',
  oleObject: ({ link }) => link !== undefined && 'elsewhere',
  link: (_attributes, around) => around.at(-1) === 'oleObj' && 'elsewhere',
}

/**
 * Checks attributes with and without their prefix, because some programs ignore prefixes.
 * @throws Refused for a program, a macro or a reference to something outside
 */
function refuseElement(name, attributes, around) {
  const plain = Object.fromEntries(Object.entries(attributes).map(([each, value]) => [withoutPrefix(each), value]))
  for (const each of [attributes, plain]) {
    const refusal = Object.hasOwn(refused, name) && refused[name](each, around)
    if (refusal) throw new Refused(refusal)
    if (![...linking, ...hovering].includes(name)) continue
    if (/ppaction:\/\/(program|macro)/i.test(each.action)) throw new Refused('macro')
    if (!isPlainHyperlink(each.invalidUrl ?? '')) throw new Refused('elsewhere')
  }
}

function refuseAttributes(name, attributes, links) {
  for (const [full, value] of Object.entries(attributes)) {
    const attribute = withoutPrefix(full)
    if (pictures.includes(name) && isPictureData(value)) throw new Refused('uncleanable')
    const isLoaded =
      (pictures.includes(name) && ['src', 'href', 'althref'].includes(attribute) && !isInside(value)) ||
      (shapes.includes(name) && attribute === 'href' && !isPlainHyperlink(value)) ||
      (full === 'xml:base' && leadsOutside(value)) ||
      attribute === 'manifestLocation' ||
      attribute === 'embeddedHtml' ||
      (full !== attribute && links.has(value) && !linking.includes(name))
    if (isLoaded) throw new Refused('elsewhere')
  }
}
