// Untrusted pictures are opened only in this process, which gets no secrets in environment variables.
// Plain JavaScript, because it always runs from src/, without a build.
import { readFile, writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import { answer } from './child-loop.mjs'
import { pictureForPdf } from './inside/pdf-picture.mjs'

sharp.cache(false)
sharp.concurrency(1)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] })

const writers = {
  'image/jpeg': picture => picture.jpeg({ quality: 88 }),
  'image/png': picture => picture.png({ compressionLevel: 8 }),
  'image/webp': picture => picture.webp({ quality: 88 }),
}

const tasks = {
  /** Re-encodes a picture, upright and without metadata. */
  rewrite: async ({ from, to, type, pixels }) => {
    const picture = await readFile(from)
    const { width, height } = await sharp(picture, { limitInputPixels: false }).metadata()
    if (width * height > pixels) return { refused: 'pixel flood' }
    const upright = sharp(picture, { limitInputPixels: pixels, failOn: 'error' }).autoOrient()
    await writers[type](upright).toFile(to)
    return { refused: null }
  },
  /** Makes areas black, rounded outwards to whole pixels. Areas are in units of 0.01% of the width and height. */
  'black out': async ({ from, to, type, areas }) => {
    const {
      data,
      info: { width, height, channels },
    } = await sharp(await readFile(from), { failOn: 'error' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    const black = Buffer.alloc(width * channels)
    if (channels % 2 === 0) for (let at = channels - 1; at < black.length; at += channels) black[at] = 255 // opaque
    for (const area of areas) {
      const [left, right] = [area.left, area.left + area.width].map((edge, isFar) =>
        Math[isFar ? 'ceil' : 'floor']((edge * width) / 10_000),
      )
      const [top, bottom] = [area.top, area.top + area.height].map((edge, isFar) =>
        Math[isFar ? 'ceil' : 'floor']((edge * height) / 10_000),
      )
      for (let row = top; row < bottom; row += 1)
        black.copy(data, (row * width + left) * channels, 0, (right - left) * channels)
    }
    await writers[type](sharp(data, { raw: { width, height, channels } })).toFile(to)
    return { refused: null }
  },
  /** Makes a smaller copy to show on a page. Never enlarges. */
  'make smaller': async ({ from, to, longest }) => {
    await sharp(await readFile(from), { failOn: 'error' })
      .resize({ width: longest, height: longest, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .toFile(to)
    return { refused: null }
  },
  /** Encodes a rendered page as WebP. The input is raw pixels of four bytes each. */
  'from pixels': async ({ from, to, width, height }) => {
    await sharp(await readFile(from), { raw: { width, height, channels: 4 } })
      .flatten({ background: 'white' })
      .webp({ quality: 80 })
      .toFile(to)
    return { refused: null }
  },
  /** Encodes raw pixels, four bytes each, as the data of a picture in a PDF. */
  'page of a PDF': async ({ from, to, width, height, most }) => {
    const { data, ...said } = await pictureForPdf(await readFile(from), { width, height, most })
    await writeFile(to, data, { mode: 0o600 })
    return { refused: null, ...said }
  },
}

/** The codes of system errors, by their text in the messages of libvips. */
const systemErrors = {
  'No space left on device': 'ENOSPC',
  'Disk quota exceeded': 'EDQUOT',
  'File too large': 'EFBIG',
  'Input/output error': 'EIO',
  'Read-only file system': 'EROFS',
}

/**
 * Errors of Node's file system have a `syscall` and keep their code. Messages of libvips say `system error` when a
 * picture cannot be written. All other errors come from the content.
 */
function whatFailed({ message, syscall, code }) {
  if (syscall) return { refused: code }
  const system = /system error: (.*)/.exec(message)
  return { refused: system ? (systemErrors[system[1]] ?? 'system error') : 'damaged' }
}

answer(tasks, whatFailed)
