import type { Request, Response } from 'express'
import { OverLimit } from '../../../files/store.ts'
import { TooLarge } from '../../../web/body-refusals.ts'
import { readMultipart, type Fields } from '../../../web/multipart.ts'

/**
 * Reads a form with one file into memory.
 * @param limit in bytes
 * @returns `bytes`: the file; null when it is missing or empty; 'too large' when the file or the form is over its
 * limit. `fields`: the other fields; empty when `bytes` is 'too large'
 * @throws BodyBroken when the body cannot be read
 */
export async function readFileForm(
  req: Request,
  res: Response,
  limit: number,
): Promise<{ bytes: Uint8Array | null | 'too large'; fields: Fields }> {
  const chunks: Uint8Array[] = []
  try {
    const fields = await readMultipart(req, res, { field: 'file', most: 1, limit }, async source => {
      for await (const chunk of source) chunks.push(chunk)
    })
    const bytes = Buffer.concat(chunks)
    return { bytes: bytes.length === 0 ? null : bytes, fields }
  } catch (error) {
    if (error instanceof OverLimit || error instanceof TooLarge) return { bytes: 'too large', fields: {} }
    throw error
  }
}
