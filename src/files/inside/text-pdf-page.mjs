const mostBytes = 16_384

/**
 * Reads text that PDFium writes as UTF-16 with a terminator.
 * @param write takes a buffer's address and length, and returns the number of bytes needed
 * @returns the text, or '' when it needs more than `most` bytes
 */
export function wideText(module, write, most = mostBytes) {
  const into = module.wasmExports.malloc(most)
  try {
    const length = write(into, most)
    return length > 2 && length <= most
      ? Buffer.from(module.HEAPU8.subarray(into, into + length - 2)).toString('utf16le')
      : ''
  } finally {
    module.wasmExports.free(into)
  }
}

const objects = { path: 2, picture: 3, form: 5 }
const fewLetters = 40
const manyPaths = 20
const mostObjects = 2_000
const mostOfAPage = 0.5

/**
 * Whether a page is a picture: a scan, possibly with a page number, or letters drawn as lines.
 * @param letters the number of letters in the text layer
 */
export function isPicture(module, page, letters) {
  if (letters > fewLetters) return false
  const area = module._FPDF_GetPageWidth(page) * module._FPDF_GetPageHeight(page)
  const seen = { picture: 0, paths: 0, left: mostObjects }
  const count = module._FPDFPage_CountObjects(page)
  for (let at = 0; at < count; at += 1) look(module, module._FPDFPage_GetObject(page, at), seen, 0)
  return letters === 0 ? seen.picture > 0 || seen.paths > manyPaths : seen.picture > mostOfAPage * area
}

function look(module, object, seen, depth) {
  if (!object || (seen.left -= 1) < 0 || depth > 4) return
  const type = module._FPDFPageObj_GetType(object)
  if (type === objects.path) seen.paths += 1
  if (type === objects.picture) seen.picture = Math.max(seen.picture, areaOf(module, object))
  if (type !== objects.form) return
  const count = module._FPDFFormObj_CountObjects(object)
  for (let at = 0; at < count; at += 1) look(module, module._FPDFFormObj_GetObject(object, at), seen, depth + 1)
}

function areaOf(module, object) {
  const into = module.wasmExports.malloc(16)
  try {
    if (!module._FPDFPageObj_GetBounds(object, into, into + 4, into + 8, into + 12)) return 1
    const [left, bottom, right, top] = module.HEAPF32.subarray(into / 4, into / 4 + 4)
    return Math.max(1, (right - left) * (top - bottom))
  } finally {
    module.wasmExports.free(into)
  }
}
