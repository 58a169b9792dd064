import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync, inflateSync } from 'node:zlib'
import sharp from 'sharp'
import { cleanerOf } from '../../src/files/cleaner.ts'
import { askForDocument } from '../../src/files/document.ts'
import { kindOf } from '../../src/files/kind.ts'
import type { Job } from '../../src/files/limited-process.ts'
import { pdfOfPages, scanned } from '../support/document-texts.ts'
import { forbiddingPdf, pdf, pdfWithAttachment } from '../support/pdf-files.ts'
import { jpegWithMarks as jpegs, mark, packed } from '../support/sample-files.ts'

// PDFium rewrites each PDF before it is stored, without hidden content or the metadata of its pictures.

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clean-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Cleans a file, checks that the result is still recognised as the same type, and returns its bytes. */
async function cleaned(bytes: Buffer, name: string): Promise<Buffer> {
  const [from, to] = [join(folder, 'from'), join(folder, 'to')]
  await rm(to, { force: true })
  await writeFile(from, bytes)
  const kind = await kindOf(from, name)
  if ('refused' in kind) throw new Error(kind.refused)
  expect(await cleanerOf(kind.type)!(from, to, kind.type)).toBeNull()
  expect(await kindOf(to, name)).toEqual({ ...kind, attachments: 0 })
  expect((await readdir(folder)).toSorted()).toEqual(['from', 'to'])
  return readFile(to)
}

const pixelsOf = async (bytes: Buffer): Promise<unknown> => ({
  ...(await sharp(bytes).raw().toBuffer({ resolveWithObject: true })),
  orientation: (await sharp(bytes).metadata()).orientation,
})

const image = (about: string, data: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(
      '<< /Type /XObject /Subtype /Image /Width 120 /Height 80 /ColorSpace /DeviceRGB /BitsPerComponent 8 ' +
        `${about} /Length ${data.length} >>\nstream\n`,
    ),
    data,
    Buffer.from('\nendstream'),
  ])

/** A PDF with one page, filled by the picture, which is object 100. */
const onPage = (...objects: Buffer[]) => pdfOfPages([{ content: scanned }], '', objects)

/** The bytes of the picture in a PDF, decoded with `unpack`. Without `unpack`, they are returned as stored. */
function pictureIn(bytes: Buffer, unpack: (data: Buffer) => Buffer = data => data): Buffer {
  const [about, length] = /<<[^<>]*\/Length (\d+)[^<>]*\/Subtype\/Image[^<>]*>>stream\r\n/.exec(
    bytes.toString('latin1'),
  )!
  const at = bytes.indexOf(about) + about.length
  return unpack(bytes.subarray(at, at + Number(length)))
}

const fromHex = (data: Buffer) => Buffer.from(data.toString('latin1').split('>')[0]!, 'hex')
const toHex = (data: Buffer) => Buffer.from(`${data.toString('hex')}>`)
const toAscii85 = (data: Buffer) => {
  let text = ''
  for (let at = 0; at < data.length; at += 4) {
    const group = Buffer.alloc(4)
    const length = data.copy(group, 0, at, at + 4)
    const digits = [4, 3, 2, 1, 0].map(power => 33 + (Math.floor(group.readUInt32BE() / 85 ** power) % 85))
    text += length === 4 && group.readUInt32BE() === 0 ? 'z' : String.fromCharCode(...digits.slice(0, length + 1))
  }
  return Buffer.from(`${text}~>`)
}

const fromAscii85 = (data: Buffer) => {
  const text = data.toString('latin1').split('~')[0]!.replaceAll('z', '!!!!!')
  const groups = text.match(/[^]{1,5}/g)!.map(group => {
    const value = [...group.padEnd(5, 'u')].reduce((sum, letter) => sum * 85 + letter.charCodeAt(0) - 33, 0)
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return bytes.subarray(0, group.length - 1)
  })
  return Buffer.concat(groups)
}

const packings: readonly [string, string, (data: Buffer) => Buffer, (data: Buffer) => Buffer][] = [
  ['as it is', '/DCTDecode', data => data, data => data],
  ['packed', '[/FlateDecode /DCTDecode]', deflateSync, inflateSync],
  ['packed, with short names', '[/Fl /DCT]', deflateSync, inflateSync],
  [
    'packed twice',
    '[/Fl /Fl /DCTDecode]',
    data => deflateSync(deflateSync(data)),
    data => inflateSync(inflateSync(data)),
  ],
  ['in hexadecimal digits', '[/ASCIIHexDecode /DCTDecode]', toHex, fromHex],
  [
    'packed in hexadecimal digits',
    '[/AHx /Fl /DCT]',
    data => toHex(deflateSync(data)),
    data => inflateSync(fromHex(data)),
  ],
  ['in ASCII85', '[/ASCII85Decode /DCTDecode]', toAscii85, fromAscii85],
  [
    'packed in ASCII85',
    '[/A85 /FlateDecode /DCT]',
    data => toAscii85(deflateSync(data)),
    data => inflateSync(fromAscii85(data)),
  ],
]

test.each(packings)('a photo in a PDF loses its metadata: %s', async (_how, filter, pack, unpack) => {
  const photo = (await jpegs()).subarray(0, -mark.length)
  const source = onPage(image(`/Filter ${filter}`, pack(photo)))
  const before = await drawn(source)
  const stored = await cleaned(source, 'a.pdf')
  expect(await drawn(stored)).toEqual(before)
  expect(unpack(pack(photo)).includes(mark)).toBe(true)
  const now = pictureIn(stored, unpack)
  expect(now.includes(mark)).toBe(false)
  expect(await pixelsOf(now)).toEqual(await pixelsOf(photo))
})

test('a video after a photo in a PDF is removed', async () => {
  const photo = await jpegs()
  const video = Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42'), Buffer.from(mark)])
  const source = onPage(image('/Filter /DCTDecode', Buffer.concat([photo, video])))
  expect(source.includes(video)).toBe(true)
  const stored = await cleaned(source, 'a.pdf')
  expect([stored.includes(mark), stored.includes('ftypmp42')]).toEqual([false, false])
})

test('a JPEG 2000 in a PDF loses its metadata and comments', async () => {
  const box = (type: string, content: Buffer) => {
    const head = Buffer.from(`\0\0\0\0${type}`, 'latin1')
    head.writeUInt32BE(8 + content.length)
    return Buffer.concat([head, content])
  }
  const comment = Buffer.concat([Buffer.from([0xff, 0x64, 0, mark.length + 4, 0, 1]), Buffer.from(mark)])
  const code = Buffer.concat([Buffer.from('ff4fff51000400', 'hex').subarray(0, 4), Buffer.from([0, 2]), comment])
  const picture = Buffer.concat([
    box('jP  ', Buffer.from('0d0a870a', 'hex')),
    box('ftyp', Buffer.from('jp2 \0\0\0\0jp2 ')),
    box('uuid', Buffer.from(`<x:xmpmeta>${mark}`)),
    box('xml ', Buffer.from(mark)),
    box('jp2c', Buffer.concat([code, Buffer.from('ff90', 'hex')])),
  ])
  const source = onPage(image('/Filter /JPXDecode', picture))
  expect(source.toString('latin1').split(mark).length).toBe(4)
  const now = pictureIn(await cleaned(source, 'a.pdf'))
  expect([now.includes(mark), now.length, now.includes('jp2c')]).toEqual([false, picture.length, true])
})

test('a PDF keeps plain metadata, and loses compressed or hexadecimal metadata', async () => {
  const about = `<x:xmpmeta><dc:creator>${mark}</dc:creator></x:xmpmeta>`
  const plain = `<< /Type /Metadata /Subtype /XML /Length ${about.length} >>\nstream\n${about}\nendstream`
  const kept = await cleaned(pdf('/Metadata 6 0 R', [plain]), 'a.pdf')
  expect(kept.includes(mark)).toBe(true)
  for (const metadata of [packed('/Type /Metadata /Subtype /XML', about), inHexadecimal(about)]) {
    const stored = await cleaned(pdf('/Metadata 6 0 R', [metadata]), 'a.pdf')
    expect(/Type\/Metadata>>stream\s+endstream/.test(stored.toString('latin1'))).toBe(true)
  }
})

// Locations are always removed. Other metadata is removed if the check for personal details cannot read it.
test.each([
  ['a location', '<x:xmpmeta><exif:GPSLatitude>53,22.8N</exif:GPSLatitude></x:xmpmeta>'],
  ['a place', '<x:xmpmeta><rdf:Description photoshop:City="Tilverton"/></x:xmpmeta>'],
  ['an old wrapper', '<x:xapmeta><dc:creator>Halima</dc:creator></x:xapmeta>'],
  ['no wrapper', '<rdf:RDF><dc:creator>Halima</dc:creator></rdf:RDF>'],
  ['UTF-16', Buffer.from('\ufeff<x:xmpmeta><dc:creator>Halima</dc:creator></x:xmpmeta>', 'utf16le')],
  ['invalid XML', '<x:xmpmeta><dc:creator>Halima</x:xmpmeta>'],
])('a PDF loses metadata with %s', async (_what, about) => {
  const head = `<< /Type /Metadata /Subtype /XML /Length ${about.length} >>\nstream\n`
  const metadata = Buffer.concat([Buffer.from(head), Buffer.from(about as string), Buffer.from('\nendstream')])
  const stored = await cleaned(pdf('/Metadata 6 0 R', [metadata]), 'a.pdf')
  expect(/Type\/Metadata[^>]*>>stream\s+endstream/.test(stored.toString('latin1'))).toBe(true)
})

test.each([
  ['plain', '', Buffer.from],
  ['compressed', '/Filter /FlateDecode', deflateSync],
])('a PDF loses %s metadata without a type, which PDFium compresses', async (_what, filter, pack) => {
  const about = pack('<x:xmpmeta><exif:GPSLatitude>53,22.8N</exif:GPSLatitude></x:xmpmeta>')
  const head = `<< /Subtype /XML ${filter} /Length ${about.length} >>\nstream\n`
  const metadata = Buffer.concat([Buffer.from(head), about, Buffer.from('\nendstream')])
  const stored = await cleaned(pdf('/Metadata 6 0 R', [metadata]), 'a.pdf')
  expect(/Subtype\/XML[^>]*>>stream\s+endstream/.test(stored.toString('latin1'))).toBe(true)
})

const inHexadecimal = (text: string): string => {
  const data = toHex(Buffer.from(text)).toString()
  const about = `/Type /Metadata /Subtype /XML /Filter /ASCIIHexDecode /Length ${data.length}`
  return `<< ${about} >>\nstream\n${data}\nendstream`
}

test('a PDF loses the metadata of a picture', async () => {
  const about = `<x:xmpmeta><exif:GPSLatitude>${mark}</exif:GPSLatitude></x:xmpmeta>`
  const plain = Buffer.from(`<< /Type /Metadata /Length ${about.length} >>\nstream\n${about}\nendstream`)
  const photo = image('/Metadata 101 0 R /Filter /DCTDecode', Buffer.from('ffd8ffd9', 'hex'))
  for (const metadata of [plain, packed('/Type /Metadata', about)]) {
    const source = onPage(photo, metadata)
    expect(unpackedPdf(source).includes(mark)).toBe(true)
    const stored = await cleaned(source, 'a.pdf')
    expect([unpackedPdf(stored).includes(mark), stored.includes('/Metadata')]).toEqual([false, false])
    expect(stored.includes('/Subtype/Image')).toBe(true)
  }
})

const shownPage = pdfOfPages([{ lines: ['Shown'] }])
const leftovers: readonly [string, Buffer][] = [
  ['in an earlier version', withEarlier(pdfOfPages([{ lines: [mark] }]), pdfOfPages([{ lines: ['Redacted'] }]))],
  ['in an unused object', pdfOfPages([{ lines: ['Shown'] }], '', ['null', packed('', mark)])],
  ['after its end', Buffer.concat([shownPage, Buffer.from(`\n${mark}\n`)])],
  ['before its beginning', Buffer.concat([shownPage.subarray(0, 9), Buffer.from(`%${mark}\n`), shownPage.subarray(9)])],
  [
    'in the private data of a program',
    pdfOfPages([{ lines: ['x'] }], '/PieceInfo << /App << /LastModified (D:2026) /Private 101 0 R >> >>', [
      'null',
      packed('', mark),
    ]),
  ],
  ['in the thumbnail of a page', pdf('', [image('', Buffer.from(mark))], { page: '/Thumb 6 0 R' })],
]

test.each(leftovers)('a PDF loses marks that PDF readers do not show: %s', async (_where, source) => {
  expect(unpackedPdf(source).includes(mark)).toBe(true)
  expect(unpackedPdf(await cleaned(source, 'a.pdf')).includes(mark)).toBe(false)
})

test('a rewritten PDF keeps its pages, text, fields, tags and appearance', async () => {
  const field = '<< /Type /Annot /Subtype /Widget /FT /Tx /T (n) /Rect [9 9 99 20] /V (Amal) >>'
  const tags = '/MarkInfo << /Marked true >> /StructTreeRoot 100 0 R /Lang (en-GB)'
  const source = pdfOfPages(
    [
      { lines: ['First page'], notes: [field] },
      { content: '1 0 0 rg 60 60 200 300 re f', lines: ['Second page'] },
    ],
    `${tags} /PageLabels << /Nums [0 << /S /r >>] >>`,
    ['<< /K [101 0 R] >>', '<< /Type /StructElem /S /Figure /P 100 0 R /Alt (A reading group) >>'],
  )
  const before = [await drawn(source, 1), await drawn(source, 2), await textOf(source)]
  const stored = await cleaned(source, 'a.pdf')
  expect([await drawn(stored, 1), await drawn(stored, 2), await textOf(stored)]).toEqual(before)
  expect(before[2]).toContain('Second page')
  for (const kept of ['/Marked true', '/S/Figure', '(A reading group)', '(Amal)', '(en-GB)', '/PageLabels'])
    expect(stored.toString('latin1')).toContain(kept)
})

test('a PDF loses its attachments, wherever they are stored', async () => {
  const source = pdfWithAttachment(mark)
  expect(source.includes(mark)).toBe(true)
  await writeFile(join(folder, 'from'), source)
  expect(await kindOf(join(folder, 'from'), 'a.pdf')).toMatchObject({ type: 'application/pdf', attachments: 2 })
  const stored = await cleaned(source, 'a.pdf')
  expect(stored.includes(mark)).toBe(false)
  expect(stored.includes('/EmbeddedFile')).toBe(false)
})

test('a PDF loses a password that only restricts its use, and its content is still checked', async () => {
  const stored = await cleaned(forbiddingPdf('', '[3 0 R /Fit]'), 'a.pdf')
  expect(stored.includes('/Encrypt')).toBe(false)
  const page = stored.subarray(stored.indexOf('stream\r\n') + 'stream\r\n'.length)
  expect(inflateSync(page).toString()).toBe('0 0 100 100 re f')
  await expect(cleaned(forbiddingPdf('', '<< /S /Launch /F <00> >>'), 'a.pdf')).rejects.toThrow('script')
  await expect(cleaned(forbiddingPdf('secret', '[3 0 R /Fit]'), 'a.pdf')).rejects.toThrow('encrypted')
})

/** A PDF with an earlier document before it, as if a program had appended only the changes. */
function withEarlier(earlier: Buffer, later: Buffer): Buffer {
  const table = later.lastIndexOf('xref\n0 ')
  const moved = later
    .subarray(table)
    .toString('latin1')
    .replace(
      /^(\d{10}) 00000 n/gm,
      (_, at: string) => `${String(Number(at) + earlier.length).padStart(10, '0')} 00000 n`,
    )
    .replace(/startxref\n\d+/, `startxref\n${earlier.length + table}`)
  return Buffer.concat([earlier, later.subarray(0, table), Buffer.from(moved, 'latin1')])
}

/** The bytes of a PDF, followed by each of its streams decompressed. */
function unpackedPdf(bytes: Buffer): Buffer {
  const pieces = [bytes]
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', at + 1))
    try {
      pieces.push(inflateSync(bytes.subarray(bytes.indexOf('\n', at) + 1)))
    } catch {
      // this stream is not compressed
    }
  return Buffer.concat(pieces)
}

/** A page of a PDF as the document process draws it. */
async function drawn(bytes: Buffer, page = 1): Promise<Buffer> {
  return asked(bytes, { task: 'draw a page', page, longest: 400 })
}

async function textOf(bytes: Buffer): Promise<string> {
  return (await asked(bytes, { task: 'read the text', type: 'application/pdf' })).toString()
}

async function asked(bytes: Buffer, job: Job): Promise<Buffer> {
  const [from, to] = [join(folder, 'asked'), join(folder, 'answered')]
  try {
    await writeFile(from, bytes)
    expect(await askForDocument(from)({ ...job, from, to })).toMatchObject({ said: { refused: null } })
    return await readFile(to)
  } finally {
    await rm(from, { force: true })
    await rm(to, { force: true })
  }
}
