import { cleanGif, isGif } from './gif.mjs'
import { cleanJpeg, cleanJpegAt, isJpeg } from './jpeg.mjs'
import { cleanEmf, cleanWmf, isEmf, isWmf } from './metafile.mjs'
import { cleanPng, isPng } from './png.mjs'
import { cleanMovie, cleanMp3, cleanWav, isMovie, isMp3, isWav } from './recording.mjs'
import { cleanSvg, isSvg } from './svg.mjs'
import { cleanTiff, isTiff } from './tiff.mjs'
import { cleanWebp, isWebp } from './webp.mjs'

// What a picture or recording says of people and places is removed without touching what it shows.

const formats = [
  [isJpeg, cleanJpeg],
  [isPng, cleanPng],
  [isWebp, cleanWebp],
  [isGif, cleanGif],
  [isTiff, cleanTiff],
  [isMovie, cleanMovie],
  [isMp3, cleanMp3],
  [isWav, cleanWav],
]
const metafiles = [
  [isEmf, cleanEmf],
  [isWmf, cleanWmf],
]

/**
 * Removes metadata, comments, thumbnails and what follows the picture. It is told by its content. Pictures in other
 * bytes, such as an object of another program, lose their metadata too.
 * @param bytes are changed
 * @returns the cleaned bytes
 */
export function withoutMetadata(bytes) {
  if (isSvg(bytes)) return cleanSvg(bytes, withoutMetadata)
  const clean = formats.find(([is]) => is(bytes))?.[1]
  if (clean) return upTo(bytes, clean)
  const metafile = metafiles.find(([is]) => is(bytes))?.[1]
  cleanInside(bytes)
  return metafile ? upTo(bytes, metafile) : bytes
}

/** A damaged picture, which no program shows, is left out from where it cannot be read. */
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

/** Cleans each JPEG and PNG inside these bytes, whose length stays. */
export function cleanInside(bytes) {
  for (let at = bytes.indexOf(jpegBegins); at >= 0; at = bytes.indexOf(jpegBegins, at + 1)) cleanJpegAt(bytes, at)
  for (let at = bytes.indexOf(pngBegins); at >= 0; at = bytes.indexOf(pngBegins, at + 1))
    if (isPng(bytes, at)) cleanPng(bytes, at)
}
