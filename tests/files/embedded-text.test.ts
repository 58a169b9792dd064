import { describe, expect, test } from '@jest/globals'
import { aReader, findsIn, marked } from '../support/reading-documents.ts'
import * as made from '../support/document-texts.ts'
import { oldOffice } from '../support/old-office.ts'

// Documents inside documents, such as the table of a chart.

const inWord = (bytes: Buffer, name = 'oleObject1.bin', body = made.plain('Our welcome policy')) =>
  made.word(body, { [`word/embeddings/${name}`]: bytes })
const openText = (text: string) => made.text(`<text:p>${text}</text:p>`)
const openSheet = (text: string) => made.spreadsheet(made.table('A', [[text]]))
const excel = (text: string) => made.sheets([{ name: 'x', rows: [[text]] }])
const pdf = (text: string) => made.pdfOfPages([{ lines: [text] }])
const place = { in: 'embedded' }

findsIn('docx', [
  ['in an ODT inside', text => inWord(openText(text), 'a.odt'), place],
  ['in an ODS inside', text => inWord(openSheet(text), 'a.ods'), place],
  ['in a PDF inside', text => inWord(pdf(text)), place],
  ['in a workbook in an unusual folder', text => made.word(made.plain('x'), { 'word/a.bin': excel(text) }), place],
])
findsIn('odt', [
  ['in a workbook inside', text => made.text('<text:p>x</text:p>', { parts: { 'Object 1': excel(text) } }), place],
  ['in an ODS inside', text => made.text('<text:p>x</text:p>', { parts: { 'Object 1': openSheet(text) } }), place],
  ['in a PDF inside', text => made.text('<text:p>x</text:p>', { parts: { 'Object 1': pdf(text) } }), place],
])

const oldExcel = oldOffice(['Workbook', '\x01CompObj', '\x05SummaryInformation', '\x05DocumentSummaryInformation'])
const equation = oldOffice(['\x01Ole', '\x01CompObj', '\x03ObjInfo', 'Equation Native', '\x02OlePres000'])

describe('a file inside a document that cannot be read', () => {
  const { detailsIn } = aReader()
  const unread = (document: Buffer, ending: Parameters<typeof detailsIn>[1]) => detailsIn(document, ending)

  test.each([
    ['an old workbook in a DOCX', inWord(oldExcel, 'a.xls'), 'docx'],
    [
      'an old workbook in an XLSX',
      made.sheets([{ name: 'A', rows: [['x']] }], { 'xl/embeddings/a.bin': oldExcel }),
      'xlsx',
    ],
    ['an old workbook in a PPTX', made.slides([{ texts: ['x'] }], { 'ppt/embeddings/a.bin': oldExcel }), 'pptx'],
    ['an old workbook in an ODT', made.text('<text:p>x</text:p>', { parts: { 'Object 1': oldExcel } }), 'odt'],
    ['an old workbook in an ODS', made.spreadsheet(made.table('A', [['x']]), { parts: { a: oldExcel } }), 'ods'],
    ['an old workbook in a DOCX inside', inWord(inWord(oldExcel), 'a.docx'), 'docx'],
    ['an old document with an equation', inWord(oldOffice(['WordDocument', 'Equation Native'])), 'docx'],
    ['an old file without a directory', inWord(oldExcel.subarray(0, 600)), 'docx'],
    ['an old file whose directory is circular', inWord(circular(equation)), 'docx'],
    ['a scan as a PDF', inWord(made.pdfOfPages([{ content: made.scanned }], '', [made.pictureObject])), 'docx'],
    ['a ZIP that is no document', inWord(Buffer.from('PK\x03\x04')), 'docx'],
  ] as const)('is reported: %s', async (_what, document, ending) => {
    expect(await unread(document, ending)).toEqual({ details: [], isCut: false, unread: 'embedded' })
  })

  test('does not stop the rest of the document from being read', async () => {
    const document = made.word(made.plain('x'), {
      'word/a.bin': oldExcel,
      'word/b.bin': excel(marked),
      'word/footnotes.xml': made.wordPart('footnotes', made.plain('For Amina Haddad')),
    })
    const { details, unread: reason } = await unread(document, 'docx')
    expect([reason, details.map(({ text }) => text)]).toEqual([
      'embedded',
      ['Amina Haddad', 'Yara Haddad', '07700 900142', 'born on 4 March 1991', 'A0000000'],
    ])
  })

  test('is not reported when it is only an equation', async () => {
    expect((await unread(inWord(equation), 'docx')).unread).toBeNull()
  })
})

/** An old Office file whose directory starts again after its last sector. */
function circular(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  copy.writeUInt32LE(1, 512 + 4 * 2)
  return copy
}
