import { throughPdfText } from './text-pdf.mjs'
import { throughCsv, throughText } from './text-plain.mjs'
import { Stopped, textWriter } from './text-writer.mjs'

const readers = {
  'application/pdf': throughPdfText,
  'text/csv': throughCsv,
  'text/plain': throughText,
}

/**
 * Writes all text of a document to a file.
 * @returns null, or why some of it was not read: one of `unreadReasons` in document-text.ts
 */
export async function writeText(from, to, type) {
  const writer = textWriter(to)
  try {
    await readers[type](from, writer)
    return null
  } catch (problem) {
    return problem instanceof Stopped ? problem.reason : 'unreadable'
  } finally {
    writer.close()
  }
}
