import type { FileHandle } from 'node:fs/promises'
import type { FileType } from '../domain/evidence.ts'
import { zipType } from './document.ts'
import type { FileRefusal } from './refusals.ts'
import { chunksOf } from './text.ts'

/**
 * The type of a document in ZIP format. Refuses the older container format of Office, which is also used for encrypted
 * files.
 */
export async function documentIn(file: FileHandle, path: string): Promise<FileType | { refused: FileRefusal }> {
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, 0)
  if (buffer[0] !== 0xd0) return zipType(path)
  return { refused: (await contains(file, Buffer.from('EncryptedPackage', 'utf16le'))) ? 'encrypted' : 'old office' }
}

async function contains(file: FileHandle, sought: Buffer): Promise<boolean> {
  let before: Buffer = Buffer.alloc(0)
  for await (const chunk of chunksOf(file)) {
    const bytes = Buffer.concat([before, chunk])
    if (bytes.includes(sought)) return true
    before = bytes.subarray(-sought.length)
  }
  return false
}
