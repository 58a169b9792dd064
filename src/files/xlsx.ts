import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { daysBetween, type Day } from '../domain/time.ts'
import { withoutFormula } from './csv.ts'
import type { CellValue, Sheet } from './sheet.ts'

// Writes a workbook with one sheet (ECMA-376). Text is inline, to avoid collecting shared strings in memory.

/** @throws any error from reading the rows, and an error if the receiver disconnects */
export async function writeXlsx(sheet: Sheet, to: Writable): Promise<void> {
  const { ZipArchive } = await import('archiver') // imported here so that the service starts faster
  const zip = new ZipArchive({ zlib: { level: 1 } })
  const sent = pipeline(zip, to)
  for (const [name, xml] of Object.entries(fixedParts(sheet.name))) zip.append(`${declaration}${xml}`, { name })
  const rows = Readable.from(sheetXml(sheet))
  rows.once('error', problem => zip.destroy(problem))
  zip.append(rows, { name: 'xl/worksheets/sheet1.xml' })
  void zip.finalize().catch(() => undefined) // `sent` reports the problem
  try {
    await sent
  } finally {
    rows.destroy()
  }
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const spreadsheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'
const office = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const relation = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="${relations}/${type}" Target="${target}"/>`
const relationsXml = (...all: string[]): string =>
  `<Relationships xmlns="${packaged}/relationships">${all.join('')}</Relationships>`
const partXml = (name: string, type: string): string =>
  `<Override PartName="${name}" ContentType="${office}.${type}+xml"/>`

const fixedParts = (name: string): Record<string, string> => ({
  '[Content_Types].xml':
    `<Types xmlns="${packaged}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    partXml('/xl/workbook.xml', 'sheet.main') +
    partXml('/xl/styles.xml', 'styles') +
    `${partXml('/xl/worksheets/sheet1.xml', 'worksheet')}</Types>`,
  '_rels/.rels': relationsXml(relation('r1', 'officeDocument', 'xl/workbook.xml')),
  'xl/_rels/workbook.xml.rels': relationsXml(
    relation('r1', 'worksheet', 'worksheets/sheet1.xml'),
    relation('r2', 'styles', 'styles.xml'),
  ),
  'xl/workbook.xml':
    `<workbook xmlns="${spreadsheet}" xmlns:r="${relations}">` +
    `<sheets><sheet name="${sheetName(name)}" sheetId="1" r:id="r1"/></sheets></workbook>`,
  'xl/styles.xml': styles,
})

const plainFill = (type: string): string => `<fill><patternFill patternType="${type}"/></fill>`
const cellStyle = (format: number, font: number): string =>
  `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`

/** The cell styles, by index: 0 ordinary, 1 heading, 2 day. Format 14 is the local short date. */
const styles =
  `<styleSheet xmlns="${spreadsheet}">` +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>' +
  '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  `<fills count="2">${plainFill('none')}${plainFill('gray125')}</fills>` +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  `<cellXfs count="3">${cellStyle(0, 0)}${cellStyle(0, 1)}${cellStyle(14, 0)}</cellXfs></styleSheet>`

async function* sheetXml({ heads, batches }: Sheet): AsyncGenerator<string> {
  yield (
    `${declaration}<worksheet xmlns="${spreadsheet}"><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols><col min="1" max="${heads.length}" width="24" customWidth="1"/></cols><sheetData>` +
    rowXml(1, heads, ' s="1"')
  )
  let number = 1
  for await (const rows of batches) {
    const first = number + 1
    number += rows.length
    yield rows.map((cells, index) => rowXml(first + index, cells)).join('')
  }
  yield '</sheetData></worksheet>'
}

function rowXml(number: number, cells: readonly CellValue[], style = ''): string {
  const xml = cells.map((value, index) => cellXml(`${letters(index)}${number}`, value, style))
  return `<row r="${number}">${xml.join('')}</row>`
}

/** The column letters for an index: A to Z, then AA. */
const letters = (index: number): string =>
  (index < 26 ? '' : letters(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26))

function cellXml(place: string, value: CellValue, style: string): string {
  if (value === null || value === '') return ''
  if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`
  if (typeof value === 'object')
    return value.day < firstDay
      ? cellXml(place, value.day, style)
      : `<c r="${place}" s="2"><v>${serial(value.day)}</v></c>`
  const text = xmlText(withoutFormula(value).slice(0, mostInACell))
  return `<c r="${place}"${style} t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`
}

/** Earlier days are written as text, because Excel shows no days before 1900 and has a 29 February 1900. */
const firstDay = '1900-03-01'

/** The number of a day in a spreadsheet, counted from 30 December 1899. */
const serial = (day: Day): number => daysBetween('1899-12-30' as Day, day)

/** The maximum number of characters in a cell. */
const mostInACell = 32_767

/** Removes characters that XML does not allow, and escapes text such as `_x0041_`, which a spreadsheet would decode. */
const xmlText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

/** The name of a sheet: at most 31 characters, without the characters that Excel forbids. */
const sheetName = (name: string): string =>
  xmlText(
    name
      .replace(/[[\]:*?/\\']/g, ' ')
      .slice(0, 31)
      .trim() || 'Sheet',
  )
