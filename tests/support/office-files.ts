import { office, openDocument, type Parts } from './sample-files.ts'

// Documents with the parts and attributes that Word, Excel, PowerPoint and LibreOffice write.

const official = 'http://schemas.openxmlformats.org/officeDocument/2006'
const names =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ' +
  `xmlns:r="${official}/relationships" xmlns:v="urn:schemas-microsoft-com:vml" ` +
  'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" ' +
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" ' +
  'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'

export type Related = readonly [type: string, target: string, mode?: 'External']

/** Relationships rId1, rId2 and so on. A type without a slash is one of the standard types. */
export const relationships = (...related: readonly Related[]): string =>
  `${declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
  related
    .map(
      ([type, target, mode]) =>
        `<Relationship Id="rId${related.findIndex(each => each[1] === target) + 1}" ` +
        `Type="${type.includes('/') ? type : `${official}/relationships/${type}`}" Target="${target}"` +
        `${mode ? ` TargetMode="${mode}"` : ''}/>`,
    )
    .join('') +
  '</Relationships>'

export const paragraph = (content: string): string => `<w:p><w:r>${content}</w:r></w:p>`

export const wordDocument = (body: string, related: readonly Related[] = [], more: Parts = {}): Buffer =>
  office('word/document.xml', {
    'word/document.xml': `${declaration}<w:document ${names}><w:body>${body}</w:body></w:document>`,
    'word/_rels/document.xml.rels': relationships(...related),
    ...more,
  })

export const workbook = (cells: string, more: Parts = {}): Buffer =>
  office('xl/workbook.xml', {
    'xl/workbook.xml':
      `${declaration}<workbook ${names}>` +
      '<sheets><sheet name="Visits" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/worksheets/sheet1.xml': `${declaration}<worksheet><sheetData>${cells}</sheetData></worksheet>`,
    'xl/_rels/workbook.xml.rels': relationships(['worksheet', 'worksheets/sheet1.xml']),
    ...more,
  })
export const formula = (text: string): string => `<row r="1"><c r="A1"><f>${text}</f><v>1</v></c></row>`

export const slides = (content: string, related: readonly Related[] = [], more: Parts = {}): Buffer =>
  office('ppt/presentation.xml', {
    'ppt/slides/slide1.xml': `${declaration}<p:sld ${names}><p:cSld><p:spTree>${content}</p:spTree></p:cSld></p:sld>`,
    'ppt/slides/_rels/slide1.xml.rels': relationships(...related),
    ...more,
  })

const openNames =
  'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" ' +
  'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" ' +
  'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" ' +
  'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'

const openContent = (kind: string, content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content ${openNames}><office:body><office:${kind}>` +
  `${content}</office:${kind}></office:body></office:document-content>`

export const openText = (body: string, more: Parts = {}): Buffer =>
  openDocument('text', {
    'content.xml': openContent('text', body),
    ...more,
  })
export const openSheet = (cells: string, more: Parts = {}): Buffer =>
  openDocument('spreadsheet', {
    'content.xml': openContent('spreadsheet', `<table:table>${cells}</table:table>`),
    ...more,
  })

const run = (content: string): string => `<w:r>${content}</w:r>`
const mark = (type: string): string => run(`<w:fldChar w:fldCharType="${type}"/>`)
const code = (text: string): string => run(`<w:instrText xml:space="preserve">${text}</w:instrText>`)

/** A field in a paragraph. Each piece of its code gets a run of its own, except pieces that are XML elements. */
export const field = (pieces: readonly string[], shown = 'x'): string => `<w:p>${fieldRuns(pieces, shown)}</w:p>`
export const fieldRuns = (pieces: readonly string[], shown = 'x'): string =>
  mark('begin') +
  pieces.map(each => (each.startsWith('<w:') || each.startsWith('<mc:') ? each : code(each))).join('') +
  mark('separate') +
  run(`<w:t>${shown}</w:t>`) +
  mark('end')
