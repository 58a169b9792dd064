import { writeFile } from 'node:fs/promises'
import { throughPdf } from './pdf.mjs'
import { cleanInside } from './pictures/clean.mjs'

/**
 * Writes a PDF without attachments, without a password that only forbids things, and without the metadata of its
 * photos. Otherwise its bytes stay, so that signatures and links do.
 * @throws Refused, and errors of the file system
 */
export async function cleanPdf(from, to) {
  const { bytes } = await throughPdf(from)
  cleanInside(bytes)
  await writeFile(to, bytes, { flag: 'wx', mode: 0o600 })
}
