import { readFile, writeFile } from 'node:fs/promises'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import { propertiesOfPdf } from './properties.mjs'
import { Refused } from './zip.mjs'

let library = null

/**
 * Runs a function with this document open in PDFium (WebAssembly). If PDFium crashes, it is started again for the next
 * document.
 */
export async function withDocument(bytes, act) {
  library ??= await PDFiumLibrary.init()
  try {
    const document = await library.loadDocument(bytes)
    try {
      return await act(document, library.module)
    } finally {
      document.destroy()
    }
  } catch (problem) {
    if (problem instanceof WebAssembly.RuntimeError) library = null
    throw problem
  }
}

const formTypes = { none: 0, plain: 1, fullXfa: 2, partXfa: 3 }

/**
 * Opens the document in PDFium, to find what a PDF reader would find.
 * @returns the properties in its Info dictionary
 * @throws Refused for a script, an attachment, or a document that is damaged or needs a password
 */
export async function throughPdfium(bytes) {
  const said = await viewedAt(bytes)
  if (typeof said === 'string') throw new Refused(said)
  return said
}

async function viewedAt(bytes) {
  try {
    return await withDocument(bytes, (document, module) => {
      if (module._FPDFDoc_GetJavaScriptActionCount(document.documentIdx) > 0) return 'script'
      if (module._FPDFDoc_GetAttachmentCount(document.documentIdx) > 0) return 'attachment'
      if ([formTypes.fullXfa, formTypes.partXfa].includes(module._FPDF_GetFormType(document.documentIdx)))
        return 'script'
      if (document.getPageCount() < 1) return 'damaged'
      const first = document.getPage(0)
      const { originalWidth } = first.getOriginalSize()
      module._FPDF_ClosePage(first.pageIdx)
      return originalWidth > 0 ? propertiesOfPdf(tag => metaText(module, document.documentIdx, tag)) : 'damaged'
    })
  } catch ({ message }) {
    return /password/i.test(message) ? 'encrypted' : 'damaged'
  }
}

const mostMetaBytes = 2_048

/**
 * The value of a tag as UTF-16 bytes, without the terminator. It is empty when the tag has no value, or when the value
 * does not fit in the buffer, because PDFium then writes nothing.
 */
function metaText(module, document, tag) {
  const [name, into] = [module._malloc(tag.length + 1), module._malloc(mostMetaBytes)]
  try {
    module.HEAPU8.set(Buffer.from(`${tag}\0`, 'latin1'), name)
    const length = module._FPDF_GetMetaText(document, name, into, mostMetaBytes)
    return length > 2 && length <= mostMetaBytes
      ? Buffer.from(module.HEAPU8.subarray(into, into + length - 2))
      : Buffer.alloc(0)
  } finally {
    module._free(name)
    module._free(into)
  }
}

/**
 * Draws one page as raw pixels, four bytes each.
 * @param longest the longer side in pixels
 * @returns the number of pages and the size of the picture
 * @throws Refused when there is no such page
 */
export async function pageAsPixels(from, to, page, longest) {
  return withDocument(await readFile(from), async document => {
    const pages = document.getPageCount()
    if (page < 1 || page > pages) throw new Refused('damaged')
    const drawn = document.getPage(page - 1)
    const { originalWidth, originalHeight } = drawn.getOriginalSize()
    const scale = longest / Math.max(originalWidth, originalHeight)
    const [width, height] = [originalWidth, originalHeight].map(side => Math.max(1, Math.round(side * scale)))
    const { data } = await drawn.render({ scale: 1, width, height, render: 'bitmap' })
    await writeFile(to, data, { mode: 0o600 })
    return { refused: null, pages, width, height }
  })
}
