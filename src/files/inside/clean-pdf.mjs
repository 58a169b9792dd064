import { writeFile } from 'node:fs/promises'
import { canDecode, decodeStream, encodeStream } from './pdf-filters.mjs'
import { throughPdf } from './pdf.mjs'
import { cleanInside } from './pictures/clean.mjs'
import { cleanJpeg, isJpeg } from './pictures/jpeg.mjs'
import { cleanJpeg2000 } from './pictures/jpeg2000.mjs'
import { Refused } from './zip.mjs'

/**
 * Writes a PDF without attachments, without a password that only restricts its use, and without the metadata of its
 * pictures.
 * @throws Refused for a PDF that uploads do not accept; errors of the file system
 */
export async function cleanPdf(from, to) {
  await writeFile(to, await cleanedPdf(from), { flag: 'wx', mode: 0o600 })
}

/**
 * Makes the PDF that `cleanPdf` writes, from a file or from a PDF that is embedded in another document.
 * @param source its path, or its bytes
 * @returns the bytes of the clean PDF
 * @throws Refused for a PDF that uploads do not accept
 */
export async function cleanedPdf(source) {
  const { bytes, objects } = await throughPdf(source)
  cleanInside(bytes)
  for (const { dictionary, from, end } of objects.streams)
    await cleanPicture(bytes.subarray(from, end), objects.names(dictionary, 'Filter'), () =>
      objects.hasPredictor(dictionary),
    )
  return bytes
}

const pictures = {
  DCTDecode: cleanPhoto,
  DCT: cleanPhoto,
  JPXDecode: cleanJpeg2000,
}

/**
 * Cleans a picture in a stream. The last filter is the picture's own compression. Any filters before it compress the
 * picture again.
 */
async function cleanPicture(data, chain, hasPredictor) {
  const clean = pictures[chain.at(-1)]
  if (!clean) return
  const outer = chain.slice(0, -1)
  if (!canDecode(outer) || (outer.length > 0 && hasPredictor())) throw new Refused('opaque')
  if (outer.length === 0) return clean(data)
  const decoded = await decodeStream(data, outer)
  const before = Buffer.from(decoded)
  clean(decoded)
  if (!decoded.equals(before)) replace(data, encodeStream(decoded, outer))
}

/**
 * Cleans a JPEG and overwrites the data after it with zeros, such as the video of a motion photo. Data that is not a
 * JPEG goes to `cleanInside`.
 */
function cleanPhoto(data) {
  if (isJpeg(data)) data.fill(0, cleanJpeg(data))
  else cleanInside(data)
}

/**
 * Replaces the compressed data of a picture without changing its length. PDF readers ignore the zeros after shorter
 * data.
 * @throws Refused when the new data is longer
 */
function replace(data, packed) {
  if (packed.length > data.length) throw new Refused('opaque')
  data.fill(0)
  packed.copy(data)
}
