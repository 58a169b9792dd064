import { describe, expect, test } from '@jest/globals'
import { relationships } from '../support/office-files.ts'
import { aReader, findsIn } from '../support/reading-documents.ts'
import { office } from '../support/sample-files.ts'
import * as made from '../support/document-texts.ts'

const textBox = (content: string) =>
  `<w:r><w:pict><v:shape><v:textbox><w:txbxContent>${content}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>`
const code = (...texts: string[]) => texts.map(text => `<w:r><w:instrText>${text}</w:instrText></w:r>`).join('')

const otherMain = (name: string, text: string) =>
  office('word/document.xml', {
    'word/document.xml': made.wordPart('document', ''),
    '_rels/.rels': relationships(['officeDocument', name]),
    [name]: made.wordPart('document', made.plain(text)),
  })

findsIn('docx', [
  ['in the body', text => made.word(made.plain('x', text)), { in: 'paragraph', paragraph: 2 }],
  [
    'under a heading',
    text =>
      made.word(`<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>${made.run('Referrals')}</w:p>${made.plain(text)}`),
    { in: 'paragraph', paragraph: 2, heading: 'Referrals' },
  ],
  [
    'split across runs',
    text => made.word(made.paragraph(...text.match(/.{1,3}/g)!.map(each => made.run(each)))),
    { in: 'paragraph', paragraph: 1 },
  ],
  [
    'in a table',
    text => made.word(`<w:tbl><w:tr><w:tc>${made.plain('x')}</w:tc><w:tc>${made.plain(text)}</w:tc></w:tr></w:tbl>`),
    { in: 'paragraph', paragraph: 2 },
  ],
  [
    'in a text box',
    text => made.word(made.paragraph(textBox(made.plain(text)), made.run('x'))),
    { in: 'paragraph', paragraph: 2 },
  ],
  [
    'in hidden text',
    text => made.word(made.paragraph(made.run('x '), made.run(text, '<w:vanish/>'))),
    { in: 'paragraph', paragraph: 1, isHidden: true },
  ],
  [
    'in inserted text',
    text => made.word(made.paragraph(`<w:ins w:author="HS" w:date="2027-01-01">${made.run(text)}</w:ins>`)),
    { in: 'paragraph', paragraph: 1 },
  ],
  [
    'in deleted text',
    text =>
      made.word(
        made.paragraph(`<w:del w:author="HS"><w:r><w:delText>${text}</w:delText></w:r></w:del>`, made.run('x')),
      ),
    { in: 'deleted', by: 'HS' },
  ],
  [
    'in text that was moved away',
    text => made.word(made.paragraph(`<w:moveFrom w:author="HS">${made.run(text)}</w:moveFrom>`)),
    { in: 'deleted', by: 'HS' },
  ],
  [
    'in a comment',
    text =>
      made.word(made.plain('x'), {
        'word/comments.xml': made.wordPart(
          'comments',
          `<w:comment w:id="0" w:author="HS">${made.plain(text)}</w:comment>`,
        ),
      }),
    { in: 'comment', by: 'HS' },
  ],
  [
    'in a header',
    text => made.word(made.plain('x'), { 'word/header1.xml': made.wordPart('hdr', made.plain(text)) }),
    { in: 'header' },
  ],
  [
    'in a footer',
    text => made.word(made.plain('x'), { 'word/footer2.xml': made.wordPart('ftr', made.plain(text)) }),
    { in: 'footer' },
  ],
  [
    'in a footnote',
    text =>
      made.word(made.plain('x'), {
        'word/footnotes.xml': made.wordPart('footnotes', `<w:footnote>${made.plain(text)}</w:footnote>`),
      }),
    { in: 'footnote' },
  ],
  [
    'in an endnote',
    text =>
      made.word(made.plain('x'), {
        'word/endnotes.xml': made.wordPart('endnotes', `<w:endnote>${made.plain(text)}</w:endnote>`),
      }),
    { in: 'endnote' },
  ],
  [
    'in a building block',
    text =>
      made.word(made.plain('x'), { 'word/glossary/document.xml': made.wordPart('glossaryDocument', made.plain(text)) }),
    { in: 'hidden' },
  ],
  [
    'in a variable',
    text =>
      made.word(made.plain('x'), {
        'word/settings.xml': made.wordPart('settings', `<w:docVars><w:docVar w:name="a" w:val="${text}"/></w:docVars>`),
      }),
    { in: 'hidden' },
  ],
  [
    'in custom data',
    text => made.word(made.plain('x'), { 'customXml/item1.xml': `<a><?b?><c>${text}</c></a>` }),
    { in: 'hidden' },
  ],
  [
    'in a field',
    text => made.word(made.paragraph(code(`QUOTE "${text.slice(0, 9)}`, `${text.slice(9)}"`))),
    { in: 'hidden' },
  ],
  [
    'in the result of a field',
    text => made.word(made.paragraph(`<w:fldSimple w:instr="MERGEFIELD a">${made.run(text)}</w:fldSimple>`)),
    { in: 'paragraph', paragraph: 1 },
  ],
  [
    'in the description of a picture',
    text =>
      made.word(
        made.paragraph(`<w:r><w:drawing><wp:docPr id="1" name="Picture 1" descr="${text}"/></w:drawing></w:r>`),
      ),
    { in: 'picture' },
  ],
  [
    'in a drawing',
    text => made.word(made.plain('x'), { 'word/diagrams/data1.xml': `<a>${made.drawn(text)}</a>` }),
    { in: 'drawing' },
  ],
  [
    'in an embedded document',
    text => made.word(made.plain('x'), { 'word/embeddings/a.xlsx': made.sheets([{ name: 'x', rows: [[text]] }]) }),
    { in: 'embedded' },
  ],
  ['in a body with an unusual name', text => otherMain('word/document.foo', text), { in: 'paragraph', paragraph: 1 }],
  [
    'in a header with an unusual name',
    text =>
      made.word(made.plain('x'), {
        'word/_rels/document.xml.rels': relationships(['header', 'a.foo']),
        'word/a.foo': made.wordPart('hdr', made.plain(text)),
      }),
    { in: 'header' },
  ],
  [
    'in the tag of a content control',
    text => made.word(`<w:sdt><w:sdtPr><w:tag w:val="${text}"/></w:sdtPr>${made.plain('x')}</w:sdt>`),
    { in: 'hidden' },
  ],
  [
    'in the name of a bookmark',
    text => made.word(`${made.plain('x')}<w:bookmarkStart w:id="0" w:name="${text.replaceAll(' ', '_')}"/>`),
    { in: 'hidden' },
  ],
  [
    'in the name of a style',
    text =>
      made.word(made.plain('x'), {
        'word/styles.xml': made.wordPart('styles', `<w:style><w:name w:val="${text}"/></w:style>`),
      }),
    { in: 'hidden' },
  ],
])

describe('an Office document whose main part has an unknown name', () => {
  const { detailsIn } = aReader()
  test('the document is read if its main part is in a known folder, and reported as unread otherwise', async () => {
    expect(await detailsIn(otherMain('other/document.foo', 'x'), 'docx')).toMatchObject({ unread: 'unreadable' })
    expect(await detailsIn(otherMain('word/document.foo', 'x'), 'docx')).toMatchObject({ unread: null })
  })
})
