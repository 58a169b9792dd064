import { office, openDocument, packed, pdfOf, type Parts } from './sample-files.ts'

// Documents with text in many places, written as Word, Excel, PowerPoint, LibreOffice and Chrome write them.

const relation = (id: string, type: string, target: string, mode = '') =>
  `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" ` +
  `Target="${target}"${mode}/>`
const relations = (...list: string[]) => `<Relationships>${list.join('')}</Relationships>`
export const linkTo = (target: string): string => relation('rId90', 'hyperlink', target, ' TargetMode="External"')

/** A run of a DOCX: text with the same formatting. @param properties the XML of the formatting */
export const run = (text: string, properties = ''): string =>
  `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`
export const paragraph = (...runs: string[]): string => `<w:p><w:pPr/>${runs.join('')}</w:p>`
export const plain = (...texts: string[]): string => texts.map(text => paragraph(run(text))).join('')
const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

/** A DOCX with this body and these other parts, by path. `wordPart` makes the XML of a part. */
export const word = (body: string, parts: Parts = {}): Buffer =>
  office('word/document.xml', {
    'word/document.xml': `<?xml version="1.0" encoding="UTF-8"?><w:document ${w}><w:body>${body}</w:body></w:document>`,
    ...parts,
  })
export const wordPart = (element: string, content: string): string => `<w:${element} ${w}>${content}</w:${element}>`

interface Sheet {
  name: string
  /** rows of cells, each as text or as the XML of a cell */
  rows: readonly (readonly string[])[]
  state?: string
  /** XML before the rows */
  before?: string
  /** XML after the rows */
  after?: string
  /** attributes of rows, by index */
  rowsGiven?: Record<number, string>
  relations?: string
}

const letter = (column: number) => String.fromCharCode(65 + column)

/** An XLSX. Texts are shared strings. */
export function sheets(list: readonly Sheet[], parts: Parts = {}, workbook = ''): Buffer {
  const strings: string[] = []
  const cell = (value: string, column: number, row: number) => {
    const ref = `${letter(column)}${row + 1}`
    if (value.startsWith('<c ')) return value.replace('<c ', `<c r="${ref}" `)
    if (/^\d+$/.test(value)) return `<c r="${ref}"><v>${value}</v></c>`
    return `<c r="${ref}" t="s"><v>${strings.push(value) - 1}</v></c>`
  }
  const content = list.map(({ rows, before = '', after = '', rowsGiven = {} }) => {
    const written = rows.map(
      (cells, row) =>
        `<row r="${row + 1}" ${rowsGiven[row] ?? ''}>${cells.map((each, at) => cell(each, at, row)).join('')}</row>`,
    )
    return `<worksheet>${before}<sheetData>${written.join('')}</sheetData>${after}</worksheet>`
  })
  const names = list.map(
    ({ name, state }, at) =>
      `<sheet name="${name}" sheetId="${at + 1}" ${state ? `state="${state}"` : ''} r:id="rId${at + 1}"/>`,
  )
  return office('xl/workbook.xml', {
    'xl/workbook.xml': `<workbook><sheets>${names.join('')}</sheets>${workbook}</workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      ...list.map((_sheet, at) => relation(`rId${at + 1}`, 'worksheet', `worksheets/sheet${at + 1}.xml`)),
    ),
    'xl/sharedStrings.xml': `<sst>${strings.map(text => `<si><t>${text}</t></si>`).join('')}</sst>`,
    ...Object.fromEntries(content.map((xml, at) => [`xl/worksheets/sheet${at + 1}.xml`, xml])),
    ...Object.fromEntries(
      list.flatMap(({ relations: given }, at) =>
        given ? [[`xl/worksheets/_rels/sheet${at + 1}.xml.rels`, relations(given)]] : [],
      ),
    ),
    ...parts,
  })
}
export const commentsOfSheet = relation('rId1', 'comments', '../comments1.xml')
export const threadOfSheet = relation('rId2', 'threadedComment', '../threadedComments/threadedComment1.xml')

const a = (...texts: string[]) => `<a:p>${texts.map(text => `<a:r><a:t>${text}</a:t></a:r>`).join('')}</a:p>`
export const drawn = a

interface Slide {
  texts?: readonly string[]
  attributes?: string
  /** XML after the texts */
  more?: string
  notes?: string
  relations?: string
}

/** A PPTX with these slides and other parts, by path. */
export function slides(list: readonly Slide[], parts: Parts = {}): Buffer {
  const each = list.flatMap(({ texts = [], attributes = '', more = '', notes, relations: given = '' }, at) => {
    const number = at + 1
    const noted = notes === undefined ? '' : relation('rId1', 'notesSlide', `../notesSlides/notesSlide${number}.xml`)
    return [
      [
        `ppt/slides/slide${number}.xml`,
        `<p:sld ${attributes}><p:cSld>${texts.map(text => a(text)).join('')}${more}</p:cSld></p:sld>`,
      ],
      [`ppt/slides/_rels/slide${number}.xml.rels`, relations(noted, given)],
      ...(notes === undefined ? [] : [[`ppt/notesSlides/notesSlide${number}.xml`, `<p:notes>${a(notes)}</p:notes>`]]),
    ]
  })
  return office('ppt/presentation.xml', {
    'ppt/presentation.xml': `<p:presentation><p:sldIdLst>${list
      .map((_slide, at) => `<p:sldId id="${256 + at}" r:id="rId${at + 1}"/>`)
      .join('')}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relations(
      ...list.map((_slide, at) => relation(`rId${at + 1}`, 'slide', `slides/slide${at + 1}.xml`)),
    ),
    ...(Object.fromEntries(each) as Record<string, string>),
    ...parts,
  })
}
export const commentsOfSlide = relation('rId2', 'comments', '../comments/comment1.xml')

interface Styles {
  /** automatic styles */
  styles?: string
  /** the content of a page style */
  master?: string
  /** other parts, by path */
  parts?: Parts
}

const openDocumentOf = (
  kind: 'text' | 'spreadsheet',
  body: string,
  { styles = '', master = '', parts = {} }: Styles,
): Buffer =>
  openDocument(kind, {
    'content.xml':
      `<office:document-content><office:automatic-styles>${styles}</office:automatic-styles>` +
      `<office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`,
    'styles.xml':
      '<office:document-styles><office:master-styles><style:master-page style:name="Standard">' +
      `${master}</style:master-page></office:master-styles></office:document-styles>`,
    ...parts,
  })
/** An ODT with this body. */
export const text = (body: string, styles: Styles = {}): Buffer => openDocumentOf('text', body, styles)
/** An ODS with these tables. */
export const spreadsheet = (tables: string, styles: Styles = {}): Buffer =>
  openDocumentOf('spreadsheet', tables, styles)
export const table = (name: string, rows: readonly (readonly string[])[], attributes = ''): string =>
  `<table:table table:name="${name}" ${attributes}>${rows
    .map(cells => `<table:table-row>${cells.map(cellOf).join('')}</table:table-row>`)
    .join('')}</table:table>`
const cellOf = (content: string) =>
  content.startsWith('<')
    ? content
    : `<table:table-cell office:value-type="string"><text:p>${content}</text:p></table:table-cell>`

interface PdfPage {
  lines?: readonly string[]
  /** drawing instructions before the text */
  content?: string
  /** annotations */
  notes?: readonly string[]
  /** a reference to the font; by default Helvetica */
  font?: string
}

/** A PDF of pages with lines of text. `catalogue` is added to the PDF's catalogue; `objects` are numbered from 100. */
export function pdfOfPages(
  pages: readonly PdfPage[],
  catalogue = '',
  objects: readonly (string | Buffer)[] = [],
): Buffer {
  const all: (string | Buffer)[] = [
    `<< /Type /Catalog /Pages 2 0 R ${catalogue} >>`,
    '',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ]
  const kids = pages.map(({ lines = [], content = '', notes = [], font = '3 0 R' }) => {
    const written = lines.map((line, at) => `1 0 0 1 50 ${780 - 20 * at} Tm (${escaped(line)}) Tj`).join('\n')
    const stream = all.push(packed('', Buffer.from(`${content}\nBT /F1 12 Tf\n${written}\nET`, 'latin1')))
    const annotations = notes.map(note => `${all.push(note)} 0 R`)
    return all.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${stream} 0 R ` +
        `/Annots [${annotations.join(' ')}] ` +
        `/Resources << /Font << /F1 ${font} >> /XObject << /Im1 100 0 R >> >> >>`,
    )
  })
  all[1] = `<< /Type /Pages /Kids [${kids.map(kid => `${kid} 0 R`).join(' ')}] /Count ${kids.length} >>`
  while (all.length < 99) all.push('null')
  return pdfOf([...all, ...objects])
}
const escaped = (line: string) => line.replace(/[\\()]/g, '\\$&')
/** A font, as object 100, that displays the letters of `shown` but maps them to the letters of `said`. */
export function fontThatSays(shown: string, said: string): (string | Buffer)[] {
  const hex = (text: string, length: number) => text.charCodeAt(0).toString(16).padStart(length, '0')
  const pairs = [...shown].map((letter, at) => `<${hex(letter, 2)}> <${hex(said[at]!, 4)}>`)
  const list = `${pairs.length} beginbfchar\n${pairs.join('\n')}\nendbfchar`
  const map = `begincmap 1 begincodespacerange <00> <ff> endcodespacerange ${list} endcmap`
  return ['<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 101 0 R >>', packed('', map)]
}
/** The content of a page that the picture `/Im1` fills. */
export const scanned = 'q 595 0 0 842 0 0 cm /Im1 Do Q'
export const pictureObject: Buffer = packed(
  '/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8',
  Buffer.from([0, 255, 255, 0]),
)
