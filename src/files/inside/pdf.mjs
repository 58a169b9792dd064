import { readFile } from 'node:fs/promises'
import { PdfObjects } from './pdf-objects.mjs'
import { pdfRules } from './pdf-rules.mjs'
import { throughPdfium } from './pdfium.mjs'
import { bounded, propertiesInXmp } from './properties.mjs'
import { rewritten } from './rewrite-pdf.mjs'
import { Refused } from './zip.mjs'

const endLength = 16 * 1024

/**
 * Refuses a PDF that does something by itself or leads elsewhere. Its objects are checked one by one, because readers may
 * start anywhere, and then PDFium reads it as a reader would.
 * @param source its path, or its bytes
 * @returns its properties; its bytes without attachments and without a password that only forbids things, with the
 * objects in them; and how many attachments are gone
 * @throws Refused
 */
export async function throughPdf(source) {
  const given = Buffer.isBuffer(source) ? source : await readFile(source)
  if (!given.subarray(-endLength).includes('%%EOF')) throw new Refused('damaged')
  const first = await readPdf(given)
  if (!first.needsRewriting) return { ...(await judged(first)), attachments: 0 }
  const { bytes, attachments } = await rewritten(given)
  const second = await readPdf(bytes)
  if (second.needsRewriting) throw new Refused(second.isEncrypted ? 'encrypted' : 'attachment')
  return { ...(await judged(second)), attachments }
}

async function readPdf(bytes) {
  const objects = new PdfObjects(bytes)
  const rules = pdfRules(objects)
  const properties = propertiesInXmp(bytes)
  objects.find(rules.look)
  const { isEncrypted } = objects
  if (!isEncrypted)
    await objects.unpack(rules.look, (decoded, dictionary) => {
      if (objects.names(dictionary, 'Type').includes('Metadata')) properties.push(...propertiesInXmp(decoded))
    })
  return { bytes, objects, rules, properties, isEncrypted, needsRewriting: isEncrypted || rules.hasAttachment() }
}

async function judged({ bytes, objects, rules, properties }) {
  rules.judge()
  return { bytes, objects, properties: bounded([...(await throughPdfium(bytes)), ...properties]) }
}
