import type { FileHandle } from 'node:fs/promises'
import { chunksOf } from './text.ts'
import type { FileRefusal } from './refusals.ts'

const longestMatch = 128
const tailLength = 16 * 1024

/**
 * What is wrong with a PDF as far as its plain bytes show. Its compressed parts stay closed: opening them is work for a limited process.
 * A script or a launch is an action with `/S`; a list of scripts has a name of its own.
 */
export async function pdfProblem(file: FileHandle, size: number): Promise<FileRefusal | null> {
  if (!(await hasEnd(file, size))) return 'damaged'
  let before = ''
  for await (const chunk of chunksOf(file)) {
    const text = before + chunk.toString('latin1')
    const names = text.includes('#') ? text.replace(/#([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16))) : text
    if (/\/Encrypt\s*(\d+\s+\d+\s+R|<<)/.test(names)) return 'encrypted'
    if (/\/S\s*\/(JavaScript|Launch)\b/.test(names) || /\/JavaScript\s*(\d+\s+\d+\s+R|<<)/.test(names)) return 'script'
    before = text.slice(-longestMatch)
  }
  return null
}

async function hasEnd(file: FileHandle, size: number): Promise<boolean> {
  const length = Math.min(size, tailLength)
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length)
  return buffer.includes('%%EOF')
}
