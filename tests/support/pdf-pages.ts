import { PDFiumLibrary } from '@hyzyla/pdfium'
import { inflateSync } from 'node:zlib'
import { pdfOf } from './sample-files.ts'

// PDFs with text, created when a test runs, and the content that a PDF reader shows.

/** Text on a page. Its position is in points from the lower left corner of the unrotated page. */
export interface Written {
  x: number
  y: number
  text: string
  size?: number
  /** 0 is visible; 3 is invisible, as in the text layer of a scan */
  mode?: 0 | 3
}
export interface PageOfText {
  written: readonly Written[]
  /** the entries of the page's dictionary, which must include /MediaBox; by default, the /MediaBox of an A4 page */
  about?: string
}

export const a4 = { width: 595, height: 842 }
const mediaBox = `/MediaBox [0 0 ${a4.width} ${a4.height}]`

/** Makes a PDF of these pages. The font is Helvetica, which every PDF viewer has. */
export const pdfOfText = (pages: readonly PageOfText[]): Buffer =>
  pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${4 + 2 * index} 0 R`).join(' ')}] >>`,
    helvetica,
    ...pages.flatMap(({ written, about = mediaBox }, index) => [
      `<< /Type /Page /Parent 2 0 R ${about} /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * index} 0 R >>`,
      streamOf(written.map(shown).join('\n')),
    ]),
  ])

export const helvetica = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>'

export const shown = ({ x, y, text, size = 12, mode = 0 }: Written): string =>
  `BT /F1 ${size} Tf ${mode} Tr ${x} ${y} Td (${text.replace(/[()\\]/g, '\\$&')}) Tj ET`

export const streamOf = (content: string | Buffer, about = ''): Buffer =>
  Buffer.concat([
    Buffer.from(`<< ${about}/Length ${Buffer.byteLength(content)} >>\nstream\n`),
    Buffer.from(content),
    Buffer.from('\nendstream'),
  ])

/** The bytes of a PDF as Latin-1 text, followed by its unpacked streams. */
export function bytesIn(pdf: Buffer): string {
  const found = [pdf.toString('latin1')]
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 7)) {
    try {
      found.push(inflateSync(pdf.subarray(at + 7)).toString('latin1'))
    } catch {
      continue // this is not a compressed stream
    }
  }
  return found.join('\n')
}

/**
 * A page as a PDF reader shows it: its size in points, its text, its pixels (four bytes each, `across` by `down`) and
 * its number of annotations.
 */
export interface SeenPage {
  width: number
  height: number
  text: string
  pixels: Buffer
  across: number
  down: number
  annotations: number
}

/** Pixels per point, and the maximum length of the longer side in pixels. */
const [sharpness, mostPixels] = [2, 2_000]

/** Opens a PDF in the process of the test, and draws it with its comments and fields. */
export async function seenPages(pdf: Buffer): Promise<SeenPage[]> {
  const library = await PDFiumLibrary.init()
  try {
    const document = await library.loadDocument(pdf)
    const pages: SeenPage[] = []
    for (const page of document.pages()) {
      const { originalWidth: width, originalHeight: height } = page.getOriginalSize()
      const { pageIdx } = page as unknown as { pageIdx: number }
      const { module } = library as unknown as { module: { _FPDFPage_GetAnnotCount(page: number): number } }
      const annotations = module._FPDFPage_GetAnnotCount(pageIdx)
      const text = page.getText()
      const scale = Math.min(sharpness, mostPixels / Math.max(width, height))
      const drawn = await page.render({ scale, render: 'bitmap', renderFormFields: true })
      pages.push({
        width,
        height,
        text,
        annotations,
        pixels: Buffer.from(drawn.data),
        across: drawn.width,
        down: drawn.height,
      })
    }
    document.destroy()
    return pages
  } finally {
    library.destroy()
  }
}

const darkest = 40

/**
 * The share of black pixels in a rectangle of a page, from 0 to 1. The rectangle is in points from the upper left
 * corner.
 */
export function blackIn(
  { pixels, across, width }: SeenPage,
  area: { left: number; top: number; width: number; height: number },
): number {
  const scale = across / width
  const [left, right, top, bottom] = [area.left, area.left + area.width, area.top, area.top + area.height].map(side =>
    Math.round(side * scale),
  ) as [number, number, number, number]
  let black = 0
  for (let row = top; row < bottom; row += 1)
    for (let column = left; column < right; column += 1)
      if ([0, 1, 2].every(colour => pixels[(row * across + column) * 4 + colour]! < darkest)) black += 1
  return black / ((right - left) * (bottom - top))
}
