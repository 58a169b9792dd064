import { findsIn } from '../support/reading-documents.ts'
import * as made from '../support/document-texts.ts'

const p = (content: string) => `<text:p>${content}</text:p>`
/** Elements nested in each other, with the content in the innermost. */
const nested = (content: string, ...elements: string[]): string =>
  elements.reduceRight((inner, element) => `<${element}>${inner}</${element.split(' ')[0]}>`, content)
const byHs = '<dc:creator>HS</dc:creator><dc:date>2027-01-01</dc:date>'
const note = (text: string) =>
  nested(`<text:note-citation>1</text:note-citation>${p(text)}`, 'text:note text:note-class="footnote"')
const annotation = (text: string) => `<office:annotation>${byHs}${p(text)}</office:annotation>`

findsIn('odt', [
  [
    'in the body',
    text => made.text(p('x') + p(`${text.slice(0, 3)}<text:span>${text.slice(3, 9)}</text:span>${text.slice(9)}`)),
    { in: 'paragraph', paragraph: 2 },
  ],
  [
    'under a heading',
    text => made.text(`<text:h>Referrals</text:h><text:p>${text}</text:p>`),
    { in: 'paragraph', paragraph: 2, heading: 'Referrals' },
  ],
  ['in a comment', text => made.text(p(`x${annotation(text)}y`)), { in: 'comment', by: 'HS' }],
  [
    'in deleted text',
    text =>
      made.text(
        nested(
          `<office:change-info>${byHs}</office:change-info>${p(text)}`,
          'text:tracked-changes',
          'text:changed-region',
          'text:deletion',
        ) + p('x'),
      ),
    { in: 'deleted', by: 'HS' },
  ],
  [
    'in a header',
    text => made.text('<text:p>x</text:p>', { master: `<style:header><text:p>${text}</text:p></style:header>` }),
    { in: 'header' },
  ],
  [
    'in a footer',
    text => made.text('<text:p>x</text:p>', { master: `<style:footer><text:p>${text}</text:p></style:footer>` }),
    { in: 'footer' },
  ],
  ['in a footnote', text => made.text(p(`x${note(text)}`)), { in: 'footnote' }],
  [
    'in a hidden section',
    text => made.text(`<text:section text:display="none"><text:p>${text}</text:p></text:section>`),
    { in: 'paragraph', paragraph: 1, isHidden: true },
  ],
  [
    'in hidden text',
    text =>
      made.text(`<text:p>x<text:span text:style-name="T1">${text}</text:span></text:p>`, {
        styles: '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>',
      }),
    { in: 'paragraph', paragraph: 1, isHidden: true },
  ],
  [
    'in a field',
    text =>
      made.text(nested(`<text:user-field-decl office:string-value="${text}"/>`, 'text:user-field-decls') + p('x')),
    { in: 'hidden' },
  ],
  [
    'in the description of a picture',
    text => made.text(`<text:p>x<draw:frame><draw:image/><svg:desc>${text}</svg:desc></draw:frame></text:p>`),
    { in: 'picture' },
  ],
])

findsIn('ods', [
  [
    'in a cell',
    text =>
      made.spreadsheet(made.table('Spring', [['x'], ['<table:table-cell table:number-columns-repeated="2"/>', text]])),
    { in: 'cell', sheet: 'Spring', cell: 'C2' },
  ],
  [
    'on a hidden sheet',
    text =>
      made.spreadsheet(made.table('Old', [[text]], 'table:style-name="ta2"'), {
        styles: nested('<style:table-properties table:display="false"/>', 'style:style style:name="ta2"'),
      }),
    { in: 'cell', sheet: 'Old', cell: 'A1', isHidden: true },
  ],
  [
    'in a comment',
    text => made.spreadsheet(made.table('A', [[nested(annotation(text) + p('x'), 'table:table-cell')]])),
    { in: 'comment', by: 'HS', sheet: 'A', cell: 'A1' },
  ],
  [
    'in a header',
    text =>
      made.spreadsheet(made.table('A', [['x']]), {
        master: `<style:header><style:region-left><text:p>${text}</text:p></style:region-left></style:header>`,
      }),
    { in: 'header' },
  ],
])
