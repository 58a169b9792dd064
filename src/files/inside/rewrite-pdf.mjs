import { PdfObjects } from './pdf-objects.mjs'
import { Dictionary, Reference } from './pdf-syntax.mjs'
import { savedByPdfium } from './pdfium-save.mjs'

const space = 0x20
/** Keys that lead to an attachment, and those of a portfolio. */
const leading = ['EmbeddedFiles', 'EF', 'AF', 'Collection']
/** Private data of the program that made the PDF, and old page thumbnails. */
const unshown = ['PieceInfo', 'Thumb']
const left = [...leading, ...unshown]

/**
 * A PDF as PDFium writes it, without anything that readers cannot reach: older versions of objects, unused objects, the
 * bytes between objects, and a password that only restricts use. Attachments, the private data of programs, and the
 * metadata of pictures are left out too.
 * @returns its bytes, and how many attachments are gone
 * @throws Refused, also when it needs a password to be opened
 */
export async function rewritten(bytes) {
  const plain = await savedByPdfium(bytes)
  const { attachments, isChanged } = emptied(plain)
  return { bytes: isChanged ? await savedByPdfium(plain) : plain, attachments }
}

/** Overwrites what is left out and what leads to it. PDFium has written each object by itself. */
function emptied(bytes) {
  const objects = new PdfObjects(bytes)
  const found = []
  objects.find(value => collect(value, found))
  const attached = found.filter(isAttachment)
  emptyFiles(bytes, objects, attached)
  emptyUnreadable(bytes, objects)
  for (const each of found)
    for (const { key, at, end } of each.entries)
      if (left.includes(key) || isOwnMetadata(objects, each, key)) bytes.fill(space, at, end)
  for (const note of attached) if (isPinned(objects, note)) bytes.fill(space, note.at + 2, note.end - 2)
  return { attachments: attached.filter(each => each.has('EF')).length, isChanged: found.length > 0 }
}

function emptyFiles(bytes, objects, attached) {
  const files = new Set(attached.flatMap(each => objects.resolved(each, 'EF')).flatMap(numbersIn))
  for (const { dictionary, number, from, end } of objects.streams)
    if (files.has(number) || objects.names(dictionary, 'Type').includes('EmbeddedFile')) bytes.fill(0, from, end)
}

/** PDFium leaves the metadata of a document compressed, but drops its filter: nobody can read the names in it. */
function emptyUnreadable(bytes, objects) {
  for (const { dictionary, from, end } of objects.streams)
    if (objects.names(dictionary, 'Type').includes('Metadata') && !startsAsXml(bytes.subarray(from, end)))
      bytes.fill(space, from, end)
}

/** In UTF-8 or UTF-16. */
const startsAsXml = data =>
  /^(\xef\xbb\xbf|\xfe\xff|\xff\xfe)?[\s\0]*<\0?[?!a-z]/i.test(data.toString('latin1', 0, 100))

const isAttachment = ({ entries }) =>
  entries.some(({ key, value }) => leading.includes(key) || value?.text === 'FileAttachment')

/** Whether this is the metadata of a page or a picture, not that of the document. */
const isOwnMetadata = (objects, dictionary, key) =>
  key === 'Metadata' && !objects.names(dictionary, 'Type').includes('Catalog')

/** A note that holds a file. */
const isPinned = (objects, dictionary) => objects.names(dictionary, 'Subtype').includes('FileAttachment')

const isCatalog = ({ entries }) => entries.some(({ key, value }) => key === 'Type' && value?.text === 'Catalog')

function collect(value, found) {
  if (Array.isArray(value)) for (const each of value) collect(each, found)
  if (!(value instanceof Dictionary)) return
  const isFound = value.entries.some(({ key }) => unshown.includes(key) || (key === 'Metadata' && !isCatalog(value)))
  if (isFound || isAttachment(value)) found.push(value)
  for (const { value: inner } of value.entries) collect(inner, found)
}

const numbersIn = value =>
  value instanceof Dictionary
    ? value.entries.filter(each => each.value instanceof Reference).map(each => each.value.number)
    : []
