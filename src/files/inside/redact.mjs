import { readFile, writeFile } from 'node:fs/promises'
import { sizeOf, wholePage, withPage, withText } from './page.mjs'
import { withDocument } from './pdfium.mjs'
import { foldedText, occurrencesOf } from './phrases.mjs'
import { Refused } from './zip.mjs'

/**
 * Finds phrases on every page, in text and form fields.
 * @param mostPages a document with more pages is not searched
 * @param mostPlaces the search stops after the page on which this number is exceeded
 * @returns the number of pages, the pages without text, and the occurrences. Each occurrence has the index of its
 * phrase, its page, its line and its areas. Areas are in units of 0.01% of the page
 */
export async function findPhrases(from, phrases, { mostPages, mostPlaces }) {
  return withDocument(await readFile(from), (document, module) => {
    const found = { refused: null, pages: document.getPageCount(), textless: [], occurrences: [] }
    if (found.pages > mostPages) return found
    for (let page = 1; page <= found.pages && found.occurrences.length <= mostPlaces; page += 1)
      withPage(module, document, page, opened =>
        withText(module, opened, read => {
          const text = foldedText(read.characters)
          if (text.letters === '') found.textless.push(page)
          found.occurrences.push(...placesIn(read, text, phrases).map(place => ({ ...place, page })))
        }),
      )
    return { ...found, occurrences: found.occurrences.slice(0, mostPlaces + 1) }
  })
}

function placesIn({ characters, boxesOf }, text, phrases) {
  return phrases.flatMap((sought, phrase) =>
    occurrencesOf(sought, text, characters).map(range => ({
      phrase,
      line: characters
        .slice(0, range.from)
        .join('')
        .split(/[\r\n]+/).length,
      areas: boxesOf(range),
    })),
  )
}

const dotsPerInch = 160
const pointsPerInch = 72
/** Limits for the longer side, in pixels. A small page may have small print, and a poster must fit in memory. */
const [fewestPixels, mostPixels] = [1_600, 4_000]
/** Constants of PDFium: four bytes for each pixel, and red before blue. */
const [formatOfBitmap, redFirst] = [3, 0x10]

/**
 * Draws one page without comments and with black areas, as raw pixels, four bytes each.
 * @returns the number of pages, and the size of this page in pixels and in points
 * @throws Refused when the page does not exist or cannot be drawn
 */
export async function drawRedacted(from, to, page, areas) {
  return withDocument(await readFile(from), async (document, module) => {
    const pages = document.getPageCount()
    if (page < 1 || page > pages) throw new Refused('damaged')
    const drawn = withPage(module, document, page, opened => pixelsOf(module, opened))
    for (const area of areas) blackOut(drawn, area)
    await writeFile(to, drawn.pixels, { mode: 0o600 })
    const { width, height, points } = drawn
    return { refused: null, pages, width, height, points }
  })
}

function pixelsOf(module, page) {
  const points = sizeOf(module, page)
  const longer = Math.max(points.width, points.height)
  if (!(longer > 0)) throw new Refused('damaged')
  const pixels = Math.min(mostPixels, Math.max(fewestPixels, (longer * dotsPerInch) / pointsPerInch))
  const [width, height] = [points.width, points.height].map(side => Math.max(1, Math.round((side * pixels) / longer)))
  const length = width * height * 4
  const memory = module._malloc(length)
  if (!memory) throw new Refused('damaged')
  const bitmap = module._FPDFBitmap_CreateEx(width, height, formatOfBitmap, memory, width * 4)
  try {
    module._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff)
    module._FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, redFirst)
    return { points, width, height, pixels: Buffer.from(module.HEAPU8.slice(memory, memory + length)) }
  } finally {
    module._FPDFBitmap_Destroy(bitmap)
    module._free(memory)
  }
}

/** Blacks out an area, rounded outwards. */
function blackOut({ pixels, width, height }, area) {
  const [left, right] = [area.left, area.left + area.width].map((edge, isFar) => toPixel(edge, width, isFar))
  const [top, bottom] = [area.top, area.top + area.height].map((edge, isFar) => toPixel(edge, height, isFar))
  for (let row = top; row < bottom; row += 1) pixels.fill(0, (row * width + left) * 4, (row * width + right) * 4)
}

const toPixel = (edge, side, isFar) => Math[isFar ? 'ceil' : 'floor']((edge * side) / wholePage)
