import { describe, expect, test } from '@jest/globals'
import { aReader } from '../support/reading-documents.ts'
import * as made from '../support/document-texts.ts'

// A cropped picture keeps the areas that the document does not show, and an edited one can keep the original.

const cropped = (given: string) => `<pic:blipFill><a:blip r:embed="rId9"/><a:srcRect ${given}/></pic:blipFill>`
const retouched = '<a14:imgProps><a14:imgLayer r:embed="rId8"><a14:imgEffect/></a14:imgLayer></a14:imgProps>'
const word = (xml: string) => made.word(made.plain('x') + made.paragraph(`<w:r><w:drawing>${xml}</w:drawing></w:r>`))
const slides = (xml: string) => made.slides([{ texts: ['x'], more: `<p:pic>${xml}</p:pic>` }])
const sheets = (xml: string) =>
  made.sheets([{ name: 'A', rows: [['x']] }], { 'xl/drawings/drawing1.xml': `<xdr:wsDr>${xml}</xdr:wsDr>` })
const vml = (given: string) => word(`<v:shape><v:imagedata r:id="rId9" ${given}/></v:shape>`)
const styles = (clip: string) =>
  `<style:style style:name="fr1"><style:graphic-properties fo:clip="${clip}"/></style:style>`
const openText = (clip: string) => made.text('<text:p>x</text:p>', { styles: styles(clip) })
const openSheet = (clip: string) => made.spreadsheet(made.table('A', [['x']]), { styles: styles(clip) })

describe('a picture that keeps what it does not show', () => {
  const { detailsIn } = aReader()

  test.each([
    ['cropped in a DOCX', word(cropped('l="12000" b="5000"')), 'docx'],
    ['cropped in a strict DOCX', word(cropped('r="12.5%"')), 'docx'],
    ['cropped in old markup', vml('croptop="6554f"'), 'docx'],
    ['cropped in a PPTX', slides(cropped('t="12000"')), 'pptx'],
    ['cropped in an XLSX', sheets(cropped('t="12000"')), 'xlsx'],
    ['cropped in an ODT', openText('rect(0cm, 1.25cm, 0cm, 0cm)'), 'odt'],
    ['cropped in an ODS', openSheet('rect(0in 0in 0.5in 0in)'), 'ods'],
    ['edited in a DOCX', word(retouched), 'docx'],
    [
      'cropped in a document inside',
      made.word(made.plain('x'), { 'word/embeddings/a.pptx': slides(cropped('t="9000"')) }),
      'docx',
    ],
  ] as const)('is reported: %s', async (_what, document, ending) => {
    expect(await detailsIn(document, ending)).toEqual({ details: [], isCut: false, unread: 'cropped' })
  })

  test.each([
    ['uncropped in a DOCX', word(cropped('')), 'docx'],
    ['uncropped in a DOCX, with zeros', word(cropped('l="0" t="0" r="0" b="0"')), 'docx'],
    ['with margins in a DOCX', word(cropped('l="-5000" r="-5000"')), 'docx'],
    ['cropped by less than a hundredth, to fit its frame', slides(cropped('t="400" b="400"')), 'pptx'],
    ['uncropped in old markup', vml('croptop="0" cropleft="-6554f"'), 'docx'],
    ['uncropped in an ODT', openText('rect(0cm, 0cm, 0cm, 0cm)'), 'odt'],
    ['uncropped in an ODT, without a clip', openText('auto'), 'odt'],
  ] as const)('is not reported when it is %s', async (_what, document, ending) => {
    expect((await detailsIn(document, ending)).unread).toBeNull()
  })

  test('is reported only when nothing else is unread', async () => {
    const slide = { more: `<p:pic>${cropped('t="9000"')}</p:pic>` }
    expect((await detailsIn(made.slides([{ texts: ['x'] }, slide]), 'pptx')).unread).toBe('some pictures')
  })
})
