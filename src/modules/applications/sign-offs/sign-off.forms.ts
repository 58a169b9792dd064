import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { SharedText } from '../../../domain/endorsement.ts'
import type { SignedText } from '../../../domain/sign-off.ts'
import { tick } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** A hash of the text that a page showed, so that nobody signs off or endorses text that has since changed. */
export const fingerprintOf = (text: SignedText | SharedText): string =>
  createHash('sha256').update(JSON.stringify(text), 'utf8').digest('hex')

export const signOffForm = (t: T) =>
  z.object({
    read: tick().refine(isTicked => isTicked, t('sign_off.tick.missing')),
    seen: z
      .unknown()
      .optional()
      .transform(value => (typeof value === 'string' ? value : '')),
  })
