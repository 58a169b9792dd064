import { readFile } from 'node:fs/promises'
import { PdfObjects } from './pdf-objects.mjs'
import { pdfRules } from './pdf-rules.mjs'
import { throughPdfium } from './pdfium.mjs'
import { bounded, propertiesInInfo, propertiesInXmp } from './properties.mjs'
import { rewritten } from './rewrite-pdf.mjs'
import { Refused } from './zip.mjs'

const endLength = 16 * 1024

/**
 * Refuses a PDF with a script, an action that starts without a click, or a reference to another file. Readers differ on
 * which objects a PDF contains, so PDFium writes it again, and the result is checked and stored.
 * @param source its path, or its bytes
 * @returns its properties; the bytes to store, with the objects in them; and the number of attachments removed
 * @throws Refused also for a PDF that is damaged or needs a password
 */
export async function throughPdf(source) {
  const given = Buffer.isBuffer(source) ? source : await readFile(source)
  if (!given.subarray(-endLength).includes('%%EOF')) throw new Refused('damaged')
  await refuseGiven(given)
  const { bytes, attachments } = await rewritten(given)
  const { objects, rules, properties } = await readPdf(bytes)
  if (objects.isEncrypted) throw new Refused('encrypted')
  if (rules.hasAttachment()) throw new Refused('attachment')
  rules.judge()
  return { bytes, objects, properties: bounded([...(await throughPdfium(bytes)), ...properties]), attachments }
}

/**
 * Refuses decompression bombs, and problems that are visible without PDFium, even in objects that PDFium would leave
 * out.
 */
async function refuseGiven(bytes) {
  const { objects, rules } = await readPdf(bytes)
  if (!objects.isEncrypted && !rules.hasAttachment()) rules.judge()
}

async function readPdf(bytes) {
  const objects = new PdfObjects(bytes)
  const rules = pdfRules(objects)
  const properties = propertiesInXmp(bytes)
  objects.find(rules.look)
  if (!objects.isEncrypted)
    await objects.unpack(rules.look, (decoded, dictionary) => {
      if (objects.names(dictionary, 'Type').includes('Metadata')) properties.push(...propertiesInXmp(decoded))
    })
  return { objects, rules, properties: [...properties, ...propertiesInInfo(objects)] }
}
