import { expect, test } from '@jest/globals'
import { parse } from 'csv-parse/sync'
import { once } from 'node:events'
import { PassThrough, Writable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setTimeout as later } from 'node:timers/promises'
import readSheet from 'read-excel-file/node'
import type { Day } from '../../src/domain/time.ts'
import { writeSheet, type CellValue, type SheetType } from '../../src/files/sheet.ts'
import { formula, workbook } from '../support/office-files.ts'
import { unpacked, type Unpacked } from '../support/unpacked.ts'

const heads = ['Library', 'Branches', 'Valid until', 'Note']
const rows: CellValue[][] = [
  ['Llyfrgell Tŷ Ëlwyn', 12, { day: '2027-04-19' as Day }, 'line one\nline "two", <b>&amp;</b>'],
  ['ቤተ መጻሕፍቲ ሰላም', 0, null, '_x0041_ stays as it is'],
  ['مكتبة الملاذ', 3, { day: '2024-02-29' as Day }, 'bell\u0007 and half a letter \ud83d'],
]

async function* inBatches(all: readonly CellValue[][]): AsyncGenerator<readonly CellValue[][]> {
  for (const row of all) yield [row]
}

async function written(type: SheetType, all: readonly CellValue[][] = rows): Promise<Buffer> {
  const to = new PassThrough()
  const [bytes] = await Promise.all([
    buffer(to),
    writeSheet(type, { name: 'Libraries', heads, batches: inBatches(all) }, to),
  ])
  return bytes
}

/** Resolves when the number has not changed for 100 milliseconds. */
async function untilUnchanged(count: () => number): Promise<void> {
  for (let before = -1; before !== count();) {
    before = count()
    await later(100)
  }
}

const readXlsx = async (bytes: Buffer): Promise<unknown[][]> => (await readSheet(bytes))[0]!.data

test('another program reads the same table from the CSV file and from the Excel file', async () => {
  expect(parse(await written('csv'), { bom: true })).toEqual([
    heads,
    ['Llyfrgell Tŷ Ëlwyn', '12', '2027-04-19', 'line one\nline "two", <b>&amp;</b>'],
    ['ቤተ መጻሕፍቲ ሰላም', '0', '', '_x0041_ stays as it is'],
    ['مكتبة الملاذ', '3', '2024-02-29', 'bell\u0007 and half a letter \ufffd'],
  ])
  expect(await readXlsx(await written('xlsx'))).toEqual([
    heads,
    ['Llyfrgell Tŷ Ëlwyn', 12, new Date('2027-04-19'), 'line one\nline "two", <b>&amp;</b>'],
    ['ቤተ መጻሕፍቲ ሰላም', 0, null, '_x0041_ stays as it is'],
    ['مكتبة الملاذ', 3, new Date('2024-02-29'), 'bell and half a letter \ufffd'],
  ])
})

test('the CSV file starts with a byte order mark, so that Excel reads it as UTF-8', async () => {
  expect((await written('csv')).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
})

test.each(['csv', 'xlsx'] as const)('a formula becomes text in %s, even with a full-width sign', async type => {
  const signs = ['=1+1', '+1', '-1', '@a', '＝1+1', '＋1', '－1', '＠a', ' =1', '\t=1', '−1']
  const bytes = await written(
    type,
    signs.map(sign => [sign, 1, null, 'a = b']),
  )
  const found = type === 'csv' ? parse(bytes, { bom: true }) : await readXlsx(bytes)
  expect(found.slice(1).map(([text]) => text)).toEqual(signs.map(sign => `'${sign}`))
  expect(found.slice(1).every(([, , , text]) => text === 'a = b')).toBe(true)
})

test('the Excel file has no formula, no macro and no link to another file', async () => {
  const entries = unpacked(await written('xlsx'))
  expect(entries.map(({ name }) => name).toSorted()).toEqual([
    '[Content_Types].xml',
    '_rels/.rels',
    'xl/_rels/workbook.xml.rels',
    'xl/styles.xml',
    'xl/workbook.xml',
    'xl/worksheets/sheet1.xml',
  ])
  const hasFormula = (list: readonly Unpacked[]): boolean =>
    list
      .find(({ name }) => name === 'xl/worksheets/sheet1.xml')!
      .content.toString()
      .includes('<f')
  expect([hasFormula(unpacked(workbook(formula('1+1')))), hasFormula(entries)]).toEqual([true, false])
})

test.each(['csv', 'xlsx'] as const)(
  'a long table (%s) is read no faster than the receiver can accept it',
  async type => {
    let [read, taken] = [0, 0]
    async function* long(): AsyncGenerator<CellValue[][]> {
      const batch = Array.from({ length: 500 }, (_, place): CellValue[] => [
        `Library ${place} ${'x'.repeat(300)}`,
        1,
        null,
        '',
      ])
      for (; read < 1_000; read += 1) yield batch
    }
    const slow = new Writable({
      highWaterMark: 16_384,
      write: (chunk: Buffer, _encoding, done) => {
        taken += chunk.length
        if (taken > 200_000) slow.emit('stalled')
        void later(taken > 200_000 ? 60_000 : 0, undefined, { ref: false }).then(() => done())
      },
    })
    const stalled = once(slow, 'stalled')
    const sent = writeSheet(type, { name: 'Long', heads, batches: long() }, slow)
    sent.catch(() => undefined)
    await stalled
    await untilUnchanged(() => read)
    expect(read).toBeLessThan(type === 'csv' ? 20 : 400)
    slow.destroy()
    expect(await Promise.allSettled([sent])).toMatchObject([{ status: 'rejected' }])
  },
)

test.each(['csv', 'xlsx'] as const)(
  'a table (%s) that cannot be read to its end does not produce a complete file',
  async type => {
    async function* broken(): AsyncGenerator<CellValue[][]> {
      yield [['Ashcombe', 1, null, '']]
      throw new Error('the database is gone')
    }
    const to = new PassThrough()
    to.resume()
    await expect(writeSheet(type, { name: 'Broken', heads, batches: broken() }, to)).rejects.toThrow(
      'the database is gone',
    )
    expect(to.destroyed).toBe(true)
  },
)
