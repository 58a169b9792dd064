import { createHash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { z } from 'zod'
import type { Instant } from '../../../domain/time.ts'
import { readSignedText, signText } from '../../../web/signed-text.ts'

/** The data that a Word document contains about its draft: the application, and the text and version of each answer. */
export interface CarriedDraft {
  applicationId: string
  frameworkVersionId: string
  downloadedAt: Instant
  answers: readonly CarriedAnswer[]
  /**
   * the hashes (`markOf`) of the paragraphs that the service wrote; empty in documents from before hashes were stored
   */
  written: readonly string[]
}
export interface CarriedAnswer {
  code: string
  version: number
  text: string
}

/**
 * A short hash of a paragraph's letters and digits. Ignores all other characters, because programs change spaces,
 * bullets and hyphens.
 */
export const markOf = (paragraph: string): string =>
  createHash('sha256')
    .update(paragraph.normalize().replace(/[^\p{L}\p{N}]/gu, ''))
    .digest('base64')
    .slice(0, 10)

const purpose = 'a draft in Word'
/** The maximum length of the signed data, in base64 characters. The longest application has 800,000 characters. */
const mostSigned = 4_000_000
/** The maximum length of the data after decompression, in bytes. */
const mostInflated = 16 * 1024 * 1024

/** Signs the data of a document, to prove that this service wrote it. The data is not encrypted. */
export const signDraft = (secret: string, draft: CarriedDraft): string =>
  signText(secret, purpose, deflateRawSync(JSON.stringify(draft)).toString('base64'))

const carried = z.object({
  applicationId: z.string(),
  frameworkVersionId: z.string(),
  downloadedAt: z.string().transform(at => at as Instant),
  answers: z.array(z.object({ code: z.string(), version: z.number(), text: z.string() })),
  written: z.array(z.string()).default([]),
})

/** @returns the data of a document; null when this service did not sign it, or a field is missing */
export function openDraft(secret: string, signed: string): CarriedDraft | null {
  const packed = readSignedText(secret, purpose, signed, mostSigned)
  if (packed === null) return null
  const text = inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: mostInflated }).toString()
  return carried.safeParse(JSON.parse(text)).data ?? null
}
