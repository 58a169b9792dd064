import { z } from 'zod'
import { sentFromFields, type SentFromData } from '../../../web/autosave.ts'
import { optionalText, readVersion, text, tick } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

/**
 * The maximum number of characters in the opening, and in the closing. It is twice the template's maximum, because
 * names are longer than the merge fields that they replace.
 */
export const maxLetterPart = 4_000

/** The fields that are saved while a coordinator types. */
export const keptFields = ['opening', 'closing'] as const

export const letterForm = inEachLanguage(t =>
  z.object({
    ...sentFromFields(),
    version: readVersion(),
    opening: text(t, t('letters.edit.opening.missing'), maxLetterPart),
    closing: optionalText(t, maxLetterPart),
  }),
)
export type LetterGiven = Omit<z.output<ReturnType<typeof letterForm>>, keyof SentFromData>

export const releaseForm = z.object({ version: readVersion(), sure: tick() })
export type ReleaseGiven = z.output<typeof releaseForm>
