import { PdfObjects } from './pdf-objects.mjs'
import { Dictionary, Text } from './pdf-syntax.mjs'

/** The keys of text that programs read aloud or copy in place of a picture or other text. */
const spoken = ['Alt', 'ActualText', 'E']
/** Dictionaries by type, each with the key for the name or title that people see in lists. */
const named = { StructElem: 'T', OCG: 'Name' }

/**
 * Writes the text of a PDF that PDFium does not return, such as descriptions and page labels. `bytes` is PDFium's
 * output, which has no object streams.
 */
export function hiddenInPdf(bytes, writer) {
  const look = value => {
    if (Array.isArray(value)) for (const each of value) look(each)
    if (!(value instanceof Dictionary)) return
    for (const { key, value: own } of value.entries) {
      if (own instanceof Text && isRead(value, key)) writer.add({ in: key === 'Alt' ? 'picture' : 'hidden' }, own.said)
      if (key === 'Names' && Array.isArray(own))
        for (const each of own) if (each instanceof Text) writer.add({ in: 'hidden' }, each.said)
      look(own)
    }
  }
  new PdfObjects(bytes).find(look)
}

const isRead = (dictionary, key) =>
  spoken.includes(key) ||
  isLabel(dictionary, key) ||
  dictionary.all('Type').some(({ text } = {}) => Object.hasOwn(named, text ?? '') && named[text] === key)

/** Whether a value is the prefix of a page label. In other dictionaries, `P` is a reference. */
const isLabel = (dictionary, key) => key === 'P' && !dictionary.has('Type')
