import { readFile } from 'node:fs/promises'
import { hiddenInPdf } from './text-pdf-objects.mjs'
import { withDocument } from './pdfium.mjs'
import { annotationsOf } from './text-pdf-notes.mjs'
import { isPicture, wideText } from './text-pdf-page.mjs'
import { asName, Stopped } from './text-writer.mjs'

const mostPages = 5_000
const mostBookmarks = 2_000
/** A line of more characters than this may be wrapped, so that the next line continues it. */
const wrapped = 50
/** A page counts as unread if its fonts give no known character for more than this share of its letters. */
const mostUnknown = 0.1

/**
 * Reads the text of a PDF, including notes, form fields, bookmarks, names of attached files, and text that pages do not
 * show.
 * @param source its path, or its bytes
 * @throws Stopped when some of the text was not read
 */
export async function throughPdfText(source, writer) {
  const bytes = Buffer.isBuffer(source) ? source : await readFile(source)
  const pages = await withDocument(bytes, (document, module) => {
    const form = document.initializeFormFields()
    attachments(module, document.documentIdx, writer)
    bookmarks(module, document.documentIdx, writer)
    const found = { pictures: 0, unknown: 0, count: document.getPageCount() }
    for (let page = 1; page <= Math.min(found.count, mostPages); page += 1) {
      writer.step()
      const read = readPage({ module, document, form, page }, writer)
      if (read.isPicture) found.pictures += 1
      if (read.isUnknown) found.unknown += 1
    }
    return found
  })
  writer.step()
  hiddenInPdf(bytes, writer)
  if (pages.count > mostPages) throw new Stopped('too large')
  if (pages.pictures > 0) throw new Stopped(pages.pictures < pages.count ? 'some pictures' : 'only pictures')
  if (pages.unknown > 0) throw new Stopped('fonts')
}

function readPage({ module, document, form, page }, writer) {
  const { pageIdx } = document.getPage(page - 1)
  const text = module._FPDFText_LoadPage(pageIdx)
  try {
    const letters = text ? lines(module, text, page, writer) : { count: 0, unknown: 0 }
    annotationsOf({ module, document: document.documentIdx, pageIdx, form, page }, writer)
    return {
      isPicture: isPicture(module, pageIdx, letters.count),
      isUnknown: letters.unknown > mostUnknown * letters.count,
    }
  } finally {
    if (text) module._FPDFText_ClosePage(text)
    module._FPDF_ClosePage(pageIdx)
  }
}

/**
 * Writes the lines of a page.
 * @returns the number of characters other than spaces, and how many of them the font maps to no Unicode character
 */
function lines(module, textPage, page, writer) {
  const count = module._FPDFText_CountChars(textPage)
  const text =
    count > 0 ? wideText(module, into => 2 * module._FPDFText_GetText(textPage, 0, count, into), 2 * count + 2) : ''
  let line = 0
  for (const { 0: each, index } of text.matchAll(/[^\r\n]+/g)) {
    line += 1
    const said = each.replace(/[\u0002\ufffe]$/, '')
    const marks = said.trim().length > wrapped || said !== each ? { continues: said === each ? 'line' : 'word' } : {}
    writer.add(
      { in: 'page', page, line, ...(isHidden(module, textPage, index) ? { isHidden: true } : {}) },
      said,
      marks,
    )
  }
  return { count: text.replace(/\s/g, '').length, unknown: text.match(/[\0\ufffd\ue000-\uf8ff]/g)?.length ?? 0 }
}

const invisible = 3

/** Whether a character is invisible, as in the text layer of a scan. */
function isHidden(module, textPage, index) {
  const character = module._FPDFText_GetCharIndexFromTextIndex(textPage, index)
  const object = character < 0 ? 0 : module._FPDFText_GetTextObject(textPage, character)
  return object !== 0 && module._FPDFTextObj_GetTextRenderMode(object) === invisible
}

function attachments(module, document, writer) {
  const count = module._FPDFDoc_GetAttachmentCount(document)
  for (let at = 0; at < count; at += 1) {
    const attachment = module._FPDFDoc_GetAttachment(document, at)
    if (attachment)
      writer.add(
        { in: 'attachment' },
        wideText(module, (into, most) => module._FPDFAttachment_GetName(attachment, into, most)),
      )
  }
}

/** Reads bookmarks, following at most `mostBookmarks` links, because a broken list may be circular. */
function bookmarks(module, document, writer) {
  const waiting = [module._FPDFBookmark_GetFirstChild(document, 0)]
  for (let seen = 0; waiting.length > 0 && seen < mostBookmarks; seen += 1) {
    const bookmark = waiting.pop()
    if (!bookmark) continue
    const title = wideText(module, (into, most) => module._FPDFBookmark_GetTitle(bookmark, into, most))
    writer.add({ in: 'bookmark' }, asName(title))
    waiting.push(
      module._FPDFBookmark_GetNextSibling(document, bookmark),
      module._FPDFBookmark_GetFirstChild(document, bookmark),
    )
  }
}
