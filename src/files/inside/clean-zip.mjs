import { open } from 'node:fs/promises'
import { crc32, deflateRawSync } from 'node:zlib'
import { cleanedPdf } from './clean-pdf.mjs'
import { isCleanable, withoutMetadata } from './pictures/clean.mjs'
import { isSvg } from './pictures/svg.mjs'
import { blankThumbnail, isThumbnailName } from './pictures/thumbnail.mjs'
import { isEarlierVersion, relationshipsIn, withoutEarlierVersions, withoutTemplatePath } from './rewritten-parts.mjs'
import { startsAsXml } from './xml-stream.mjs'
import { zipWriter } from './zip-writer.mjs'
import { readZip, Refused } from './zip.mjs'

const mebibyte = 1024 * 1024
/** The maximum size in bytes of a part that is cleaned. A document with a larger one is refused. */
const mostOfAPart = 64 * mebibyte
const enoughToTell = 4_096

/**
 * Rewrites a checked DOCX, XLSX, PPTX, ODT or ODS. Blanks the thumbnail, shortens the template's path to its file name,
 * and cleans embedded pictures, recordings, PDFs and ZIPs. Drops the earlier versions in an ODT or ODS, and the ZIP's
 * times, owners, comments and extra fields.
 * Other parts keep their bytes, including the text and the document properties.
 * @throws Refused when a part cannot be cleaned; errors of the file system
 */
export async function cleanZip(from, to) {
  const file = await open(to, 'wx', 0o600)
  try {
    await writeClean(from, chunk => file.writeFile(chunk))
  } finally {
    await file.close()
  }
}

const writeClean = (source, write) =>
  readZip(source, async zip => {
    const writer = zipWriter(write)
    const thumbnails = await thumbnailsIn(zip)
    const dropped = droppedFrom(zip.entries)
    for (const entry of zip.entries) {
      if (dropped.has(entry)) continue
      const content =
        dropped.size > 0 && entry.fileName === 'META-INF/manifest.xml'
          ? await withoutEarlierVersions(zip, entry)
          : await cleaned(zip, entry, isThumbnailName(entry.fileName) || thumbnails.has(entry.fileName.toLowerCase()))
      if (content) await addContent(writer, entry, content)
      else await writer.add(entry, await zip.packedIn(entry))
    }
    await writer.finish()
  })

/** The entries that are left out. Only an OpenDocument file has an entry `mimetype`. */
const droppedFrom = entries =>
  new Set(
    entries.some(({ fileName }) => fileName === 'mimetype')
      ? entries.filter(({ fileName }) => isEarlierVersion(fileName))
      : [],
  )

async function addContent(writer, entry, content) {
  const packed = entry.compressionMethod === 0 ? content : deflateRawSync(content)
  const { fileNameRaw, generalPurposeBitFlag, compressionMethod } = entry
  const sizes = { crc32: crc32(content), compressedSize: packed.length, uncompressedSize: content.length }
  await writer.add({ fileNameRaw, generalPurposeBitFlag, compressionMethod, ...sizes }, [packed])
}

/** @returns the new content of an entry; null when the entry does not change */
async function cleaned(zip, entry, isThumbnail) {
  const head = await zip.headOf(entry, enoughToTell)
  if (isThumbnail) return blankThumbnail(entry.fileName, head)
  if (/\.rels$/i.test(entry.fileName)) return withoutTemplatePath(zip, entry)
  if (head.length === 0 || (startsAsXml(head) && !isSvg(head))) return null
  if (entry.uncompressedSize > mostOfAPart) throw new Refused('bomb')
  const content = await zip.contentOf(entry, { most: mostOfAPart })
  const clean = await cleanContent(content, entry.fileName)
  return clean.length === entry.uncompressedSize && crc32(clean) === entry.crc32 ? null : clean
}

const isMedia = name =>
  /(^|\/)(media|pictures)\/[^/]+$/i.test(name) ||
  /\.(jpe?g|png|gif|bmp|tiff?|webp|hei[cf]|avif|jp2|j2k|emz|wmz|pict?|pcx|mp[34]|m4[av]|mov|avi|wm[av]|mkv|webm|ogg|flac|aac|amr|aiff?|au|mid|3gp|mpe?g|psd|glb)$/i.test(
    name,
  )

/** @throws Refused for a picture or recording of a kind that cannot be cleaned, and for a PDF or ZIP that is refused */
async function cleanContent(content, name) {
  const head = content.toString('latin1', 0, 5)
  if (head.startsWith('PK\x03\x04')) return inMemory(content)
  if (head === '%PDF-') return cleanedPdf(content)
  if (isMedia(name) && !isCleanable(content)) throw new Refused('uncleanable')
  return withoutMetadata(content)
}

async function inMemory(source) {
  const chunks = []
  await writeClean(source, async chunk => void chunks.push(chunk))
  return Buffer.concat(chunks)
}

/** The paths, in lower case, of the thumbnails listed in `_rels/.rels`. */
async function thumbnailsIn(zip) {
  const entry = zip.entries.find(({ fileName }) => /^_rels\/\.rels$/i.test(fileName))
  const all = entry ? await relationshipsIn(zip, entry) : []
  return new Set(
    all
      .filter(({ Type = '' }) => /\/thumbnail\s*$/i.test(Type))
      .map(({ Target = '' }) => Target.replace(/^\.?\//, '').toLowerCase()),
  )
}
