import { gunzipSync, gzipSync } from 'node:zlib'
import { Refused } from '../zip.mjs'
import { cleanBmp, isBmp } from './bmp.mjs'
import { cleanGif, isGif } from './gif.mjs'
import { cleanJpeg, cleanJpegAt, isJpeg } from './jpeg.mjs'
import { cleanJpeg2000, isJpeg2000 } from './jpeg2000.mjs'
import { cleanEmf, cleanWmf, isEmf, isWmf } from './metafile.mjs'
import { cleanPng, isPng } from './png.mjs'
import { cleanMovie, cleanMp3, cleanWav, isMovie, isMp3, isWav } from './recording.mjs'
import { cleanSvg, isSvg } from './svg.mjs'
import { cleanTiff, isTiff } from './tiff.mjs'
import { cleanWebp, isWebp } from './webp.mjs'

// Removes information about people and places from pictures and recordings, without changing what is seen or heard.

const formats = [
  [isJpeg, cleanJpeg],
  [isPng, cleanPng],
  [isWebp, cleanWebp],
  [isGif, cleanGif],
  [isTiff, cleanTiff],
  [isBmp, cleanBmp],
  [isJpeg2000, cleanJpeg2000],
  [isMovie, cleanMovie],
  [isMp3, cleanMp3],
  [isWav, cleanWav],
]
const metafiles = [
  [isEmf, cleanEmf],
  [isWmf, cleanWmf],
]

/**
 * Removes metadata, comments, thumbnails and data after the picture, even from pictures inside other data.
 * @param bytes are changed in place
 * @returns the cleaned bytes; none for a damaged picture
 * @throws Refused for a format that cannot be cleaned
 */
export function withoutMetadata(bytes) {
  if (isSvg(bytes)) return cleanSvg(bytes, withoutMetadata)
  if (isGzip(bytes)) return repacked(bytes)
  if (isUncleanable(bytes)) throw new Refused('uncleanable')
  const clean = formats.find(([is]) => is(bytes))?.[1]
  if (clean) return upTo(bytes, clean)
  const metafile = metafiles.find(([is]) => is(bytes))?.[1]
  cleanInside(bytes)
  return metafile ? upTo(bytes, metafile) : bytes
}

/**
 * The formats that cannot be cleaned: HEIC, AVIF, Canon CR3, FLAC, Windows Media, Ogg, Matroska, AVI, AIFF and
 * Photoshop.
 */
const uncleanable =
  /^(.{4}ftyp(hei|hev|mif|msf|avi|crx)|fLaC|\x30\x26\xb2\x75\x8e\x66\xcf\x11|OggS|\x1a\x45\xdf\xa3|RIFF.{4}AVI |FORM.{4}AIF|8BPS)/s
const isUncleanable = bytes => uncleanable.test(bytes.toString('latin1', 0, 16))

const isGzip = bytes => bytes[0] === 0x1f && bytes[1] === 0x8b
const mostOfAMetafile = 64 * 1024 * 1024

/** Cleans a metafile that Office has compressed (EMZ, WMZ). */
function repacked(bytes) {
  let inner
  try {
    inner = gunzipSync(bytes, { maxOutputLength: mostOfAMetafile })
  } catch {
    throw new Refused('uncleanable')
  }
  if (!metafiles.some(([is]) => is(inner))) throw new Refused('uncleanable')
  return gzipSync(withoutMetadata(inner))
}

const storage = Buffer.from('d0cf11e0', 'hex')
const others = [isSvg, isGzip, bytes => bytes.subarray(0, 4).equals(storage), bytes => isMetafileOfLibreOffice(bytes)]
const isMetafileOfLibreOffice = bytes => bytes.toString('latin1', 0, 6) === 'VCLMTF'

/** Whether these bytes are in a format that can be cleaned, or are an object that can contain pictures. */
export const isCleanable = bytes =>
  bytes.length === 0 || others.some(is => is(bytes)) || [...formats, ...metafiles].some(([is]) => is(bytes))

/**
 * Cleans a picture in place, and cuts off the data after it. Returns no bytes for a damaged picture, which no program
 * can show anyway.
 */
function upTo(bytes, clean) {
  try {
    return bytes.subarray(0, clean(bytes))
  } catch (problem) {
    if (problem instanceof RangeError) return Buffer.alloc(0)
    throw problem
  }
}

const jpegBegins = Buffer.from('ffd8ff', 'hex')
const pngBegins = Buffer.from('89504e47', 'hex')

/** Cleans each JPEG and PNG inside these bytes, without changing their length. */
export function cleanInside(bytes) {
  for (let at = bytes.indexOf(jpegBegins); at >= 0; at = bytes.indexOf(jpegBegins, at + 1)) cleanJpegAt(bytes, at)
  for (let at = bytes.indexOf(pngBegins); at >= 0; at = bytes.indexOf(pngBegins, at + 1))
    if (isPng(bytes, at)) cleanPng(bytes, at)
}
