import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileTypes, type FileType } from '../../src/domain/evidence.ts'
import { detailsInDocument, type DocumentDetails } from '../../src/files/document-details.ts'
import type { TextPlace } from '../../src/files/document-text.ts'
import { openLocalStore } from '../../src/files/local-store.ts'
import type { FileStore } from '../../src/files/store.ts'
import * as made from '../support/document-texts.ts'

// A fictional person's details, in each place of each kind of document.

let folder: string
let files: FileStore
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'details-'))
  files = await openLocalStore(folder)
})
afterAll(() => rm(folder, { recursive: true }))

type Ending = (typeof fileTypes)[FileType]['endings'][number]
const typeOf = (ending: Ending) =>
  (Object.keys(fileTypes) as FileType[]).find(type => (fileTypes[type].endings as readonly string[]).includes(ending))!

async function detailsIn(bytes: Buffer, ending: Ending): Promise<DocumentDetails> {
  async function* source() {
    yield bytes
  }
  const staged = await files.stage(source(), bytes.length)
  const found = await detailsInDocument(files, { ...staged, type: typeOf(ending), staged })
  await files.discard(staged)
  return found
}

const marked = 'Yara Haddad, 07700 900142, born on 4 March 1991, ref A0000000'
const everyDetail = ['Yara Haddad', '07700 900142', 'born on 4 March 1991', 'A0000000']

/** Each place, with a document that holds a text only there. */
const places: [ending: Ending, what: string, document: (text: string) => Buffer, place: TextPlace][] = [
  [
    'pdf',
    'on a page',
    text => made.pdfOfPages([{ lines: ['x'] }, { lines: ['x', text] }]),
    at({ in: 'page', page: 2, line: 2, isHidden: false }),
  ],
  [
    'pdf',
    'that a page does not show',
    text => made.pdfOfPages([{ content: 'BT 3 Tr ET', lines: [text] }]),
    at({ in: 'page', page: 1, line: 1, isHidden: true }),
  ],
  [
    'pdf',
    'in white',
    text => made.pdfOfPages([{ content: '1 g', lines: [text] }]),
    at({ in: 'page', page: 1, line: 1, isHidden: false }),
  ],
  [
    'pdf',
    'in a note',
    text =>
      made.pdfOfPages([
        { lines: ['x'], notes: [`<< /Type /Annot /Subtype /Text /Rect [9 9 20 20] /T (HS) /Contents (${text}) >>`] },
      ]),
    at({ in: 'comment', page: 1, by: 'HS' }),
  ],
  [
    'pdf',
    'in a form field',
    text =>
      made.pdfOfPages([
        { lines: ['x'], notes: [`<< /Type /Annot /Subtype /Widget /FT /Tx /T (n) /Rect [9 9 99 20] /V (${text}) >>`] },
      ]),
    at({ in: 'field', page: 1 }),
  ],
  [
    'pdf',
    'in a bookmark',
    text =>
      made.pdfOfPages([{ lines: ['x'] }], '/Outlines 100 0 R', [
        '<< /First 101 0 R >>',
        `<< /Title (${text}) /Parent 100 0 R >>`,
      ]),
    at({ in: 'bookmark' }),
  ],
  [
    'docx',
    'in the body',
    text => made.word(made.plain('x', text)),
    at({ in: 'paragraph', paragraph: 2, isHidden: false }),
  ],
  [
    'docx',
    'under a heading',
    text =>
      made.word(`<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>${made.run('Referrals')}</w:p>${made.plain(text)}`),
    at({ in: 'paragraph', paragraph: 2, heading: 'Referrals', isHidden: false }),
  ],
  [
    'docx',
    'split across runs',
    text => made.word(made.paragraph(...text.match(/.{1,3}/g)!.map(each => made.run(each)))),
    at({ in: 'paragraph', paragraph: 1, isHidden: false }),
  ],
  [
    'docx',
    'in a table',
    text => made.word(`<w:tbl><w:tr><w:tc>${made.plain('x')}</w:tc><w:tc>${made.plain(text)}</w:tc></w:tr></w:tbl>`),
    at({ in: 'paragraph', paragraph: 2, isHidden: false }),
  ],
  [
    'docx',
    'in a text box',
    text =>
      made.word(
        `<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>${made.plain(text)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>${made.run('x')}</w:p>`,
      ),
    at({ in: 'paragraph', paragraph: 2, isHidden: false }),
  ],
  [
    'docx',
    'that is hidden',
    text => made.word(made.paragraph(made.run('x '), made.run(text, '<w:vanish/>'))),
    at({ in: 'paragraph', paragraph: 1, isHidden: true }),
  ],
  [
    'docx',
    'that was inserted',
    text => made.word(made.paragraph(`<w:ins w:author="HS" w:date="2027-01-01">${made.run(text)}</w:ins>`)),
    at({ in: 'paragraph', paragraph: 1, isHidden: false }),
  ],
  [
    'docx',
    'that was deleted',
    text =>
      made.word(
        made.paragraph(`<w:del w:author="HS"><w:r><w:delText>${text}</w:delText></w:r></w:del>`, made.run('x')),
      ),
    at({ in: 'deleted', by: 'HS' }),
  ],
  [
    'docx',
    'that was moved away',
    text => made.word(made.paragraph(`<w:moveFrom w:author="HS">${made.run(text)}</w:moveFrom>`)),
    at({ in: 'deleted', by: 'HS' }),
  ],
  [
    'docx',
    'in a comment',
    text =>
      made.word(made.plain('x'), {
        'word/comments.xml': made.wordPart(
          'comments',
          `<w:comment w:id="0" w:author="HS">${made.plain(text)}</w:comment>`,
        ),
      }),
    at({ in: 'comment', by: 'HS' }),
  ],
  [
    'docx',
    'in a header',
    text => made.word(made.plain('x'), { 'word/header1.xml': made.wordPart('hdr', made.plain(text)) }),
    at({ in: 'header' }),
  ],
  [
    'docx',
    'in a footer',
    text => made.word(made.plain('x'), { 'word/footer2.xml': made.wordPart('ftr', made.plain(text)) }),
    at({ in: 'footer' }),
  ],
  [
    'docx',
    'in a footnote',
    text =>
      made.word(made.plain('x'), {
        'word/footnotes.xml': made.wordPart('footnotes', `<w:footnote>${made.plain(text)}</w:footnote>`),
      }),
    at({ in: 'footnote' }),
  ],
  [
    'docx',
    'in an endnote',
    text =>
      made.word(made.plain('x'), {
        'word/endnotes.xml': made.wordPart('endnotes', `<w:endnote>${made.plain(text)}</w:endnote>`),
      }),
    at({ in: 'endnote' }),
  ],
  [
    'docx',
    'in a building block',
    text =>
      made.word(made.plain('x'), { 'word/glossary/document.xml': made.wordPart('glossaryDocument', made.plain(text)) }),
    at({ in: 'hidden' }),
  ],
  [
    'docx',
    'in a variable',
    text =>
      made.word(made.plain('x'), {
        'word/settings.xml': made.wordPart('settings', `<w:docVars><w:docVar w:name="a" w:val="${text}"/></w:docVars>`),
      }),
    at({ in: 'hidden' }),
  ],
  [
    'docx',
    'in custom data',
    text => made.word(made.plain('x'), { 'customXml/item1.xml': `<a><?b?><c>${text}</c></a>` }),
    at({ in: 'hidden' }),
  ],
  [
    'docx',
    'in a field',
    text =>
      made.word(
        made.paragraph(
          `<w:r><w:instrText>QUOTE "${text.slice(0, 9)}</w:instrText></w:r><w:r><w:instrText>${text.slice(9)}"</w:instrText></w:r>`,
        ),
      ),
    at({ in: 'hidden' }),
  ],
  [
    'docx',
    'in the result of a field',
    text => made.word(made.paragraph(`<w:fldSimple w:instr="MERGEFIELD a">${made.run(text)}</w:fldSimple>`)),
    at({ in: 'paragraph', paragraph: 1, isHidden: false }),
  ],
  [
    'docx',
    'in the description of a picture',
    text =>
      made.word(
        made.paragraph(`<w:r><w:drawing><wp:docPr id="1" name="Picture 1" descr="${text}"/></w:drawing></w:r>`),
      ),
    at({ in: 'picture' }),
  ],
  [
    'docx',
    'in a drawing',
    text => made.word(made.plain('x'), { 'word/diagrams/data1.xml': `<a>${made.drawn(text)}</a>` }),
    at({ in: 'drawing' }),
  ],
  [
    'docx',
    'in a document inside',
    text =>
      made.word(made.plain('x'), { 'word/embeddings/a.xlsx': made.sheets([{ name: 'x', rows: [[text]] }]) as never }),
    at({ in: 'embedded' }),
  ],
  [
    'xlsx',
    'in a cell',
    text => made.sheets([{ name: 'Spring', rows: [['x'], ['x', text]] }]),
    at({ in: 'cell', sheet: 'Spring', cell: 'B2', isHidden: false }),
  ],
  [
    'xlsx',
    'in a cell of its own',
    text =>
      made.sheets([
        {
          name: 'Spring',
          rows: [[`<c t="inlineStr"><is><r><t>${text.slice(0, 6)}</t></r><r><t>${text.slice(6)}</t></r></is></c>`]],
        },
      ]),
    at({ in: 'cell', sheet: 'Spring', cell: 'A1', isHidden: false }),
  ],
  [
    'xlsx',
    'in the result of a formula',
    text => made.sheets([{ name: 'Spring', rows: [[`<c t="str"><f>B1&amp;C1</f><v>${text}</v></c>`]] }]),
    at({ in: 'cell', sheet: 'Spring', cell: 'A1', isHidden: false }),
  ],
  [
    'xlsx',
    'on a hidden sheet',
    text =>
      made.sheets([
        { name: 'x', rows: [] },
        { name: 'Old', state: 'hidden', rows: [[text]] },
      ]),
    at({ in: 'cell', sheet: 'Old', cell: 'A1', isHidden: true }),
  ],
  [
    'xlsx',
    'on a very hidden sheet',
    text => made.sheets([{ name: 'Old', state: 'veryHidden', rows: [[text]] }]),
    at({ in: 'cell', sheet: 'Old', cell: 'A1', isHidden: true }),
  ],
  [
    'xlsx',
    'in a hidden row',
    text => made.sheets([{ name: 'A', rows: [[text]], rowsGiven: { 0: 'hidden="1"' } }]),
    at({ in: 'cell', sheet: 'A', cell: 'A1', isHidden: true }),
  ],
  [
    'xlsx',
    'in a hidden column',
    text => made.sheets([{ name: 'A', before: '<cols><col min="2" max="3" hidden="1"/></cols>', rows: [['x', text]] }]),
    at({ in: 'cell', sheet: 'A', cell: 'B1', isHidden: true }),
  ],
  [
    'xlsx',
    'in a comment',
    text =>
      made.sheets([{ name: 'A', rows: [], relations: made.commentsOfSheet }], {
        'xl/comments1.xml': `<comments><authors><author>HS</author></authors><commentList><comment ref="B3" authorId="0"><text><r><t>${text.slice(0, 9)}</t></r><r><t>${text.slice(9)}</t></r></text></comment></commentList></comments>`,
      }),
    at({ in: 'comment', by: 'HS', sheet: 'A', cell: 'B3' }),
  ],
  [
    'xlsx',
    'in a threaded comment',
    text =>
      made.sheets([{ name: 'A', rows: [], relations: made.threadOfSheet }], {
        'xl/persons/person.xml': '<personList><person displayName="HS" id="{1}" userId="S::x"/></personList>',
        'xl/threadedComments/threadedComment1.xml': `<ThreadedComments><threadedComment ref="B3" personId="{1}"><text>${text}</text></threadedComment></ThreadedComments>`,
      }),
    at({ in: 'comment', by: 'HS', sheet: 'A', cell: 'B3' }),
  ],
  [
    'xlsx',
    'in a header',
    text =>
      made.sheets([
        {
          name: 'A',
          rows: [],
          after: `<headerFooter><oddHeader>&amp;C&amp;"Arial,Bold"${text}</oddHeader></headerFooter>`,
        },
      ]),
    at({ in: 'header' }),
  ],
  ['xlsx', 'in the name of a sheet', text => made.sheets([{ name: text, rows: [] }]), at({ in: 'name' })],
  [
    'xlsx',
    'in a name',
    text =>
      made.sheets(
        [{ name: 'A', rows: [] }],
        {},
        `<definedNames><definedName name="a">"${text}"</definedName></definedNames>`,
      ),
    at({ in: 'name' }),
  ],
  [
    'xlsx',
    'in a pivot table',
    text =>
      made.sheets([{ name: 'A', rows: [] }], {
        'xl/pivotCache/pivotCacheDefinition1.xml': `<pivotCacheDefinition><sharedItems><s v="${text}"/></sharedItems></pivotCacheDefinition>`,
      }),
    at({ in: 'pivot' }),
  ],
  [
    'xlsx',
    'that no cell shows',
    text => made.sheets([{ name: 'A', rows: [] }], { 'xl/sharedStrings.xml': `<sst><si><t>${text}</t></si></sst>` }),
    at({ in: 'hidden' }),
  ],
  [
    'xlsx',
    'in a text box',
    text =>
      made.sheets([{ name: 'A', rows: [] }], {
        'xl/drawings/drawing1.xml': `<a>${made.drawn(text.slice(0, 9), text.slice(9))}</a>`,
      }),
    at({ in: 'drawing' }),
  ],
  [
    'pptx',
    'on a slide',
    text => made.slides([{ texts: ['x'] }, { texts: [text] }]),
    at({ in: 'slide', slide: 2, isHidden: false }),
  ],
  [
    'pptx',
    'on a hidden slide',
    text => made.slides([{ texts: [text], attributes: 'show="0"' }]),
    at({ in: 'slide', slide: 1, isHidden: true }),
  ],
  [
    'pptx',
    'in speaker notes',
    text => made.slides([{ texts: ['x'] }, { texts: ['x'], notes: text }]),
    at({ in: 'notes', slide: 2 }),
  ],
  [
    'pptx',
    'in a comment',
    text =>
      made.slides([{ texts: ['x'], relations: made.commentsOfSlide }], {
        'ppt/commentAuthors.xml': '<p:cmAuthorLst><p:cmAuthor id="0" name="HS" initials="HS"/></p:cmAuthorLst>',
        'ppt/comments/comment1.xml': `<p:cmLst><p:cm authorId="0" idx="1"><p:pos x="1" y="1"/><p:text>${text}</p:text></p:cm></p:cmLst>`,
      }),
    at({ in: 'comment', by: 'HS', slide: 1 }),
  ],
  [
    'pptx',
    'in a reply to a comment',
    text =>
      made.slides([{ texts: ['x'], relations: made.commentsOfSlide }], {
        'ppt/authors.xml': '<p188:authorLst><p188:author id="{1}" name="HS" userId="x"/></p188:authorLst>',
        'ppt/comments/comment1.xml': `<p188:cmLst><p188:cm authorId="{2}"><p188:replyLst><p188:reply authorId="{1}"><p188:txBody>${made.drawn(text)}</p188:txBody></p188:reply></p188:replyLst></p188:cm></p188:cmLst>`,
      }),
    at({ in: 'comment', by: 'HS', slide: 1 }),
  ],
  [
    'pptx',
    'on a master',
    text =>
      made.slides([{ texts: ['x'] }], {
        'ppt/slideMasters/slideMaster1.xml': `<p:sldMaster>${made.drawn(text)}</p:sldMaster>`,
      }),
    at({ in: 'master' }),
  ],
  [
    'odt',
    'in the body',
    text =>
      made.text(
        `<text:p>x</text:p><text:p>${text.slice(0, 3)}<text:span>${text.slice(3, 9)}</text:span>${text.slice(9)}</text:p>`,
      ),
    at({ in: 'paragraph', paragraph: 2, isHidden: false }),
  ],
  [
    'odt',
    'under a heading',
    text => made.text(`<text:h>Referrals</text:h><text:p>${text}</text:p>`),
    at({ in: 'paragraph', paragraph: 2, heading: 'Referrals', isHidden: false }),
  ],
  [
    'odt',
    'in a comment',
    text =>
      made.text(
        `<text:p>x<office:annotation><dc:creator>HS</dc:creator><dc:date>2027-01-01</dc:date><text:p>${text}</text:p></office:annotation>y</text:p>`,
      ),
    at({ in: 'comment', by: 'HS' }),
  ],
  [
    'odt',
    'that was deleted',
    text =>
      made.text(
        `<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>HS</dc:creator></office:change-info><text:p>${text}</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>x</text:p>`,
      ),
    at({ in: 'deleted', by: 'HS' }),
  ],
  [
    'odt',
    'in a header',
    text => made.text('<text:p>x</text:p>', { master: `<style:header><text:p>${text}</text:p></style:header>` }),
    at({ in: 'header' }),
  ],
  [
    'odt',
    'in a footer',
    text => made.text('<text:p>x</text:p>', { master: `<style:footer><text:p>${text}</text:p></style:footer>` }),
    at({ in: 'footer' }),
  ],
  [
    'odt',
    'in a footnote',
    text =>
      made.text(
        `<text:p>x<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>${text}</text:p></text:note-body></text:note></text:p>`,
      ),
    at({ in: 'footnote' }),
  ],
  [
    'odt',
    'in a hidden section',
    text => made.text(`<text:section text:display="none"><text:p>${text}</text:p></text:section>`),
    at({ in: 'paragraph', paragraph: 1, isHidden: true }),
  ],
  [
    'odt',
    'that is hidden',
    text =>
      made.text(`<text:p>x<text:span text:style-name="T1">${text}</text:span></text:p>`, {
        styles: '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>',
      }),
    at({ in: 'paragraph', paragraph: 1, isHidden: true }),
  ],
  [
    'odt',
    'in a field',
    text =>
      made.text(
        `<text:user-field-decls><text:user-field-decl office:string-value="${text}" text:name="a"/></text:user-field-decls><text:p>x</text:p>`,
      ),
    at({ in: 'hidden' }),
  ],
  [
    'odt',
    'in the description of a picture',
    text => made.text(`<text:p>x<draw:frame><draw:image/><svg:desc>${text}</svg:desc></draw:frame></text:p>`),
    at({ in: 'picture' }),
  ],
  [
    'ods',
    'in a cell',
    text =>
      made.spreadsheet(made.table('Spring', [['x'], ['<table:table-cell table:number-columns-repeated="2"/>', text]])),
    at({ in: 'cell', sheet: 'Spring', cell: 'C2', isHidden: false }),
  ],
  [
    'ods',
    'on a hidden sheet',
    text =>
      made.spreadsheet(made.table('Old', [[text]], 'table:style-name="ta2"'), {
        styles:
          '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>',
      }),
    at({ in: 'cell', sheet: 'Old', cell: 'A1', isHidden: true }),
  ],
  [
    'ods',
    'in a comment',
    text =>
      made.spreadsheet(
        made.table('A', [
          [
            `<table:table-cell><office:annotation><dc:creator>HS</dc:creator><text:p>${text}</text:p></office:annotation><text:p>x</text:p></table:table-cell>`,
          ],
        ]),
      ),
    at({ in: 'comment', by: 'HS', sheet: 'A', cell: 'A1' }),
  ],
  [
    'ods',
    'in a header',
    text =>
      made.spreadsheet(made.table('A', [['x']]), {
        master: `<style:header><style:region-left><text:p>${text}</text:p></style:region-left></style:header>`,
      }),
    at({ in: 'header' }),
  ],
  ['csv', 'in a row', text => Buffer.from(`Note,Visits\n"x, ""y""",2\n"${text}",3\n`), at({ in: 'row', row: 3 })],
  ['txt', 'on a line', text => Buffer.from(`x\r\n\r\n${text}\r\n`), at({ in: 'line', line: 3 })],
  ['txt', 'in UTF-16', text => Buffer.from(`\ufeffx\n${text}`, 'utf16le'), at({ in: 'line', line: 2 })],
]

function at(place: TextPlace): TextPlace {
  return place
}

describe('the details of a person are found', () => {
  test.each(places)('in a %s %s', async (ending, _what, document, place) => {
    expect(await detailsIn(document('Nothing to see'), ending)).toEqual({ details: [], isCut: false, unread: null })
    const { details, unread } = await detailsIn(document(marked), ending)
    expect([unread, details.map(({ text, place: found, times }) => [text, found, times])]).toEqual([
      null,
      everyDetail.map(text => [text, place, 1]),
    ])
  })
})

test('leaves nothing of a text in staging', async () => {
  await detailsIn(made.word(made.plain(marked)), 'docx')
  expect(await readdir(join(folder, 'staging'))).toEqual([])
})
