import { jpegWithMarks, mark as pictureMark, pdfOf } from './sample-files.ts'
import { a4, helvetica, shown, streamOf } from './pdf-pages.ts'

/** Places where a PDF can contain a name, on its visible page and outside it. Each place has a different mark. */
const m = {
  'text of the page': 'MARK-page-text',
  'invisible text': 'MARK-invisible-text',
  'text that is cropped away': 'MARK-cropped-text',
  'text of a comment': 'MARK-comment-text',
  'author of a comment': 'MARK-comment-author',
  'picture of a comment': 'MARK-comment-picture',
  'rich text of a comment': 'MARK-comment-rich',
  'typed over the page': 'MARK-free-text',
  'value of a form field': 'MARK-field-value',
  'name of a form field': 'MARK-field-name',
  'address of a link': 'MARK-link',
  'title of a bookmark': 'MARK-bookmark',
  'author of the document': 'MARK-info-author',
  'title of the document': 'MARK-info-title',
  'date of the document': 'MARK-info-date',
  'XMP of the document': 'MARK-xmp',
  'attached file': 'MARK-attached',
  'name of an attached file': 'MARK-attachment-name',
  'named destination': 'MARK-destination',
  'alternative text': 'MARK-alternative',
  'replacement text': 'MARK-actual-text',
  'label of a page': 'MARK-page-label',
  'hidden layer': 'MARK-layer',
  'earlier version': 'MARK-earlier',
} as const
export const pdfMarks = m
/** A mark in the metadata of a picture on the page. */
export const markInPicture = pictureMark

/** The areas of the comment, the text box and the form field, in points from the upper left corner. */
export const shownAt = {
  comment: { left: 300, top: 122, width: 200, height: 20 },
  'typed over the page': { left: 60, top: 522, width: 200, height: 20 },
  field: { left: 60, top: 742, width: 200, height: 20 },
}

const box = `[0 0 ${a4.width} ${a4.height}]`
const fonts = '/Font << /F1 3 0 R >>'
const text = (words: string, x: number, y: number, mode: 0 | 3 = 0) => shown({ text: words, x, y, mode })
const annotation = (type: string, rectangle: string, ...more: string[]) =>
  `<< /Type /Annot /Subtype /${type} /F 4 /DA (/F1 12 Tf 0 g) /Rect [${rectangle}] ${more.join(' ')} >>`
const look = (words: string) =>
  streamOf(
    `BT /F1 12 Tf 2 5 Td (${words}) Tj ET`,
    `/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << ${fonts} >> `,
  )

/**
 * One A4 page with a different mark in each place of `pdfMarks`. It is not compressed, so that a control test can find
 * the marks in its bytes.
 * @param hasAttachment false for a document that uploads accept
 */
export async function markedPdf({ hasAttachment = true } = {}): Promise<Buffer> {
  const objects = [...pageObjects(await jpegWithMarks()), ...aroundThePage(hasAttachment)]
  const earlier = streamOf(text(m['earlier version'], 60, 700))
  return savedAgain(pdfOf(objects.with(4, earlier), '/Info 23 0 R'), 5, objects[4]!)
}

/** Objects 1 to 13 of the PDF: the catalogue, the page and everything on it. */
const pageObjects = (jpeg: Buffer): (string | Buffer)[] => [
  [
    '<< /Type /Catalog /Pages 2 0 R /Metadata 14 0 R /Outlines 15 0 R /Names 17 0 R /StructTreeRoot 20 0 R',
    `/AcroForm << /Fields [11 0 R] /DR << ${fonts} >> >> /OCProperties << /OCGs [22 0 R] /D << /OFF [22 0 R] >> >>`,
    `/PageLabels << /Nums [0 << /P (${m['label of a page']}) >>] >> >>`,
  ].join(' '),
  '<< /Type /Pages /Count 1 /Kids [4 0 R] >>',
  helvetica,
  [
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${a4.width} 1000] /CropBox ${box} /Contents 5 0 R`,
    `/Resources << ${fonts} /XObject << /Photo 6 0 R >> /Properties << /L 22 0 R >> >>`,
    '/Annots [7 0 R 9 0 R 11 0 R 13 0 R] >>',
  ].join(' '),
  streamOf(
    [
      text(m['text of the page'], 60, 700),
      text(m['invisible text'], 60, 660, 3),
      text(m['text that is cropped away'], 60, 900),
      `/Span << /ActualText (${m['replacement text']}) >> BDC ${text('Shown', 60, 620)} EMC`,
      `/OC /L BDC ${text(m['hidden layer'], 60, 580)} EMC`,
      'q 120 0 0 80 300 400 cm /Photo Do Q',
    ].join('\n'),
  ),
  streamOf(
    jpeg,
    '/Subtype /Image /Width 120 /Height 80 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode ',
  ),
  annotation(
    'Text',
    '300 700 500 720',
    `/Contents (${m['text of a comment']}) /T (${m['author of a comment']})`,
    `/RC (<body>${m['rich text of a comment']}</body>) /AP << /N 8 0 R >>`,
  ),
  look(m['picture of a comment']),
  annotation('FreeText', '60 300 260 320', `/Contents (${m['typed over the page']}) /AP << /N 10 0 R >>`),
  look(m['typed over the page']),
  annotation(
    'Widget',
    '60 80 260 100',
    `/FT /Tx /T (${m['name of a form field']}) /V (${m['value of a form field']}) /AP << /N 12 0 R >>`,
  ),
  look(m['value of a form field']),
  annotation('Link', '60 500 160 520', `/A << /S /URI /URI (https://example.org/${m['address of a link']}) >>`),
]

/** Objects 14 to 23 of the PDF: metadata, bookmarks, attachments and other data outside the page. */
const aroundThePage = (hasAttachment: boolean): (string | Buffer)[] => [
  streamOf(
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
      `<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>${m['XMP of the document']}` +
      '</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>',
    '/Type /Metadata /Subtype /XML ',
  ),
  '<< /Type /Outlines /First 16 0 R /Last 16 0 R /Count 1 >>',
  `<< /Title (${m['title of a bookmark']}) /Parent 15 0 R /Dest [4 0 R /Fit] >>`,
  [
    `<< /Dests << /Names [(${m['named destination']}) [4 0 R /Fit]] >>`,
    hasAttachment ? `/EmbeddedFiles << /Names [(${m['name of an attached file']}) 18 0 R] >> >>` : '>>',
  ].join(' '),
  hasAttachment ? `<< /Type /Filespec /F (${m['name of an attached file']}) /EF << /F 19 0 R >> >>` : 'null',
  hasAttachment ? streamOf(m['attached file'], '/Type /EmbeddedFile ') : 'null',
  '<< /Type /StructTreeRoot /K 21 0 R >>',
  `<< /Type /StructElem /S /Figure /P 20 0 R /Pg 4 0 R /Alt (${m['alternative text']}) >>`,
  '<< /Type /OCG /Name (Notes) >>',
  [
    `<< /Author (${m['author of the document']}) /Title (${m['title of the document']}) /Producer (Acme)`,
    `/CreationDate (D:${m['date of the document']}) >>`,
  ].join(' '),
]

/** Appends a changed object, as a program that saves only the changes does. */
function savedAgain(pdf: Buffer, number: number, object: string | Buffer): Buffer {
  const [, start] = /startxref\n(\d+)/.exec(pdf.toString('latin1'))!
  const changed = Buffer.concat([Buffer.from(`${number} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')])
  const at = pdf.length + changed.length
  const table =
    `xref\n${number} 1\n${String(pdf.length).padStart(10, '0')} 00000 n \n` +
    `trailer\n<< /Root 1 0 R /Info 23 0 R /Size 24 /Prev ${start} >>\nstartxref\n${at}\n%%EOF\n`
  return Buffer.concat([pdf, changed, Buffer.from(table)])
}

/** A PDF with a form field that has a value but no appearance stream, so that the PDF reader has to draw the value. */
export const formWithValue = (value: string): Buffer =>
  pdfOf([
    `<< /Type /Catalog /Pages 2 0 R /AcroForm << /NeedAppearances true /Fields [5 0 R] /DR << ${fonts} >> >> >>`,
    '<< /Type /Pages /Count 1 /Kids [4 0 R] >>',
    helvetica,
    `<< /Type /Page /Parent 2 0 R /MediaBox ${box} /Annots [5 0 R] >>`,
    annotation('Widget', '60 700 300 720', `/FT /Tx /T (name) /V (${value})`),
  ])
