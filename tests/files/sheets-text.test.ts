import { findsIn } from '../support/reading-documents.ts'
import * as made from '../support/document-texts.ts'

const comments = (text: string) =>
  '<comments><authors><author>HS</author></authors><commentList><comment ref="B3" authorId="0"><text>' +
  `<r><t>${text.slice(0, 9)}</t></r><r><t>${text.slice(9)}</t></r></text></comment></commentList></comments>`
const thread = (text: string) =>
  `<ThreadedComments><threadedComment ref="B3" personId="{1}"><text>${text}</text></threadedComment></ThreadedComments>`

findsIn('xlsx', [
  [
    'in a cell',
    text => made.sheets([{ name: 'Spring', rows: [['x'], ['x', text]] }]),
    { in: 'cell', sheet: 'Spring', cell: 'B2' },
  ],
  [
    'in an inline cell with two runs',
    text =>
      made.sheets([
        {
          name: 'Spring',
          rows: [[`<c t="inlineStr"><is><r><t>${text.slice(0, 6)}</t></r><r><t>${text.slice(6)}</t></r></is></c>`]],
        },
      ]),
    { in: 'cell', sheet: 'Spring', cell: 'A1' },
  ],
  [
    'in the result of a formula',
    text => made.sheets([{ name: 'Spring', rows: [[`<c t="str"><f>B1&amp;C1</f><v>${text}</v></c>`]] }]),
    { in: 'cell', sheet: 'Spring', cell: 'A1' },
  ],
  [
    'on a hidden sheet',
    text =>
      made.sheets([
        { name: 'x', rows: [] },
        { name: 'Old', state: 'hidden', rows: [[text]] },
      ]),
    { in: 'cell', sheet: 'Old', cell: 'A1', isHidden: true },
  ],
  [
    'on a very hidden sheet',
    text => made.sheets([{ name: 'Old', state: 'veryHidden', rows: [[text]] }]),
    { in: 'cell', sheet: 'Old', cell: 'A1', isHidden: true },
  ],
  [
    'in a hidden row',
    text => made.sheets([{ name: 'A', rows: [[text]], rowsGiven: { 0: 'hidden="1"' } }]),
    { in: 'cell', sheet: 'A', cell: 'A1', isHidden: true },
  ],
  [
    'in a hidden column',
    text => made.sheets([{ name: 'A', before: '<cols><col min="2" max="3" hidden="1"/></cols>', rows: [['x', text]] }]),
    { in: 'cell', sheet: 'A', cell: 'B1', isHidden: true },
  ],
  [
    'in a comment',
    text =>
      made.sheets([{ name: 'A', rows: [], relations: made.commentsOfSheet }], {
        'xl/comments1.xml': comments(text),
      }),
    { in: 'comment', by: 'HS', sheet: 'A', cell: 'B3' },
  ],
  [
    'in a threaded comment',
    text =>
      made.sheets([{ name: 'A', rows: [], relations: made.threadOfSheet }], {
        'xl/persons/person.xml': '<personList><person displayName="HS" id="{1}" userId="S::x"/></personList>',
        'xl/threadedComments/threadedComment1.xml': thread(text),
      }),
    { in: 'comment', by: 'HS', sheet: 'A', cell: 'B3' },
  ],
  [
    'in a header',
    text =>
      made.sheets([
        {
          name: 'A',
          rows: [],
          after: `<headerFooter><oddHeader>&amp;C&amp;"Arial,Bold"${text}</oddHeader></headerFooter>`,
        },
      ]),
    { in: 'header' },
  ],
  ['in the name of a sheet', text => made.sheets([{ name: text, rows: [] }]), { in: 'name' }],
  [
    'in a defined name',
    text =>
      made.sheets(
        [{ name: 'A', rows: [] }],
        {},
        `<definedNames><definedName name="a">"${text}"</definedName></definedNames>`,
      ),
    { in: 'name' },
  ],
  [
    'in a pivot table',
    text =>
      made.sheets([{ name: 'A', rows: [] }], {
        'xl/pivotCache/pivotCacheDefinition1.xml': `<pivotCacheDefinition><s v="${text}"/></pivotCacheDefinition>`,
      }),
    { in: 'pivot' },
  ],
  [
    'in text that no cell shows',
    text => made.sheets([{ name: 'A', rows: [] }], { 'xl/sharedStrings.xml': `<sst><si><t>${text}</t></si></sst>` }),
    { in: 'hidden' },
  ],
  [
    'in a text box',
    text =>
      made.sheets([{ name: 'A', rows: [] }], {
        'xl/drawings/drawing1.xml': `<a>${made.drawn(text.slice(0, 9), text.slice(9))}</a>`,
      }),
    { in: 'drawing' },
  ],
])
