import { writeFile } from 'node:fs/promises'
import { deflateSync } from 'node:zlib'
import { Reference } from './pdf-syntax.mjs'
import { decodeStream } from './pdf-filters.mjs'
import { throughPdf } from './pdf.mjs'
import { cleanInside } from './pictures/clean.mjs'
import { Refused } from './zip.mjs'

/**
 * Writes a PDF without attachments, without a password that only forbids things, and without the metadata of its
 * pictures. Otherwise its bytes keep their places, so that links and outlines do not change.
 * @throws Refused, and errors of the file system
 */
export async function cleanPdf(from, to) {
  const { bytes, objects } = await throughPdf(from)
  cleanInside(bytes)
  await cleanPictures(bytes, objects)
  await writeFile(to, bytes, { flag: 'wx', mode: 0o600 })
}

async function cleanPictures(bytes, objects) {
  const described = new Set()
  for (const { dictionary, from, end } of objects.streams) {
    if (!objects.names(dictionary, 'Subtype').includes('Image')) continue
    for (const about of dictionary.all('Metadata')) if (about instanceof Reference) described.add(about.number)
    const [outer, inner, ...others] = objects.names(dictionary, 'Filter')
    const isPackedJpeg = outer === 'FlateDecode' && inner === 'DCTDecode' && others.length === 0
    if (isPackedJpeg) await cleanPacked(bytes.subarray(from, end))
  }
  for (const { number, dictionary, from, end } of objects.streams)
    if (described.has(number)) blank(bytes.subarray(from, end), objects.names(dictionary, 'Filter').length > 0)
}

/** A cleaned JPEG packs better than before. Readers skip what follows the packed data. */
async function cleanPacked(data) {
  const decoded = await decodeStream(data, ['FlateDecode'])
  const before = Buffer.from(decoded)
  cleanInside(decoded)
  if (decoded.equals(before)) return
  const packed = deflateSync(decoded, { level: 9 })
  if (packed.length > data.length) throw new Refused('opaque')
  data.fill(0)
  packed.copy(data)
}

/** What a picture says of itself, in place. */
function blank(data, isPacked) {
  data.fill(isPacked ? 0 : ' ')
  const empty = deflateSync('')
  if (isPacked && data.length >= empty.length) empty.copy(data)
}
