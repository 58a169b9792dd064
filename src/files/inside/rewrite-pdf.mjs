import { PdfObjects } from './pdf-objects.mjs'
import { Dictionary, Reference } from './pdf-syntax.mjs'
import { savedByPdfium } from './pdfium-save.mjs'

const space = 0x20
/** Keys that lead to an attachment, and those of a portfolio. */
const leading = ['EmbeddedFiles', 'EF', 'AF', 'Collection']

/**
 * A PDF without the password that only forbids things, without attachments and without older versions of its objects.
 * @returns its bytes, and how many attachments are gone
 * @throws Refused, also when it needs a password to be opened
 */
export async function rewritten(bytes) {
  const plain = await savedByPdfium(bytes)
  const attachments = emptyAttachments(plain)
  return { bytes: attachments > 0 ? await savedByPdfium(plain) : plain, attachments }
}

/** Overwrites the attachments and what leads to them. PDFium has written each object by itself. @returns how many */
function emptyAttachments(bytes) {
  const objects = new PdfObjects(bytes)
  const found = []
  objects.find(value => collect(value, found))
  const files = new Set(found.flatMap(each => objects.resolved(each, 'EF')).flatMap(numbersIn))
  const count = found.filter(each => each.has('EF')).length
  for (const { dictionary, number, from, end } of objects.streams)
    if (files.has(number) || objects.names(dictionary, 'Type').includes('EmbeddedFile')) bytes.fill(0, from, end)
  for (const { entries } of found)
    for (const { key, at, end } of entries) if (leading.includes(key)) bytes.fill(space, at, end)
  for (const note of found) if (isPinned(objects, note)) bytes.fill(space, note.at + 2, note.end - 2)
  return count
}

/** A note that holds a file. */
const isPinned = (objects, dictionary) => objects.names(dictionary, 'Subtype').includes('FileAttachment')

function collect(value, found) {
  if (Array.isArray(value)) for (const each of value) collect(each, found)
  if (!(value instanceof Dictionary)) return
  if (value.entries.some(({ key, value: own }) => leading.includes(key) || own?.text === 'FileAttachment'))
    found.push(value)
  for (const { value: inner } of value.entries) collect(inner, found)
}

const numbersIn = value =>
  value instanceof Dictionary
    ? value.entries.filter(each => each.value instanceof Reference).map(each => each.value.number)
    : []
