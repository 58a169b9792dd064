import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspectFile } from '../../src/files/document.ts'
import { openLocalStore } from '../../src/files/local-store.ts'
import { findPhrases, mostRedactedPages, redactPdf, type PageArea } from '../../src/files/redacted-pdf.ts'
import type { FileStore, Staged } from '../../src/files/store.ts'
import { formWithValue, markedPdf, markInPicture, pdfMarks, shownAt } from '../support/marked-pdf.ts'
import { a4, blackIn, bytesIn, pdfOfText, seenPages, type PageOfText } from '../support/pdf-pages.ts'
import { jpeg, pdf as emptyPdf } from '../support/sample-files.ts'

let uploads: string
let files: FileStore
beforeAll(async () => {
  uploads = await mkdtemp(join(tmpdir(), 'redacted-'))
  files = await openLocalStore(uploads)
})
afterAll(() => rm(uploads, { recursive: true }))

async function stored(bytes: Buffer): Promise<Staged> {
  const staged = await files.stage(
    (async function* () {
      yield bytes
    })(),
    bytes.length,
  )
  await files.keep(staged, staged.id)
  await files.settle(staged.id)
  return staged
}

/** Makes a copy of a PDF with these phrases and areas blacked out. Also returns where the phrases were found. */
async function redacted(bytes: Buffer, phrases: readonly string[], more: readonly PageArea[] = []) {
  const file = await stored(bytes)
  const { occurrences, pages } = await findPhrases(files, file, phrases)
  const areas = occurrences.flat().flatMap(({ page, areas: some }) => some.map(area => ({ ...area, page })))
  const told: number[] = []
  const copy = await redactPdf(files, file, [...areas, ...more], done => void told.push(done))
  const content = await readFile(copy.path)
  await files.discard(copy)
  expect(await readdir(join(uploads, 'staging'))).toEqual([])
  return { content, areas, occurrences, pages, told, seen: await seenPages(content) }
}

const a4Page = (...written: PageOfText['written']): PageOfText => ({ written })
const at = (x: number, y: number, text: string, size = 12) => ({ x, y, text, size })
/**
 * The area of text on an A4 page, in points. `x` and `y` are from the lower left corner, as in a PDF; the area is from
 * the upper left corner, as in a redaction.
 */
const around = (x: number, y: number, width: number, height = 9) => ({
  left: x,
  top: a4.height - y - height,
  width,
  height,
})

test('each page of a redacted copy has one picture and nothing else', async () => {
  const source = await markedPdf()
  const control = bytesIn(source)
  expect(Object.entries(pdfMarks).filter(([, mark]) => !control.includes(mark))).toEqual([])
  expect(control).toContain(markInPicture)
  const [page] = await seenPages(source)
  expect([page!.text.includes(pdfMarks['invisible text']), page!.annotations]).toEqual([true, 4])

  const { content, seen } = await redacted(source, [])
  const found = bytesIn(content)
  expect(Object.entries({ ...pdfMarks, picture: markInPicture }).filter(([, mark]) => found.includes(mark))).toEqual([])
  for (const mark of Object.values(pdfMarks))
    expect([mark, content.includes(Buffer.from(mark, 'utf16le'))]).toEqual([mark, false])
  expect(found.match(/\/(Info|Metadata|Annots|Outlines|AcroForm|Names|Font|Lang|ID|StructTreeRoot)\b|Date/)).toBeNull()
  expect(seen.map(({ text, annotations, width, height }) => [text, annotations, width, height])).toEqual([
    ['', 0, 595, 842],
  ])
})

test('a redacted copy shows form fields, but neither comments nor text boxes over the page', async () => {
  const source = await markedPdf()
  const [before] = await seenPages(source)
  const [after] = (await redacted(source, [])).seen
  const isDrawn = Object.entries(shownAt).map(([what, area]) => [
    what,
    ...[before!, after!].map(page => blackIn(page, area) > 0.01),
  ])
  expect(isDrawn).toEqual([
    ['comment', true, false],
    ['typed over the page', true, false],
    ['field', true, true],
  ])
})

test('each occurrence of a phrase is blacked out in the pixels, and the rest is unchanged', async () => {
  const source = pdfOfText([
    a4Page(at(60, 700, 'Yara Haddad came to the library'), at(60, 600, 'Please call yara.haddad@example.org')),
    a4Page(at(60, 700, 'Nobody is named here')),
    a4Page(at(60, 500, 'The letter is for YARA'), at(60, 484, 'Haddad, who lives here')),
  ])
  const { occurrences, seen, told } = await redacted(source, ['Yara Haddad'])
  expect(occurrences[0]!.map(({ page, line, areas }) => [page, line, areas.length])).toEqual([
    [1, 1, 1],
    [1, 2, 1],
    [3, 1, 2],
  ])
  expect(told).toEqual([1, 2, 3])
  const name = around(60, 700, 68)
  expect(blackIn(seen[0]!, name)).toBe(1)
  expect(blackIn(seen[0]!, around(127, 600, 60))).toBe(1)
  expect(blackIn(seen[2]!, around(151, 500, 26))).toBe(1)
  expect(blackIn(seen[2]!, around(60, 484, 40))).toBe(1)
  const plain = (await redacted(source, [])).seen
  for (const [page, area] of [
    [0, around(140, 700, 200)],
    [0, around(60, 600, 60)],
    [1, around(60, 700, 200)],
    [2, around(115, 484, 200)],
    [0, { left: 0, top: 300, width: 595, height: 542 }],
  ] as const) {
    expect(blackIn(plain[page]!, name)).toBeLessThan(0.6)
    expect(blackIn(seen[page]!, area)).toBeCloseTo(blackIn(plain[page]!, area), 3)
  }
})

test('a phrase is found in its place on rotated and cropped pages', async () => {
  const written = [at(100, 700, 'Yara Haddad', 24)]
  const turned = [0, 90, 180, 270].map(rotation => ({
    written,
    about: `/MediaBox [0 0 ${a4.width} ${a4.height}] /Rotate ${rotation}`,
  }))
  const cropped = { written, about: '/MediaBox [-50 -50 800 1000] /CropBox [80 600 400 800]' }
  const gone = { written, about: '/MediaBox [0 0 595 842] /CropBox [0 0 595 500]' }
  const { occurrences, seen } = await redacted(pdfOfText([...turned, cropped, gone]), ['haddad'])
  expect(occurrences[0]!.map(({ page, areas }) => [page, areas.length])).toEqual([
    [1, 1],
    [2, 1],
    [3, 1],
    [4, 1],
    [5, 1],
    [6, 0],
  ])
  // "Haddad" starts about 58 points to the right of the start of "Yara", and is about 84 points wide.
  const [x, y, width, height] = [162, 842 - 700 - 16, 70, 14]
  expect(blackIn(seen[0]!, { left: x, top: y, width, height })).toBe(1)
  expect(blackIn(seen[1]!, { left: 842 - y - height, top: x, width: height, height: width })).toBe(1)
  expect(blackIn(seen[2]!, { left: 595 - x - width, top: 842 - y - height, width, height })).toBe(1)
  expect(blackIn(seen[3]!, { left: y, top: 595 - x - width, width: height, height: width })).toBe(1)
  expect(blackIn(seen[4]!, { left: x - 80, top: 800 - 700 - 16, width, height })).toBe(1)
  expect(seen.map(page => [page.width, page.height])).toEqual([
    [595, 842],
    [842, 595],
    [595, 842],
    [842, 595],
    [320, 200],
    [595, 500],
  ])
})

test('text in form fields and in the invisible layer of a scan is found, but not text in comments', async () => {
  const { occurrences, seen } = await redacted(await markedPdf(), [
    pdfMarks['value of a form field'],
    pdfMarks['invisible text'],
    pdfMarks['text of a comment'],
  ])
  expect(occurrences.map(found => found.length)).toEqual([1, 1, 0])
  expect(blackIn(seen[0]!, { ...shownAt.field, left: 64, width: 80, top: 749, height: 7 })).toBe(1)
  expect(blackIn(seen[0]!, around(64, 660, 80))).toBe(1)
})

test('form fields that store only a value are shown, and their text is found', async () => {
  const { occurrences, seen } = await redacted(formWithValue('Yara Haddad of Leeds'), ['Yara Haddad'])
  expect(occurrences[0]).toMatchObject([{ page: 1, areas: [{}] }])
  expect(blackIn(seen[0]!, around(64, 706, 60, 8))).toBe(1)
  expect(blackIn(seen[0]!, around(130, 706, 40, 8))).toBeGreaterThan(0.01)
})

test('an area that a person drew on a page without text is black', async () => {
  const { seen } = await redacted(emptyPdf, [], [{ page: 1, left: 5_000, top: 5_000, width: 2_500, height: 1_000 }])
  expect(blackIn(seen[0]!, { left: 298, top: 422, width: 147, height: 82 })).toBe(1)
  expect(blackIn(seen[0]!, { left: 298, top: 510, width: 148, height: 84 })).toBe(0)
})

test('the pages of a PDF that have no text are reported', async () => {
  const file = await stored(pdfOfText([a4Page(at(60, 700, 'Words')), a4Page(), a4Page(at(60, 700, ' '))]))
  expect(await findPhrases(files, file, [])).toEqual({ pages: 3, textless: [2, 3], occurrences: [] })
})

test('the pixel in the middle of a photo keeps its colour in a redacted copy', async () => {
  const [page] = (await redacted(await markedPdf(), [])).seen
  const pixel = (page!.across / page!.width) * 360 // the middle of the photo is 360 points from the left
  const row = Math.round((page!.across / page!.width) * (842 - 440))
  const [red, green, blue] = page!.pixels.subarray((row * page!.across + Math.round(pixel)) * 4)
  expect([red, green, blue].map(value => Math.round(value! / 16))).toEqual(
    [0x2f, 0x6f, 0x62].map(value => Math.round(value / 16)),
  )
})

test('a redacted copy passes the inspection of uploaded documents, and has no properties or attachments', async () => {
  const { content } = await redacted(pdfOfText([a4Page(at(60, 700, 'Words'))]), [])
  const again = await stored(content)
  const staged = await files.stage(await files.open(again.id), again.size)
  expect(await inspectFile(staged.path, 'application/pdf')).toEqual({ properties: [], attachments: 0 })
  await files.discard(staged)
})

test('a document of 15 pages gets a copy of 15 pages without text', async () => {
  const source = pdfOfText(Array.from({ length: 15 }, (_, page) => a4Page(at(60, 700, `Page ${page} of Yara Haddad`))))
  const { seen, pages } = await redacted(source, ['Yara Haddad'])
  expect([pages, seen.length, seen.every(({ text }) => text === '')]).toEqual([15, 15, true])
})

test('a document with too many pages or too many places to black out is refused', async () => {
  const many = await stored(pdfOfText(Array.from({ length: mostRedactedPages + 100 }, () => a4Page())))
  await expect(findPhrases(files, many, [])).rejects.toMatchObject({ reason: 'pages' })
  await expect(redactPdf(files, many, [], () => {})).rejects.toMatchObject({ reason: 'pages' })
  const full = await stored(
    pdfOfText(
      Array.from({ length: 60 }, () =>
        a4Page(...Array.from({ length: 100 }, (_, line) => at(60, 20 + line * 8, 'Haddad', 6))),
      ),
    ),
  )
  await expect(findPhrases(files, full, ['Haddad'])).rejects.toMatchObject({ reason: 'places' })
})

test('pages of extreme sizes are copied, each at most 14,400 points wide and high', async () => {
  const sizes = [
    [14_400, 14_400],
    [14_400, 3],
    [4, 14_400],
    [3, 3],
    [200_000, 100_000],
  ]
  const source = pdfOfText(
    sizes.map(([width, height]) => ({ written: [at(1, 1, 'Haddad', 2)], about: `/MediaBox [0 0 ${width} ${height}]` })),
  )
  const { seen } = await redacted(source, ['Haddad'])
  expect(seen.map(({ width, height }) => [width, height])).toEqual([
    [14_400, 14_400],
    [14_400, 3],
    [4, 14_400],
    [3, 3],
    [14_400, 14_400],
  ])
})

test('a picture is refused, because it is not a PDF, and leaves nothing in staging', async () => {
  const file = await stored(await jpeg())
  await expect(findPhrases(files, file, [])).rejects.toMatchObject({ reason: 'unreadable' })
  await expect(redactPdf(files, file, [], () => {})).rejects.toMatchObject({ reason: 'unreadable' })
  expect(await readdir(join(uploads, 'staging'))).toEqual([])
})

test('making a redacted copy can be stopped between two pages, and leaves nothing in staging', async () => {
  const file = await stored(pdfOfText([a4Page(), a4Page(), a4Page()]))
  const stop = () => {
    throw new Error('stopped')
  }
  await expect(redactPdf(files, file, [], stop)).rejects.toThrow('stopped')
  expect(await readdir(join(uploads, 'staging'))).toEqual([])
})
