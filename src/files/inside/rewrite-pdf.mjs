import { PdfObjects } from './pdf-objects.mjs'
import { Dictionary, Reference } from './pdf-syntax.mjs'
import { savedByPdfium } from './pdfium-save.mjs'
import { isPlainXmp } from './properties.mjs'

const space = 0x20
/** Keys for attachments and portfolios. */
const attachmentKeys = ['EmbeddedFiles', 'EF', 'AF', 'Collection']
/** Private data of the program that made the PDF, and old page thumbnails. */
const privateKeys = ['PieceInfo', 'Thumb']
const emptiedKeys = [...attachmentKeys, ...privateKeys]

/**
 * Lets PDFium write a PDF again without data that readers cannot reach, such as older versions of objects. Also leaves
 * out attachments, private data of programs, picture metadata, and a password that only restricts use.
 * @returns the bytes, and the number of attachments left out
 * @throws Refused, for example when a password is needed to open the PDF
 */
export async function rewritten(bytes) {
  const plain = await savedByPdfium(bytes)
  const { attachments, isChanged } = emptied(plain)
  return { bytes: isChanged ? await savedByPdfium(plain) : plain, attachments }
}

/**
 * Blanks out, in place, attachments, private data, some metadata, and the entries that refer to them. This is safe
 * because PDFium does not write object streams.
 */
function emptied(bytes) {
  const objects = new PdfObjects(bytes)
  const found = []
  const ofDocument = []
  const look = value => {
    collect(value, found)
    if (value instanceof Dictionary && isCatalog(value)) ofDocument.push(...value.all('Metadata'))
  }
  objects.find(look)
  const attached = found.filter(isAttachment)
  emptyFiles(bytes, objects, attached)
  emptyMetadata(bytes, objects, ofDocument)
  for (const each of found)
    for (const { key, at, end } of each.entries)
      if (emptiedKeys.includes(key) || isOwnMetadata(objects, each, key)) bytes.fill(space, at, end)
  for (const note of attached) if (isPinned(objects, note)) bytes.fill(space, note.at + 2, note.end - 2)
  return { attachments: attached.filter(each => each.has('EF')).length, isChanged: found.length > 0 }
}

function emptyFiles(bytes, objects, attached) {
  const files = new Set(attached.flatMap(each => objects.resolved(each, 'EF')).flatMap(numbersIn))
  for (const { dictionary, number, from, end } of objects.streams)
    if (files.has(number) || objects.names(dictionary, 'Type').includes('EmbeddedFile')) bytes.fill(0, from, end)
}

/**
 * Empties metadata that contains a location, or that the check for personal details cannot read in the saved file. That
 * is metadata without a `Type`, because PDFium compresses it. It is also metadata that was already compressed, because
 * PDFium leaves out its `Filter`, which says how to decompress it.
 * @param ofDocument the catalog's references to its metadata
 */
function emptyMetadata(bytes, objects, ofDocument) {
  const numbers = new Set(ofDocument.filter(each => each instanceof Reference).map(({ number }) => number))
  for (const { dictionary, number, from, end } of objects.streams) {
    const isMetadata = numbers.has(number) || objects.names(dictionary, 'Type').includes('Metadata')
    if (isMetadata && !isPlainXmp(bytes.subarray(from, end))) bytes.fill(space, from, end)
  }
}

const isAttachment = ({ entries }) =>
  entries.some(({ key, value }) => attachmentKeys.includes(key) || value?.text === 'FileAttachment')

/** Whether this is the metadata of a page or a picture, and not of the document. */
const isOwnMetadata = (objects, dictionary, key) =>
  key === 'Metadata' && !objects.names(dictionary, 'Type').includes('Catalog')

/** Whether a dictionary is a note with an attached file. */
const isPinned = (objects, dictionary) => objects.names(dictionary, 'Subtype').includes('FileAttachment')

const isCatalog = ({ entries }) => entries.some(({ key, value }) => key === 'Type' && value?.text === 'Catalog')

function collect(value, found) {
  if (Array.isArray(value)) for (const each of value) collect(each, found)
  if (!(value instanceof Dictionary)) return
  const isFound = value.entries.some(
    ({ key }) => privateKeys.includes(key) || (key === 'Metadata' && !isCatalog(value)),
  )
  if (isFound || isAttachment(value)) found.push(value)
  for (const { value: inner } of value.entries) collect(inner, found)
}

const numbersIn = value =>
  value instanceof Dictionary
    ? value.entries.filter(each => each.value instanceof Reference).map(each => each.value.number)
    : []
