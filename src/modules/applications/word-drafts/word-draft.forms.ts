import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { z } from 'zod'
import type { Instant } from '../../../domain/time.ts'
import { openText, signText } from '../../../web/signed-text.ts'

/** What a Word document says about itself: the draft it was made from, with the text and version of each answer. */
export interface CarriedDraft {
  applicationId: string
  frameworkVersionId: string
  downloadedAt: Instant
  answers: readonly CarriedAnswer[]
}
export interface CarriedAnswer {
  code: string
  version: number
  text: string
}

const purpose = 'a draft in Word'
/** In base64. The longest application has 800,000 characters. */
const mostSigned = 4_000_000
const mostInflated = 16 * 1024 * 1024

/** Signs what a document carries, so that only this service can have written it. People can read it. */
export const signDraft = (secret: string, draft: CarriedDraft): string =>
  signText(secret, purpose, deflateRawSync(JSON.stringify(draft)).toString('base64'))

const carried = z.object({
  applicationId: z.string(),
  frameworkVersionId: z.string(),
  downloadedAt: z.string().transform(at => at as Instant),
  answers: z.array(z.object({ code: z.string(), version: z.number(), text: z.string() })),
})

/** @returns what a document carries; null when this service did not sign it */
export function openDraft(secret: string, signed: string): CarriedDraft | null {
  const packed = openText(secret, purpose, signed, mostSigned)
  if (packed === null) return null
  const text = inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: mostInflated }).toString()
  return carried.safeParse(JSON.parse(text)).data ?? null
}
