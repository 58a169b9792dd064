import { findsIn } from '../support/reading-documents.ts'
import * as made from '../support/document-texts.ts'

findsIn('pdf', [
  ['on a page', text => made.pdfOfPages([{ lines: ['x'] }, { lines: ['x', text] }]), { in: 'page', page: 2, line: 2 }],
  [
    'in text that a page does not show',
    text => made.pdfOfPages([{ content: 'BT 3 Tr ET', lines: [text] }]),
    { in: 'page', page: 1, line: 1, isHidden: true },
  ],
  ['in white letters', text => made.pdfOfPages([{ content: '1 g', lines: [text] }]), { in: 'page', page: 1, line: 1 }],
  [
    'in a note',
    text =>
      made.pdfOfPages([
        { lines: ['x'], notes: [`<< /Type /Annot /Subtype /Text /Rect [9 9 20 20] /T (HS) /Contents (${text}) >>`] },
      ]),
    { in: 'comment', page: 1, by: 'HS' },
  ],
  [
    'in a form field',
    text =>
      made.pdfOfPages([
        { lines: ['x'], notes: [`<< /Type /Annot /Subtype /Widget /FT /Tx /T (n) /Rect [9 9 99 20] /V (${text}) >>`] },
      ]),
    { in: 'field', page: 1 },
  ],
  [
    'in a bookmark',
    text =>
      made.pdfOfPages([{ lines: ['x'] }], '/Outlines 100 0 R', [
        '<< /First 101 0 R >>',
        `<< /Title (${text}) /Parent 100 0 R >>`,
      ]),
    { in: 'bookmark' },
  ],
  [
    'in the description of a picture',
    text =>
      made.pdfOfPages([{ lines: ['x'] }], '/StructTreeRoot 100 0 R', [
        '<< /K 101 0 R >>',
        `<< /Type /StructElem /S /Figure /P 100 0 R /Alt (${text}) >>`,
      ]),
    { in: 'picture' },
  ],
  [
    'in the replacement text of a tag, in UTF-16',
    text =>
      made.pdfOfPages([{ lines: ['x'] }], '/StructTreeRoot 100 0 R', [
        '<< /K 101 0 R >>',
        `<< /Type /StructElem /S /Span /ActualText <feff${Buffer.from(text, 'utf16le').swap16().toString('hex')}> >>`,
      ]),
    { in: 'hidden' },
  ],
  [
    'in the label of a page',
    text => made.pdfOfPages([{ lines: ['x'] }], `/PageLabels << /Nums [0 << /P (${text}) >>] >>`),
    { in: 'hidden' },
  ],
  [
    'in the name of a layer',
    text =>
      made.pdfOfPages([{ lines: ['x'] }], '/OCProperties << /OCGs [100 0 R] >>', [`<< /Type /OCG /Name (${text}) >>`]),
    { in: 'hidden' },
  ],
  [
    'in the name of a destination',
    text => made.pdfOfPages([{ lines: ['x'] }], `/Names << /Dests << /Names [(${text}) [4 0 R /Fit]] >> >>`),
    { in: 'hidden' },
  ],
])
