import { promisify } from 'node:util'
import { deflate } from 'node:zlib'
import sharp from 'sharp'

// Encodes a drawn page as one picture for a PDF: with Flate if that is small enough, otherwise as a JPEG.

/** If the compressed picture has at most this many bytes, no JPEG is tried, because it would hardly ever be smaller. */
const surelySmaller = 150_000
/** Settings tried in turn until the picture is small enough. `shrink` divides both sides. */
const attempts = [
  { quality: 75, shrink: 1 },
  { quality: 60, shrink: 1 },
  { quality: 45, shrink: 1 },
  { quality: 45, shrink: 1.5 },
  { quality: 40, shrink: 2 },
]

/**
 * @param pixels four bytes each, the last unused
 * @param most the target size in bytes, exceeded when no setting reaches it
 * @returns the data, its PDF filter, its channels, and its width and height
 */
export async function pictureForPdf(pixels, { width, height, most }) {
  const channels = hasColour(pixels) ? 3 : 1
  const plain = samplesOf(pixels, channels)
  const exact = { data: await promisify(deflate)(levelled(plain)), filter: 'flate', channels, width, height }
  if (exact.data.length <= Math.min(most, surelySmaller)) return exact
  for (const attempt of attempts) {
    const { data, info } = await asJpeg(plain, { width, height, channels }, attempt)
    if (exact.data.length <= Math.min(most, data.length)) return exact
    const isLast = attempt === attempts.at(-1)
    if (data.length <= most || isLast) return { data, filter: 'jpeg', channels, width: info.width, height: info.height }
  }
}

function hasColour(pixels) {
  for (let at = 0; at < pixels.length; at += 4)
    if (pixels[at] !== pixels[at + 1] || pixels[at] !== pixels[at + 2]) return true
  return false
}

function samplesOf(pixels, channels) {
  const samples = Buffer.alloc((pixels.length / 4) * channels)
  for (let from = 0, to = 0; from < pixels.length; from += 4)
    for (let channel = 0; channel < channels; channel += 1) samples[to++] = pixels[from + channel]
  return samples
}

/** Sixteen levels in each channel are enough for the edges of letters. */
const levels = Uint8Array.from({ length: 256 }, (_, value) => Math.round(value / 17) * 17)
const levelled = samples => samples.map(value => levels[value])

const asJpeg = (samples, { width, height, channels }, { quality, shrink }) =>
  sharp(samples, { raw: { width, height, channels } })
    .resize({ width: Math.ceil(width / shrink), height: Math.ceil(height / shrink), fit: 'fill' })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .jpeg({ quality })
    .toBuffer({ resolveWithObject: true })
