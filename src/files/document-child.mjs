// Untrusted documents are opened only in this process, which gets no secrets in environment variables.
// It can access only the folder of its files, its own code and its libraries.
// Plain JavaScript, because it always runs from src/, without a build.
import { answer } from './child-loop.mjs'
import { cleanPdf } from './inside/clean-pdf.mjs'
import { cleanZip } from './inside/clean-zip.mjs'
import { throughOffice, throughOpenDocument } from './inside/office.mjs'
import { pageAsPixels } from './inside/pdfium.mjs'
import { throughPdf } from './inside/pdf.mjs'
import { writeRows } from './inside/rows.mjs'
import { writeText } from './inside/text.mjs'
import { drawRedacted, findPhrases } from './inside/redact.mjs'
import { documentType } from './inside/type.mjs'
import { readForm } from './inside/word-form.mjs'
import { Refused } from './inside/zip.mjs'

/** @returns the document's properties, and the number of attachments that `rewrite` removes */
async function inspect(from, type) {
  if (type === 'application/pdf') {
    const { properties, attachments } = await throughPdf(from)
    return { properties, attachments }
  }
  const through = type.includes('openxmlformats') ? throughOffice : throughOpenDocument
  return { properties: await through(from), attachments: 0 }
}

const tasks = {
  /** Returns the type of a document in ZIP format. */
  'read the type': async ({ from }) => ({ refused: null, type: await documentType(from) }),
  /** Unpacks every part of a document within limits, and returns its properties and number of attachments. */
  inspect: async ({ from, type }) => ({ refused: null, ...(await inspect(from, type)) }),
  /**
   * Rewrites a document without hidden details that could identify someone, and removes a PDF's attachments. See
   * `cleanZip` and `cleanPdf`.
   */
  rewrite: async ({ from, to, type }) => {
    await (type === 'application/pdf' ? cleanPdf : cleanZip)(from, to)
    return { refused: null }
  },
  /**
   * Writes the text of a document to a file, within the limits of text-writer.mjs. Returns why some of the text was not
   * read.
   */
  'read the text': async ({ from, to, type }) => ({ refused: null, unread: await writeText(from, to, type) }),
  /** Writes the rows of a table to a file, within the limits of rows.mjs. Returns why and where reading stopped. */
  'read the rows': async ({ from, to, type }) => ({ refused: null, unread: await writeRows(from, to, type) }),
  /** Reads the answers and comments of a form that word.ts made. */
  'read a form': async ({ from }) => ({ refused: null, form: await readForm(from) }),
  /** Renders one page of a PDF as raw pixels, four bytes each, for the picture child. */
  'draw a page': async ({ from, to, page, longest }) => pageAsPixels(from, to, page, longest),
  /** Finds phrases in the text of a PDF. */
  'find phrases': async ({ from, phrases, ...most }) => findPhrases(from, phrases, most),
  /** Renders one page of a PDF without comments and with black areas, as raw pixels for the picture child. */
  'draw a redacted page': async ({ from, to, page, areas }) => drawRedacted(from, to, page, areas),
}

/** File-system errors have a `syscall` and keep their code. Any other error comes from the content. */
function whatFailed(problem) {
  if (problem instanceof Refused) return { refused: problem.refusal }
  return { refused: problem.syscall ? problem.code : 'damaged' }
}

answer(tasks, whatFailed)
