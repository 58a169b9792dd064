import { afterAll, expect, test } from '@jest/globals'
import { mkdtempSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { kindOf } from '../../src/files/kind.ts'
import { forbiddingPdf } from '../support/pdf-files.ts'
import * as sample from '../support/sample-files.ts'

/** All tests share one folder, because each folder has its own child process that opens documents. */
const folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'kind-'))
afterAll(() => rm(folder, { recursive: true }))

async function kindOfBytes(bytes: Buffer, name: string): Promise<string> {
  await writeFile(join(folder, 'it'), bytes)
  const kind = await kindOf(join(folder, 'it'), name)
  return 'refused' in kind ? kind.refused : kind.type
}

/** Each property as "property: text", or the reason why the file is refused. */
async function propertiesOf(bytes: Buffer, name: string): Promise<string[] | string> {
  await writeFile(join(folder, 'it'), bytes)
  const kind = await kindOf(join(folder, 'it'), name)
  return 'refused' in kind ? kind.refused : kind.properties.map(({ property, text }) => `${property}: ${text}`)
}

const xmp =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/">' +
  '<rdf:Description pdf:Keywords="door, Selam" xmp:CreatorTool="Writer"><dc:creator><rdf:Seq>' +
  '<rdf:li>Halima</rdf:li><rdf:li>Warsame</rdf:li></rdf:Seq></dc:creator></rdf:Description></x:xmpmeta>'
const pdfStream = (text: string) =>
  `<< /Type /Metadata /Subtype /XML /Length ${text.length} >>\nstream\n${text}\nendstream`
const plainXmp = pdfStream(xmp)
const core = (text: string) => sample.docxBy(`<dc:creator>${text}</dc:creator>`)
const creators = (count: number) =>
  sample.docxBy(Array.from({ length: count }, (_, each) => `<dc:creator>Writer ${each}</dc:creator>`).join(''))

test.each([
  [
    'a DOCX',
    sample.docxBy(
      '<dc:title>Welcome &amp; hello</dc:title><dc:creator>Halima ' +
        'Warsame</dc:creator><cp:lastModifiedBy>Selam</cp:lastModifiedBy><dc:description>Ring ' +
        '&#x30;7700</dc:description><dc:subject/><cp:revision>4</cp:revision>',
      '<Company>Fellside</Company><Manager>Idris</Manager>',
    ),
    'a.docx',
    [
      'title: Welcome & hello',
      'author: Halima Warsame',
      'changed: Selam',
      'comments: Ring 07700',
      'company: Fellside',
      'manager: Idris',
    ],
  ],
  [
    'an XLSX with a custom property',
    sample.office('xl/workbook.xml', {
      'docProps/custom.xml':
        '<Properties><property name="Case"><vt:lpwstr>AB1234567</vt:lpwstr></property></Properties>',
    }),
    'a.xlsx',
    ['other: AB1234567'],
  ],
  [
    'a DOCX that a server wrote, with its properties in another part',
    sample.office('word/document.xml', {
      'package/services/metadata/core-properties/0a1b.psmdcp':
        '<coreProperties><dc:creator>Halima Warsame</dc:creator></coreProperties>',
    }),
    'a.docx',
    ['author: Halima Warsame'],
  ],
  [
    'a PDF with an owner, rights and the contact details of a photographer',
    sample.pdfBy(
      '',
      pdfStream(
        '<x:xmpmeta><xmpRights:Owner>Halima</xmpRights:Owner><dc:rights>Selam</dc:rights>' +
          '<CiTelWork>07700 900123</CiTelWork><CiAdrPcode>TV1 2AB</CiAdrPcode></x:xmpmeta>',
      ),
    ),
    'a.pdf',
    ['author: Halima', 'other: Selam', 'author: 07700 900123', 'author: TV1 2AB'],
  ],
  [
    'a PPTX in UTF-16',
    sample.office('ppt/presentation.xml', {
      'docProps/core.xml': Buffer.from('\ufeff<c><dc:creator>ሰላም</dc:creator></c>', 'utf16le'),
    }),
    'a.pptx',
    ['author: ሰላም'],
  ],
  [
    'a DOCX with an embedded spreadsheet',
    sample.docxBy('', '', {
      'word/embeddings/table.xlsx': sample.office('xl/workbook.xml', {
        'docProps/core.xml': '<c><dc:creator>Halima</dc:creator></c>',
      }) as never,
    }),
    'a.docx',
    ['author: Halima'],
  ],
  [
    'an ODT',
    sample.openDocument('text', {
      'meta.xml':
        '<office:meta><meta:initial-creator>Halima Warsame</meta:initial-creator><dc:creator>Selam</dc:creator>' +
        '<meta:keyword>door</meta:keyword><meta:user-defined meta:name="Case">AB1234567</meta:user-defined>' +
        '<meta:editing-cycles>3</meta:editing-cycles></office:meta>',
    }),
    'a.odt',
    ['author: Halima Warsame', 'author: Selam', 'keywords: door', 'other: AB1234567'],
  ],
  [
    'an ODS',
    sample.openDocument('spreadsheet', { 'meta.xml': '<m><dc:title><![CDATA[A <table>]]></dc:title></m>' }),
    'a.ods',
    ['title: A <table>'],
  ],
  [
    'a PDF',
    sample.pdfBy('/Author (Halima Warsame) /Title <FEFF1230120B121D> /Producer (Writer)', plainXmp),
    'a.pdf',
    ['author: Halima Warsame', 'title: ሰላም', 'keywords: door, Selam'],
  ],
  [
    'a PDF whose XMP metadata is compressed and left out',
    sample.pdfBy('', sample.packed('/Type /Metadata /Subtype /XML', xmp)),
    'a.pdf',
    [],
  ],
  ['a DOCX without properties', sample.docx, 'a.docx', []],
  [
    'a DOCX that declares an XML entity',
    sample.office('word/document.xml', {
      'docProps/core.xml': '<!DOCTYPE c [<!ENTITY x "y">]><c><dc:creator>&x;</dc:creator></c>',
    }),
    'a.docx',
    'bomb',
  ],
  ['a DOCX that uses an undefined XML entity', core('&x;'), 'a.docx', 'damaged'],
  ['a DOCX that uses invalid XML characters', core('&#xFFFFFFFF; &#0;y'), 'a.docx', 'damaged'],
  ['a DOCX whose properties are cut off', core('Halima<![CDATA['), 'a.docx', 'damaged'],
  [
    'a DOCX with comments and nested elements in a property',
    core('Hal<!-- x -->ima <x><y>Warsame</y></x>'),
    'a.docx',
    ['author: Halima Warsame'],
  ],
  [
    'a PDF whose XMP metadata is not valid XML',
    sample.pdfBy('/Author (Selam)', plainXmp.replace('<dc:creator>', '<dc:creator')),
    'a.pdf',
    ['author: Selam'],
  ],
  [
    'a DOCX with an author of a million characters',
    core('n'.repeat(1_000_000)),
    'a.docx',
    [`author: ${'n'.repeat(300)}`],
  ],
  [
    'a PDF with half a surrogate pair',
    sample.pdfBy('/Author <FEFFD83D>', plainXmp),
    'a.pdf',
    ['author: \ufffd', 'keywords: door, Selam', 'author: Halima Warsame'],
  ],
])('the properties of %s are read, or the file is refused', async (_what, bytes, name, properties) => {
  expect(await propertiesOf(bytes, name)).toEqual(properties)
})

test('at most 60 properties are read, each of at most 300 characters', async () => {
  expect(await propertiesOf(creators(5_000), 'a.docx')).toHaveLength(60)
  const [long] = await propertiesOf(core('n'.repeat(5_000)), 'a.docx')
  expect(long).toHaveLength('author: '.length + 300)
})

const manyRepetitions: [text: string, expected: string | string[]][] = [
  ['<![CDATA['.repeat(100_000), 'damaged'],
  ['<a '.repeat(300_000), 'damaged'],
  ['<a>'.repeat(300_000), 'bomb'],
  [`<a ${' x:creator="'.repeat(50_000)}>`, 'damaged'],
  ['<constructor>Halima</constructor>', 'damaged'],
  ['<a __proto__="Halima"/>', 'damaged'],
  [`<dc:creator>${'n'.repeat(12 * 1024 ** 2)}</dc:creator>`, 'damaged'],
  [' '.repeat(17 * 1024 ** 2), 'bomb'],
  ['&#x'.repeat(300_000), 'damaged'],
  ['&#65;'.repeat(200_000), [`author: ${'A'.repeat(300)}`]],
  ['a:b='.repeat(200_000), [`author: ${'a:b='.repeat(75)}`]],
  ['<a/>'.repeat(250_000), []],
]
test.each(manyRepetitions.map(([text, expected]) => ({ start: text.slice(0, 12), text, expected })))(
  'hostile properties that start with $start are refused, or read within the limits',
  async ({ text, expected }) => {
    expect(await propertiesOf(core(text), 'a.docx')).toEqual(expected)
    expect(await propertiesOf(core('<dc:creator>Halima</dc:creator>'), 'a.docx')).toEqual(['author: Halima'])
  },
)

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

test.each([
  ['a photograph', sample.jpeg, 'Open day.JPG', 'image/jpeg'],
  ['a photograph without a file extension', sample.jpeg, 'photo', 'image/jpeg'],
  ['a photograph named as a PNG', sample.jpeg, 'screenshot.png', 'image/jpeg'],
  ['a JPEG photograph named as HEIC by a phone', sample.jpeg, 'IMG_0001.heic', 'image/jpeg'],
  ['a PNG', sample.png, 'poster.png', 'image/png'],
  ['a WebP', sample.webp, 'poster.webp', 'image/webp'],
  ['a PDF', sample.pdf, 'policy.pdf', 'application/pdf'],
  ['a PDF that only mentions scripts in a string', sample.pdfAboutScripts, 'leaflet.pdf', 'application/pdf'],
  ['a DOCX', sample.docx, 'policy.docx', docx],
  ['a DOCX whose name ends in a date', sample.docx, 'Minutes 12.03', docx],
  ['an XLSX', sample.xlsx, 'visits.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['a PPTX', sample.pptx, 'training.pptx', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  ['an ODT', sample.odt, 'policy.odt', 'application/vnd.oasis.opendocument.text'],
  ['an ODS', sample.ods, 'visits.ods', 'application/vnd.oasis.opendocument.spreadsheet'],
  ['a table', sample.csv, 'visits.csv', 'text/csv'],
  ['a table that begins with the letters BM, like a bitmap', sample.csvLikeABitmap, 'staff.csv', 'text/csv'],
  ['a table in an older encoding', sample.csvInWindows1252, 'costs.csv', 'text/csv'],
  ['a text', Buffer.from('<3 our libraries'), 'note.txt', 'text/plain'],
  ['a text in UTF-16', sample.textInUtf16, 'selam.txt', 'text/plain'],
  ['a text that quotes a tag in its middle', Buffer.from('Write <script> on the board'), 'lesson.txt', 'text/plain'],
  ['an MP3', sample.mp3, 'story time.mp3', 'audio/mpeg'],
  ['an MP4', sample.mp4, 'tour.mp4', 'video/mp4'],
  ['a MOV', sample.mov, 'IMG_0001.MOV', 'video/quicktime'],
  ['an M4A', sample.m4a, 'New Recording 3.m4a', 'audio/mp4'],
  ['an M4A named as an MP4', sample.m4a, 'talk.mp4', 'audio/mp4'],
])('%s is accepted', async (_what, bytes, name, type) => {
  expect(await kindOfBytes(typeof bytes === 'function' ? await bytes() : bytes, name)).toBe(type)
})

test.each([
  ['an animated PNG', sample.animatedPng, true],
  ['an animated PNG with one picture', () => sample.animatedPng(1), false],
  ['an animated WebP', sample.animatedWebp, true],
  ['a PNG', sample.png, false],
  ['a WebP', sample.webp, false],
  ['a JPEG', sample.jpeg, false],
])('the inspection of %s says whether it is animated', async (_what, bytes, isAnimated) => {
  await writeFile(join(folder, 'it'), await bytes())
  expect(await kindOf(join(folder, 'it'), 'poster')).toMatchObject({ isAnimated })
})

test.each([
  ['an empty file', Buffer.alloc(0), 'photo.jpg', 'empty'],
  ['a renamed program', sample.program, 'photo.jpg', 'executable'],
  ['a program without a file extension', sample.elf, 'list', 'executable'],
  ['a shell script', Buffer.from('#!/bin/sh\nrm -r .\n'), 'notes.txt', 'executable'],
  ['SVG bytes named as a photograph', sample.svg, 'photo.jpg', 'svg'],
  ['an SVG with a prefix', Buffer.from('<x:svg xmlns:x="http://www.w3.org/2000/svg"/>'), 'a.svg', 'svg'],
  ['an SVG in UTF-16', Buffer.from('\ufeff<svg/>', 'utf16le'), 'a.txt', 'svg'],
  ['a web page as a text', sample.html, 'notes.txt', 'html'],
  ['a web page behind a comment', Buffer.from('<!-- hello --><script>1</script>'), 'notes.txt', 'html'],
  ['a text named as a web page', Buffer.from('Hello'), 'index.html', 'disagrees'],
  ['a text named as a photograph', Buffer.from('Hello'), 'photo.jpg', 'disagrees'],
  ['a photograph named as a program', sample.jpeg, 'photo.exe', 'disagrees'],
  ['a DOCX named as a PDF', sample.docx, 'policy.pdf', 'disagrees'],
  ['a table with a NUL in it', Buffer.from('a,b\n1,\0\n'), 'visits.csv', 'disagrees'],
  ['an archive', sample.archive, 'photos.zip', 'archive'],
  ['an archive named as a DOCX', sample.archive, 'policy.docx', 'archive'],
  ['an archive with a Pages document in it', sample.archiveWithPages, 'photos.zip', 'archive'],
  ['a Pages file', sample.pages, 'policy.pages', 'iwork'],
  ['a Numbers file named as a ZIP', sample.pages, 'visits.zip', 'iwork'],
  ['a Keynote file of 2009', sample.keynoteOf2009, 'talk.key', 'iwork'],
  ['a DOCX with a macro', sample.docxWithMacro, 'policy.docx', 'macro'],
  ['an ODT with a macro', sample.odtWithMacro, 'policy.odt', 'macro'],
  ['a DOCX with a password', sample.encryptedDocx, 'policy.docx', 'encrypted'],
  ['an ODT with a password', sample.encryptedOdt, 'policy.odt', 'encrypted'],
  ['a PDF with a password', forbiddingPdf('secret', '[3 0 R /Fit]'), 'policy.pdf', 'encrypted'],
  ['a PDF with a script', sample.pdfWithScript, 'policy.pdf', 'script'],
  ['a PDF with a script whose name is escaped', sample.pdfWithHiddenScript, 'policy.pdf', 'script'],
  ['a PDF that opens a program', sample.pdfWithLaunch, 'policy.pdf', 'script'],
  ...[
    ['a script', sample.pdfWithScript],
    ['a password', forbiddingPdf('secret', '[3 0 R /Fit]')],
  ].map(
    ([what, inner]) =>
      [
        `a DOCX with a PDF with ${what as string}`,
        sample.office('word/document.xml', { 'word/media/image1.pdf': inner as Buffer }),
        'policy.docx',
        'embedded',
      ] as const,
  ),
  ['half a PDF', sample.pdf.subarray(0, 60), 'policy.pdf', 'damaged'],
  ['half a DOCX', sample.docx.subarray(0, 200), 'policy.docx', 'damaged'],
  ['an old DOC', sample.oldWord, 'policy.doc', 'old office'],
  ['a document that decompresses to a huge size', sample.zipBomb, 'policy.docx', 'bomb'],
  ['a HEIC', sample.heic, 'IMG_0001.HEIC', 'heic'],
  ['a GIF', sample.gif, 'party.gif', 'other picture'],
  ['bytes of an unknown type', Buffer.from([1, 2, 3, 0, 5, 6]), 'entity', 'unknown'],
])('%s is refused', async (_what, bytes, name, reason) => {
  expect(await kindOfBytes(typeof bytes === 'function' ? await bytes() : bytes, name)).toBe(reason)
})
