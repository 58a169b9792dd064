import { withDocument } from './pdfium.mjs'
import { Refused } from './zip.mjs'

/**
 * A WebAssembly module that exports the function that it imports. It makes a JavaScript function into a WebAssembly
 * function, the only kind that PDFium can call. This build of PDFium lacks Emscripten's `addFunction`.
 */
const adapter = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // the magic number and the version
  ...[0x01, 0x08, 0x01, 0x60, 0x03, 0x7f, 0x7f, 0x7f, 0x01, 0x7f], // the type
  ...[0x02, 0x07, 0x01, 0x01, 0x65, 0x01, 0x66, 0x00, 0x00], // the import
  ...[0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00], // the export
])
/** PDFium's function table cannot grow. Its first slot is free, because it represents the null pointer. */
const slot = 0
const writerVersion = 1
const withoutSecurity = 3
const mostBytes = 100 * 1024 * 1024

/**
 * Lets PDFium write the PDF again: only reachable objects, each in its newest version, outside object streams and
 * without a password.
 * @returns the bytes
 * @throws Refused when the PDF needs a password, is damaged, or would be larger than 100 MB
 */
export async function savedByPdfium(bytes) {
  try {
    return await withDocument(bytes, (document, module) => saved(module, document.documentIdx))
  } catch (problem) {
    if (problem instanceof Refused) throw problem
    throw new Refused(/password|security/i.test(problem.message) ? 'encrypted' : 'damaged')
  }
}

function saved(module, document) {
  const chunks = []
  let length = 0
  const take = (_writer, from, size) => {
    length += size
    if (length > mostBytes) return 0
    chunks.push(Buffer.from(module.HEAPU8.slice(from, from + size)))
    return 1
  }
  const table = module.wasmExports.__indirect_function_table
  const writer = module._malloc(8)
  try {
    table.set(slot, new WebAssembly.Instance(new WebAssembly.Module(adapter), { e: { f: take } }).exports.f)
    module.HEAP32.set([writerVersion, slot], writer / 4)
    const isDone = module._FPDF_SaveAsCopy(document, writer, withoutSecurity)
    if (!isDone) throw new Refused(length > mostBytes ? 'bomb' : 'damaged')
    return Buffer.concat(chunks)
  } finally {
    table.set(slot, null)
    module._free(writer)
  }
}
