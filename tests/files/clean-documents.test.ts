import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ZipArchive } from 'archiver'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { cleanerOf } from '../../src/files/cleaner.ts'
import { kindOf } from '../../src/files/kind.ts'
import { decodable, markedPictures, samples } from '../support/marked-pictures.ts'
import { openSheet, openText, relationships, slides, wordDocument, workbook } from '../support/office-files.ts'
import { mark, pdf, type Parts } from '../support/sample-files.ts'
import { everyByteOf, unpacked } from '../support/unpacked.ts'

// Cleaning a document removes data about people, places and computers, and keeps everything else.
// Such data can be in pictures, recordings, embedded PDFs, links to templates and ZIP entries.

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

async function pictureParts(media: string): Promise<Parts> {
  const parts: Record<string, Buffer> = {}
  for (const [ending, make] of Object.entries(markedPictures)) parts[`${media}/image-${ending}.dat`] = await make()
  return parts
}

const jpegs = async (): Promise<Buffer> => markedPictures['jpeg']!()
const documents: readonly [string, () => Promise<Buffer>, string][] = [
  [
    'DOCX',
    async () =>
      wordDocument('<w:p/>', [['image', 'media/image-jpeg.dat']], {
        ...(await pictureParts('word/media')),
        '_rels/.rels': relationships(['metadata/thumbnail', 'docProps/preview.jpeg']),
        'docProps/preview.jpeg': await jpegs(),
        'word/embeddings/Sheet.xlsx': workbook('', {
          'docProps/thumbnail.wmf': mark,
          'xl/media/a.jpeg': await jpegs(),
        }),
      }),
    'a.docx',
  ],
  ['XLSX', async () => workbook('', { ...(await pictureParts('xl/media')), 'docProps/thumbnail.emf': mark }), 'a.xlsx'],
  [
    'PPTX',
    async () => slides('', [], { ...(await pictureParts('ppt/media')), 'docProps/thumbnail.jpeg': await jpegs() }),
    'a.pptx',
  ],
  [
    'ODT',
    async () =>
      openText('', { ...(await pictureParts('Pictures')), 'Thumbnails/thumbnail.png': await markedPictures['png']!() }),
    'a.odt',
  ],
  ['ODS', async () => openSheet('', await pictureParts('Pictures')), 'a.ods'],
]

test.each(documents)('a cleaned %s has none of the marks that its pictures had', async (_kind, make, name) => {
  const source = await make()
  for (const { name: part, content } of unpacked(source))
    if (/image-|thumbnail|preview|Sheet/.test(part))
      expect([part, everyByteOf(content).includes(mark)]).toEqual([part, true])
  const stored = await cleaned(source, name)
  expect(everyByteOf(stored).includes(mark)).toBe(false)
  expect(everyByteOf(stored).includes(Buffer.from(mark, 'utf16le'))).toBe(false)
})

test.each(documents)(
  'cleaning a document (%s) preserves the pixels of its pictures, its other parts and their order',
  async (_kind, make, name) => {
    const [before, after] = [unpacked(await make()), unpacked(await cleaned(await make(), name))]
    expect(after.map(part => part.name)).toEqual(before.map(part => part.name))
    for (const [index, { name: part, content, isPacked }] of before.entries()) {
      const now = after[index]!
      const type = decodable.find(each => part.includes(`image-${each}.`))
      expect([part, now.isPacked]).toEqual([part, isPacked])
      if (type) expect(await pixelsOf(now.content)).toEqual(await pixelsOf(content))
      else if (!/image-|thumbnail|preview|Sheet/.test(part)) expect(now.content).toEqual(content)
    }
  },
)

const pixelsOf = async (bytes: Buffer): Promise<unknown> => ({
  ...(await sharp(bytes).raw().toBuffer({ resolveWithObject: true })),
  orientation: (await sharp(bytes).metadata()).orientation,
})

test('a cleaned photo keeps its orientation and colours, and no other information', async () => {
  const stored = await cleaned(await documents[0]![1](), 'a.docx')
  const photo = unpacked(stored).find(({ name }) => name.endsWith('image-jpeg.dat'))!.content
  const { orientation, exif, xmp, iptc, comments } = await sharp(photo).metadata()
  expect({ orientation, xmp, iptc, comments }).toEqual({ orientation: 6 })
  expect(exif!.length).toBeLessThan(2_000)
  const painted = unpacked(stored).find(({ name }) => name.endsWith('image-webp.dat'))!.content
  expect((await sharp(painted).metadata()).icc!.toString('latin1', 36, 40)).toBe('acsp')
})

test.each(['mp4', 'mp3', 'wav'])(
  'a recording (%s) in a cleaned presentation keeps its samples in place',
  async ending => {
    const source = slides('', [], await pictureParts('ppt/media'))
    const [before, after] = [unpacked(source), unpacked(await cleaned(source, 'a.pptx'))].map(
      parts => parts.find(({ name }) => name.endsWith(`image-${ending}.dat`))!.content,
    )
    expect(before!.indexOf(samples)).toBeGreaterThan(0)
    expect(after!.indexOf(samples)).toBe(before!.indexOf(samples))
  },
)

test('a cleaned OpenDocument text still starts with its type, uncompressed', async () => {
  const stored = await cleaned(openText(''), 'a.odt')
  expect(stored.toString('latin1', 30, 38)).toBe('mimetype')
  expect(stored.toString('latin1', 38, 38 + 39)).toBe('application/vnd.oasis.opendocument.text')
})

test('the ZIP entries of a cleaned document have no times, comments, attributes or extra fields', async () => {
  const archive = new ZipArchive({ comment: mark })
  for (const { name, content } of unpacked(wordDocument('<w:p/>'))) archive.append(content, { name, mode: 0o644 })
  const written = buffer(archive)
  await archive.finalize()
  const source = await written
  expect(source.includes(mark)).toBe(true)
  expect(unpacked(source)[0]!.about).not.toMatchObject({ date: 0x21 })
  const stored = await cleaned(source, 'a.docx')
  expect(stored.includes(mark)).toBe(false)
  const nothing = { time: 0, date: 0x21, extra: 0, comment: 0, attributes: 0 }
  expect(unpacked(stored).map(({ about }) => about)).toEqual(unpacked(stored).map(() => nothing))
})

test('a document with bytes after the end of a compressed part is refused', async () => {
  const source = wordDocument('<w:p/>', [], { 'word/last.xml': '<a/>' })
  const at = source.lastIndexOf('PK\x03\x04', undefined, 'latin1')
  const [line, end] = [
    source.indexOf('PK\x01\x02', at, 'latin1'),
    source.lastIndexOf('PK\x05\x06', undefined, 'latin1'),
  ]
  const hidden = Buffer.from(mark)
  const bytes = Buffer.concat([source.subarray(0, line), hidden, source.subarray(line)])
  const lastLine = bytes.lastIndexOf('PK\x01\x02', undefined, 'latin1')
  bytes.writeUInt32LE(bytes.readUInt32LE(at + 18) + hidden.length, at + 18)
  bytes.writeUInt32LE(bytes.readUInt32LE(lastLine + 20) + hidden.length, lastLine + 20)
  bytes.writeUInt32LE(line + hidden.length, end + hidden.length + 16)
  await expect(cleaned(bytes, 'a.docx')).rejects.toThrow('disagrees')
})

test('a cleaned document does not contain the path of its template', async () => {
  const path = String.raw`file:///C:\Staff\Halima\Council.dotx`
  const related = relationships(['attachedTemplate', path, 'External'], ['image', 'media/a&amp;b.png'])
  const source = wordDocument('', [], { 'word/_rels/settings.xml.rels': related })
  const stored = unpacked(await cleaned(source, 'a.docx'))
  const text = stored.find(({ name }) => name.includes('settings'))!.content.toString()
  expect(text).toContain('Target="Council.dotx" TargetMode="External"')
  expect(text).toContain('Target="media/a&#38;b.png"')
  expect(everyByteOf(await cleaned(source, 'a.docx')).includes('Halima')).toBe(false)
})

const inMedia = (content: Buffer, name: string) => wordDocument('', [], { [`word/media/${name}`]: content })
const container = (head: string) => Buffer.concat([Buffer.from(head, 'latin1'), Buffer.alloc(600)])
const uncleanable: readonly [string, () => Promise<Buffer> | Buffer, string][] = [
  ['a HEIC', () => inMedia(container('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), 'a.heic'), 'a.docx'],
  ['an AVIF', () => inMedia(container('\0\0\0\x18ftypavif'), 'a.png'), 'a.docx'],
  ['a FLAC', () => inMedia(container('fLaC\x84'), 'a.bin'), 'a.docx'],
  ['a Windows Media film', () => inMedia(container('\x30\x26\xb2\x75\x8e\x66\xcf\x11'), 'a.wmv'), 'a.docx'],
  ['an unknown picture', () => inMedia(container('unknown'), 'a.png'), 'a.docx'],
  [
    'a photo in Base64 in the text of an ODT',
    async () => openText(`<office:binary-data>${(await jpegs()).toString('base64')}</office:binary-data>`),
    'a.odt',
  ],
  [
    'a photo in a data: address of an ODT',
    async () => openText(`<draw:image xlink:href="data:image/jpeg;base64,${(await jpegs()).toString('base64')}"/>`),
    'a.odt',
  ],
  [
    'a photo in a data: address of VML',
    async () => wordDocument(`<v:imagedata src="data:image/jpeg;base64,${(await jpegs()).toString('base64')}"/>`),
    'a.docx',
  ],
  [
    'a photo that is not in Base64, in an SVG',
    () => inMedia(Buffer.from('<svg><image href="data:image/jpeg,%FF"/></svg>'), 'a.svg'),
    'a.docx',
  ],
]

test.each(uncleanable)('a document with %s is refused', async (_what, make, name) => {
  const [from, to] = [join(folder, 'from'), join(folder, 'to')]
  await rm(to, { force: true })
  await writeFile(from, await make())
  const kind = await kindOf(from, name)
  const refused = 'refused' in kind ? kind.refused : await cleanerOf(kind.type)!(from, to, kind.type)
  await rm(to, { force: true })
  expect(refused).toBe('uncleanable')
})

test('a PDF inside a document is cleaned too', async () => {
  const inner = Buffer.concat([pdf, Buffer.from(mark)])
  const stored = await cleaned(wordDocument('', [], { 'word/embeddings/a.bin': inner }), 'a.docx')
  const part = unpacked(stored).find(({ name }) => name.endsWith('a.bin'))!.content
  expect([part.toString('latin1', 0, 5), part.includes(mark)]).toEqual(['%PDF-', false])
})

const manifestNames = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
const versionLine = (path: string) =>
  `<manifest:file-entry manifest:full-path="${path}" manifest:media-type="x&amp;y"/>`
const withEarlierVersions = (inner: Parts = {}) =>
  openText('<text:p>Our policy</text:p>', {
    ...inner,
    'VersionList.xml': `<VL:list><VL:version-entry VL:comment="${mark}" VL:creator="${mark}"/></VL:list>`,
    'Versions/Version1': openText(`<text:p>${mark}</text:p>`, {
      'meta.xml': `<meta><creator>${mark}</creator></meta>`,
    }),
    'META-INF/manifest.xml':
      '<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">' +
      `<manifest:manifest ${manifestNames} manifest:version="1.3">` +
      ['/', 'content.xml', 'VersionList.xml', 'Versions/', 'Versions/Version1'].map(versionLine).join('') +
      '</manifest:manifest>',
  })

test.each([
  ['an ODT', withEarlierVersions(), 'a.odt', ''],
  ['an ODT inside', wordDocument('', [], { 'word/embeddings/a.odt': withEarlierVersions() }), 'a.docx', 'a.odt'],
  [
    'an ODT whose earlier version has an earlier version',
    withEarlierVersions({ 'Versions/Version2': withEarlierVersions() }),
    'a.odt',
    '',
  ],
])(
  'the earlier versions in %s are left out, and its manifest does not name them',
  async (_what, source, name, inner) => {
    expect(everyByteOf(source).includes(mark)).toBe(true)
    const stored = await cleaned(source, name)
    expect(everyByteOf(stored).includes(mark)).toBe(false)
    const parts = unpacked(inner ? unpacked(stored).find(part => part.name.endsWith(inner))!.content : stored)
    expect(parts.map(part => part.name)).toEqual(['mimetype', 'META-INF/manifest.xml', 'content.xml'])
    expect(parts[1]!.content.toString()).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        `<manifest:manifest ${manifestNames} manifest:version="1.3">` +
        `${versionLine('/')}${versionLine('content.xml')}</manifest:manifest>`.replaceAll('&amp;', '&#38;'),
    )
  },
)

test('the properties of earlier versions are not asked about', async () => {
  const path = join(folder, 'from')
  await writeFile(path, withEarlierVersions())
  expect(await kindOf(path, 'a.odt')).toMatchObject({ properties: [] })
})

test('a folder of an Office document that is named “Versions” is kept', async () => {
  const stored = await cleaned(wordDocument('', [], { 'Versions/a.xml': '<a/>' }), 'a.docx')
  expect(unpacked(stored).map(({ name }) => name)).toContain('Versions/a.xml')
})
