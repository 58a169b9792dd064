import { PDFiumLibrary } from '@hyzyla/pdfium'
import { bytesIn } from './pdf-pages.ts'

/** The content of a PDF according to a reader that is independent of the program that made it. */
export interface ReadPdf {
  /** the text of each page */
  pages: string[]
  isTagged: boolean
  isUa1: boolean
  language: string | null
  title: string | null
  /** the kinds of structure elements in the PDF */
  tags: string[]
}

export async function readPdf(bytes: Buffer): Promise<ReadPdf> {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(bytes)
  const pages = [...document.pages()].map(page => page.getText().replace(/\r\n/g, '\n'))
  document.destroy()
  library.destroy()
  const inside = bytesIn(bytes)
  return {
    pages,
    isTagged: inside.includes('/StructTreeRoot') && /\/Marked\s+true/.test(inside),
    isUa1: /<pdfuaid:part>1</.test(inside),
    language: /\/Lang\s*\((\w+)/.exec(inside)?.[1] ?? null,
    title: utf8(/<dc:title>[\s\S]*?<rdf:li[^>]*>([^<]*)</.exec(inside)?.[1]),
    tags: [...new Set([...inside.matchAll(/\/S\s*\/(\w+)/g)].map(([, tag]) => tag!))],
  }
}

const utf8 = (bytes: string | undefined): string | null =>
  bytes === undefined ? null : Buffer.from(bytes, 'latin1').toString('utf8')
