import { drawingReader } from './drawing.mjs'
import { refuseFormula } from './formulas.mjs'
import { isInside, isLocalFile, isPlainHyperlink, leadsOutside } from './outside.mjs'
import { wordFields } from './word-fields.mjs'
import { withoutPrefix } from './xml.mjs'
import { Refused } from './zip.mjs'

// What the parts of a DOCX, XLSX or PPTX may say. Only plain hyperlinks lead outside.

const macroTypes = /\/(vbaProject|xlMacrosheet|xlIntlMacrosheet|control|activeXControlBinary|attachedToolbars)\s*$/i
const hyperlinkType =
  /^https?:\/\/(schemas\.openxmlformats\.org\/officeDocument\/2006|purl\.oclc\.org\/ooxml\/officeDocument)\/relationships\/hyperlink$/
const templateType = /\/attachedTemplate\s*$/i

/**
 * The address counts, whatever the relationship says of where it leads.
 * @returns whether it is a hyperlink that leads outside
 * @throws Refused
 */
export function refuseRelationship({ Type = '', Target = '', TargetMode = '' }) {
  if (macroTypes.test(Type)) throw new Refused('macro')
  const isExternal = /external/i.test(TargetMode) || leadsOutside(Target)
  if (!isExternal || Target === 'NULL' || Target === '') return false
  if (hyperlinkType.test(Type.trim()) && isPlainHyperlink(Target)) return true
  if (templateType.test(Type) && isLocalFile(Target)) return false
  throw new Refused('elsewhere')
}

/** @returns whether this is the template of a document, whose path is written anew */
export const isTemplate = ({ Type = '' }) => templateType.test(Type)

const linking = ['hyperlink', 'hlinkClick', 'hlinkHover', 'hlinkMouseOver']
const formulas = /^(f|formula|formula[12]|oldFormula|definedName|calculatedColumnFormula|totalsRowFormula)$/
const pictures = ['imagedata', 'fill', 'stroke', 'background', 'image', 'img', 'movie']
const shapes = ['shape', 'shapetype', 'group', 'rect', 'roundrect', 'oval', 'line', 'polyline', 'arc', 'curve']

/**
 * @param links the ids of this part's hyperlinks
 * @returns handlers for `xmlStream`, and `end`
 */
export function officeReader(links = new Set()) {
  const fields = wordFields()
  let drawing = null
  return {
    open(name, attributes, around) {
      if (around.length === 0 && name === 'svg') drawing = drawingReader()
      if (drawing) return drawing.open(name, attributes, around)
      if (name === 'Relationship') refuseRelationship(attributes)
      refuseElement(name, attributes, around)
      refuseAttributes(name, attributes, links)
      fields.open(name, attributes, around)
    },
    close: name => fields.close(name),
    text(said, around) {
      if (drawing) return drawing.text(said, around)
      if (formulas.test(around.at(-1))) refuseFormula(said)
      if (around.at(-1) === 'HyperlinkBase' && !isPlainHyperlink(said) && !isLocalFile(said))
        throw new Refused('elsewhere')
      fields.text(said, around)
    },
    end: () => fields.end(),
  }
}

/** Elements that get data from elsewhere, each with what makes it do so. */
const refused = {
  ddeLink: () => 'macro',
  volType: ({ type }) => type === 'realTimeData' && 'macro',
  externalBook: () => 'elsewhere',
  oleLink: () => 'elsewhere',
  objectLink: () => 'elsewhere',
  webextension: () => 'elsewhere',
  webImageSrd: () => 'elsewhere',
  connectString: () => 'elsewhere',
  webPr: () => 'elsewhere',
  textPr: () => 'elsewhere',
  oledbPr: () => 'elsewhere',
  dataFeedPr: () => 'elsewhere',
  dbPr: ({ connection }) => connection !== 'Data Model Connection' && 'elsewhere', // the tables of this workbook
  connection: ({ odcFile, sourceFile }) => (odcFile || sourceFile) && 'elsewhere',
  OLEObject: ({ Type }) => /link/i.test(Type) && 'elsewhere',
  oleObject: ({ link }) => link !== undefined && 'elsewhere',
  link: (_attributes, around) => around.at(-1) === 'oleObj' && 'elsewhere',
}

function refuseElement(name, attributes, around) {
  const refusal = Object.hasOwn(refused, name) && refused[name](attributes, around)
  if (refusal) throw new Refused(refusal)
  if (!linking.includes(name)) return
  if (/ppaction:\/\/(program|macro)/i.test(attributes.action)) throw new Refused('macro')
  if (!isPlainHyperlink(attributes.invalidUrl ?? '')) throw new Refused('elsewhere')
}

function refuseAttributes(name, attributes, links) {
  for (const [full, value] of Object.entries(attributes)) {
    const attribute = withoutPrefix(full)
    const isLoaded =
      (pictures.includes(name) && ['src', 'href', 'althref'].includes(attribute) && !isInside(value)) ||
      (shapes.includes(name) && attribute === 'href' && !isPlainHyperlink(value)) ||
      (full === 'xml:base' && leadsOutside(value)) ||
      attribute === 'manifestLocation' ||
      (full !== attribute && links.has(value) && !linking.includes(name))
    if (isLoaded) throw new Refused('elsewhere')
  }
}
