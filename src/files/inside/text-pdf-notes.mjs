import { wideText } from './text-pdf-page.mjs'
import { asName } from './text-writer.mjs'

const mostNotes = 5_000
const widget = 20
const link = 2

/** Reads notes with their authors, form fields with their values, and the addresses of links. */
export function annotationsOf({ module, document, pageIdx, form, page }, writer) {
  const count = Math.min(module._FPDFPage_GetAnnotCount(pageIdx), mostNotes)
  for (let at = 0; at < count; at += 1) {
    const annotation = module._FPDFPage_GetAnnot(pageIdx, at)
    if (!annotation) continue
    try {
      const type = module._FPDFAnnot_GetSubtype(annotation)
      if (type === widget) field({ module, annotation, form, page }, writer)
      else if (type === link) address({ module, document, annotation, page }, writer)
      else note({ module, annotation, page }, writer)
    } finally {
      module._FPDFPage_CloseAnnot(annotation)
    }
  }
}

function note({ module, annotation, page }, writer) {
  const said = key => valueOf(module, annotation, key)
  const by = asName(said('T'))
  const place = { in: 'comment', page, ...(by ? { by } : {}) }
  if (by) writer.add(place, by, { isAuthor: true })
  for (const text of new Set([said('Contents'), said('Subj'), withoutTags(said('RC'))])) writer.add(place, text)
}

const withoutTags = text => text.replace(/<[^<>]*>/g, ' ')

function field({ module, annotation, form, page }, writer) {
  const place = { in: 'field', page }
  const values = [
    wideText(module, (into, most) => module._FPDFAnnot_GetFormFieldValue(form, annotation, into, most)),
    wideText(module, (into, most) => module._FPDFAnnot_GetFormFieldAlternateName(form, annotation, into, most)),
    valueOf(module, annotation, 'V'),
    valueOf(module, annotation, 'Contents'),
  ]
  for (const text of new Set(values)) writer.add(place, text)
}

function address({ module, document, annotation, page }, writer) {
  writer.add({ in: 'link', page }, valueOf(module, annotation, 'Contents'))
  const action = module._FPDFLink_GetAction(module._FPDFAnnot_GetLink(annotation))
  if (!action) return
  writer.add({ in: 'link', page }, addressOf(module, document, action))
}

const mostBytes = 2_048

/**
 * The address that a link opens; '' when there is none, or when it is too long. PDFium returns addresses as an 8-bit
 * string, but other text as UTF-16.
 */
function addressOf(module, document, action) {
  const into = module.wasmExports.malloc(mostBytes)
  try {
    const length = module._FPDFAction_GetURIPath(document, action, into, mostBytes)
    return length > 1 && length <= mostBytes
      ? readable(Buffer.from(module.HEAPU8.subarray(into, into + length - 1)).toString())
      : ''
  } finally {
    module.wasmExports.free(into)
  }
}

/**
 * The decoded address, without the scheme of an email address or a telephone number. An address that cannot be decoded
 * stays as it is.
 */
export const readable = address => {
  try {
    return decodeURIComponent(address).replace(/^(mailto|tel|sms):/i, '')
  } catch {
    return address
  }
}

function valueOf(module, annotation, key) {
  const name = module.wasmExports.malloc(key.length + 1)
  try {
    module.HEAPU8.set(Buffer.from(`${key}\0`, 'latin1'), name)
    return wideText(module, (into, most) => module._FPDFAnnot_GetStringValue(annotation, name, into, most))
  } finally {
    module.wasmExports.free(name)
  }
}
