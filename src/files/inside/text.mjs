import { rmSync } from 'node:fs'
import { isOldEquation } from './old-office.mjs'
import { throughOfficeText } from './text-office.mjs'
import { throughOpenDocumentText } from './text-opendocument.mjs'
import { throughPdfText } from './text-pdf.mjs'
import { throughCsv, throughText } from './text-plain.mjs'
import { Stopped, textWriter } from './text-writer.mjs'
import { documentType } from './type.mjs'

const parent = process.ppid
let written = null
process.once('exit', () => {
  // if the parent process has ended, its clean-up may have run too early, so the file is deleted here
  if (written && process.ppid !== parent) rmSync(written, { force: true })
})

/** Readers by file type. A reader returns or throws the reason why some of a document was not read. */
const readers = {
  'application/pdf': throughPdfText,
  'text/csv': throughCsv,
  'text/plain': throughText,
}

/**
 * Writes all text of a document to a file.
 * @returns null, or why some of it was not read: one of `unreadReasons` in document-text.ts
 * @throws errors of the system, such as a full disk
 */
export async function writeText(from, to, type) {
  const writer = textWriter(to)
  written = to
  try {
    return (await readerOf(type)(from, writer, insideReader(writer))) ?? null
  } catch (problem) {
    if (problem.syscall) throw problem // an error of the system says nothing about the document
    return problem instanceof Stopped ? problem.reason : 'unreadable'
  } finally {
    writer.close()
  }
}

const readerOf = type =>
  readers[type] ?? (type.includes('openxmlformats') ? throughOfficeText : throughOpenDocumentText)

/**
 * Reads an embedded document. Of old Office files, which we cannot read, only equations count as read.
 * @param isNested whether the document around it is itself embedded; it must then not embed a ZIP
 * @returns a function that gets the bytes, and returns null, or why some of the text was not read
 */
const insideReader =
  (writer, isNested = false) =>
  async bytes => {
    const head = bytes.toString('latin1', 0, 4)
    if (head.startsWith('\xd0\xcf')) return isOldEquation(bytes) ? null : 'embedded'
    if (head.startsWith('PK') && isNested) return 'embedded'
    const type = head.startsWith('PK') ? await documentType(bytes) : 'application/pdf'
    const inside = asInside(writer)
    try {
      return (await readerOf(type)(bytes, inside, insideReader(inside, true))) ?? null
    } catch (problem) {
      if (problem instanceof Stopped) return problem.reason
      throw problem
    }
  }

/** A writer for an embedded document: it gives all text the place `embedded`. */
const asInside = writer => ({ ...writer, add: (_place, text, marks) => writer.add({ in: 'embedded' }, text, marks) })
