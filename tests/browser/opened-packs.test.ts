import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { type DownloadedPack, downloadedPack, words } from '../support/downloaded-pack.ts'
import { otherProgram, type OtherProgram } from '../support/other-programs.ts'
import { readPdf } from '../support/pdf-text.ts'

// A library downloads its application, and opens the files with programs that are not part of the service.

let browser: TestBrowser
let pack: DownloadedPack

beforeAll(async () => {
  browser = await openBrowser()
  pack = await downloadedPack(browser)
})
afterAll(async () => {
  await pack.end()
  await browser.close()
})

const python = otherProgram('python3', 'python3')
const pdftotext = otherProgram('pdftotext', 'poppler-utils')
const qpdf = otherProgram('qpdf', 'qpdf')

/** A Python script that tests every CRC, prints the entries with their hashes as JSON, and extracts pack.pdf. */
const script = `
import hashlib, json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as pack:
    hashes = [[each.filename, hashlib.sha256(pack.read(each)).hexdigest()] for each in pack.infolist()]
    print(json.dumps({"damaged": pack.testzip(), "comment": pack.comment.decode(), "hashes": hashes}))
    pack.extract("pack.pdf", sys.argv[2])
`

const inPython = 'Python finds every file in the ZIP undamaged, with the hashes that the evidence index lists'
testWith(python, inPython, async () => {
  const folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'unpacked-'))
  const found = JSON.parse(python.run('-c', script, pack.zip, folder)) as { hashes: [string, string][] }
  const index = indexIn(words((await readPdf(readFileSync(join(folder, 'pack.pdf')))).pages))
  expect(found).toMatchObject({ damaged: null, comment: '' })
  expect(found.hashes.map(([entry]) => entry).filter(entry => !entry.startsWith('evidence-'))).toEqual(['pack.pdf'])
  expect(found.hashes.filter(([entry]) => entry !== 'pack.pdf').toSorted()).toEqual(
    index.map(({ entry, sha256 }) => [entry, sha256]).toSorted(),
  )
  expect(index.map(({ name }) => name).toSorted()).toEqual(['hours.txt', 'sign.jpg', 'години.txt'])
  expect(index.find(({ name }) => name === 'hours.txt')!.sha256).toBe(
    createHash('sha256').update(pack.hours).digest('hex'),
  )
})

test('PDFium reads the tagged PDF, with an answer and the three lines of the index', async () => {
  const read = await readPdf(readFileSync(pack.pdf))
  expect(read).toMatchObject({ isTagged: true, isUa1: true, language: 'en' })
  expect(read.title).toContain('Ashcombe Libraries')
  expect(words(read.pages)).toContain('WhatwedoaboutL1.')
  expect(indexIn(words(read.pages))).toHaveLength(3)
})

testWith(
  pdftotext,
  'pdftotext reads an answer, a file name and the name of the person who downloaded the PDF',
  async () => {
    const text = words([pdftotext.run('-enc', 'UTF-8', pack.pdf, '-')])
    for (const part of ['WhatwedoaboutL1.', 'години.txt', 'DownloadedbyMarianTull']) expect(text).toContain(part)
  },
)

testWith(qpdf, 'qpdf finds no fault in the PDF', async () => {
  expect(qpdf.run('--check', pack.pdf)).toContain('No syntax or stream encoding errors')
  writeFileSync(`${pack.pdf}.cut`, readFileSync(pack.pdf).subarray(0, -2_000))
  expect(() => qpdf.run('--check', `${pack.pdf}.cut`)).toThrow('qpdf reports a problem')
})

/**
 * Adds a test that needs a program. Where the program is missing, the test is skipped and its name says what is
 * missing.
 */
function testWith({ isMissing }: OtherProgram, name: string, run: () => Promise<void>): void {
  if (isMissing) test.skip(`${name} (${isMissing})`, run)
  else test(name, run)
}

/** The lines of the evidence index: the file in the ZIP, its original name and its hash. */
const indexIn = (text: string): { entry: string; name: string; sha256: string }[] =>
  [...text.matchAll(/(evidence-\d+\/\d+\.(?:txt|jpg))(.+?\.(?:txt|jpg))([0-9a-f]{64})/gu)].map(
    ([, entry, name, sha256]) => ({ entry: entry!, name: name!, sha256: sha256! }),
  )
