import { z } from 'zod'
import { optionalText, readVersion, text, tick } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

export const maxLetterPart = 2_000

export const letterForm = inEachLanguage(t =>
  z.object({
    version: readVersion(),
    opening: text(t, t('letters.edit.opening.missing'), maxLetterPart),
    closing: optionalText(t, maxLetterPart),
  }),
)
export type LetterGiven = z.output<ReturnType<typeof letterForm>>

export const releaseForm = z.object({ sure: tick() })
