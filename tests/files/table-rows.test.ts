import { afterAll, describe, expect, test } from '@jest/globals'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FileType } from '../../src/domain/evidence.ts'
import { readTable, tableTypes, type TableRead } from '../../src/files/table-rows.ts'
import { workbook } from '../support/office-files.ts'

const folder = await mkdtemp(join(tmpdir(), 'tables-'))
afterAll(() => rm(folder, { recursive: true }))
const [csvType, sheetType] = tableTypes as [FileType, FileType]
let files = 0

async function read(bytes: Buffer | string, type = csvType): Promise<TableRead> {
  const path = join(folder, String((files += 1)))
  await writeFile(path, bytes)
  return readTable(path, type)
}
const rowsOf = (read: TableRead) => ('rows' in read ? read.rows.map(({ number, cells }) => [number, ...cells]) : read)

describe('a CSV', () => {
  test('a CSV keeps line breaks, commas and quotation marks inside a cell, but not empty rows', async () => {
    const text = 'Name,Notes\r\n"Kestrel, Upper","one\ntwo ""three"""\r\n,,\r\nLlyfrgell Cwm Tŷ-wennol,\r\n'
    expect(rowsOf(await read(text))).toEqual([
      [1, 'Name', 'Notes'],
      [2, 'Kestrel, Upper', 'one\ntwo "three"'],
      [4, 'Llyfrgell Cwm Tŷ-wennol', ''],
    ])
  })

  test.each([
    ['UTF-8 with a byte order mark', Buffer.from('\ufeffName,Tŷ\n', 'utf8')],
    ['UTF-16', Buffer.from('\ufeffName,Tŷ\n', 'utf16le')],
  ])('a CSV is read as %s', async (_, bytes) => {
    expect(rowsOf(await read(bytes))).toEqual([[1, 'Name', 'Tŷ']])
  })

  test('a CSV in an older encoding, with semicolons, is read', async () => {
    expect(rowsOf(await read(Buffer.from('Caf\xe9;\xa3 2\nb;c', 'latin1')))).toEqual([
      [1, 'Café', '£ 2'],
      [2, 'b', 'c'],
    ])
  })

  test('the error about an open quotation mark names its row', async () => {
    expect(await read('a,b\n1,2\n"3,4\n5,6\n')).toEqual({ unread: 'quotes', row: 3 })
  })

  test('a CSV with no rows, more than 5,000 rows or too many columns is refused', async () => {
    expect(rowsOf(await read(`a\n${'b\n'.repeat(5_000)}`))).toHaveLength(5_001)
    expect(await read(`a\n${'b\n'.repeat(5_001)}`)).toEqual({ unread: 'too many rows', row: 0 })
    expect(await read('\n,,\n')).toEqual({ unread: 'no rows', row: 0 })
    expect(await read(`a\n${'b,'.repeat(101)}\n`)).toEqual({ unread: 'too many columns', row: 2 })
  })

  test('empty cells at the end of a row do not count as columns', async () => {
    const row = Array.from({ length: 100 }, (_, at) => String(at)).join(',')
    expect(rowsOf(await read(`a,b${','.repeat(200)}\n${row}, ,,\n1,,\n`))).toEqual([
      [1, 'a', 'b', ...Array<string>(98).fill('')],
      [2, ...row.split(',')],
      [3, '1', '', ''],
    ])
    expect(await read(`a,b\n${','.repeat(150)}c,,\n`)).toEqual({ unread: 'too many columns', row: 2 })
  })

  test('a cell that has too much text is marked', async () => {
    const table = await read(`a,b\n1,${'x'.repeat(5_000)}\n`)
    expect('rows' in table && table.rows[1]!.wrong).toEqual([{ column: 1, why: 'long' }])
  })
})

describe('an XLSX', () => {
  const sheet = (cells: string, more = {}) => read(workbook(cells, more), sheetType)

  test('formulas in an XLSX are read as their stored results; errors, or no result, are marked', async () => {
    const table = await sheet(
      '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="C1"><v>3</v></c></row>' +
        '<row r="7"><c r="A7" t="str"><f>UPPER("a")</f><v>A</v></c><c r="B7"><f>NOW()</f></c>' +
        '<c r="C7" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>',
    )
    expect(table).toEqual({
      rows: [
        { number: 1, cells: ['Name', '', '3'], wrong: [] },
        {
          number: 7,
          cells: ['A', '', ''],
          wrong: [
            { column: 1, why: 'formula' },
            { column: 2, why: 'error' },
          ],
        },
      ],
    })
  })

  test('a date in an XLSX is read as a day, even when the workbook uses the 1904 date system', async () => {
    const styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    const cells = '<row r="1"><c r="A1" s="1"><v>46143</v></c><c r="B1"><v>46143</v></c></row>'
    expect(rowsOf(await sheet(cells, { 'xl/styles.xml': styles }))).toEqual([[1, '2026-05-01', '46143']])
    const book =
      '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">' +
      '<workbookPr date1904="1"/><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
    const old = await sheet(cells, { 'xl/styles.xml': styles, 'xl/workbook.xml': book })
    expect(rowsOf(old)).toEqual([[1, '2030-05-02', '46143']])
    const others = ['27457.75', '-3588', '0.5', '9999999'].map(
      (value, at) => `<c r="${'ABCD'[at]}1" s="1"><v>${value}</v></c>`,
    )
    const read = await sheet(`<row r="1">${others.join('')}</row>`, { 'xl/styles.xml': styles })
    expect(rowsOf(read)).toEqual([[1, '1975-03-04', '1890-03-04', '0.5', '9999999']])
  })

  test('cells of an XLSX with a format but no value do not count as columns', async () => {
    const cells = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row>'
    expect(rowsOf(await sheet(cells))).toEqual([[1, '1', ...Array<string>(99).fill('')]])
    expect(await sheet(cells.replace('s="1"/>', '><v>2</v></c>'))).toEqual({ unread: 'too many columns', row: 1 })
  })

  test('an XLSX that has too many rows or is damaged is refused', async () => {
    const row = (_: unknown, index: number) => `<row r="${index + 1}"><c r="A${index + 1}"><v>1</v></c></row>`
    expect(await sheet(Array.from({ length: 5_002 }, row).join(''))).toEqual({ unread: 'too many rows', row: 0 })
    expect(await read('PK\x03\x04 nothing', sheetType)).toEqual({ unread: 'unreadable', row: 0 })
  })
})
