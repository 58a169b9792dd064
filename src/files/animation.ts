import type { FileHandle } from 'node:fs/promises'
import type { FileType } from '../domain/evidence.ts'

const mostChunks = 100

/** Whether a picture has several frames. Re-encoding keeps only the first. */
export async function isAnimated(file: FileHandle, type: FileType): Promise<boolean> {
  if (type === 'image/webp') return isAnimatedWebp(file)
  return type === 'image/png' && isAnimatedPng(file)
}

/** WebP: the extended header is the first chunk, and the second bit of its flags is for animation. */
async function isAnimatedWebp(file: FileHandle): Promise<boolean> {
  const head = await bytesAt(file, 12, 9)
  return head.toString('latin1', 0, 4) === 'VP8X' && ((head[8] ?? 0) & 2) !== 0
}

/** PNG: an `acTL` chunk, which starts with the number of frames, comes before the first `IDAT`. */
async function isAnimatedPng(file: FileHandle): Promise<boolean> {
  let at = 8
  for (let chunk = 0; chunk < mostChunks; chunk += 1) {
    const head = await bytesAt(file, at, 12)
    const name = head.toString('latin1', 4, 8)
    if (name === 'acTL') return head.readUInt32BE(8) > 1
    if (name === 'IDAT' || name === '') return false
    at += 12 + head.readUInt32BE(0)
  }
  return false
}

async function bytesAt(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from)
  return bytesRead < length ? Buffer.alloc(0) : buffer
}
