import { z } from 'zod'
import { fieldsMissing, letterNames, problemIn, type WordingName } from '../../../domain/wording.ts'
import { optionalText, readVersion } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const maxWording = 2_000

/**
 * The opening and closing can use only the merge fields that exist for the text `name`. Each required field must be in
 * the opening or the closing. A letter needs an opening.
 */
export function wordingForm(t: T, name: WordingName) {
  const isLetter = (letterNames as readonly string[]).includes(name)
  const checked = () =>
    optionalText(t, maxWording).superRefine((text, context) => {
      const found = problemIn(name, text)
      if (found?.problem === 'unknown')
        context.addIssue({ code: 'custom', message: t('wordings.problem.unknown', { field: `{${found.field}}` }) })
      if (found?.problem === 'braces')
        context.addIssue({ code: 'custom', message: t('wordings.problem.braces', { field: '{organisation}' }) })
    })
  return z.object({ version: readVersion(), opening: checked(), closing: checked() }).superRefine((texts, context) => {
    // the form of each decision letter requires an opening, too
    if (isLetter && texts.opening === '')
      return context.addIssue({ code: 'custom', path: ['opening'], message: t('letters.edit.opening.missing') })
    for (const field of fieldsMissing(name, texts))
      context.addIssue({
        code: 'custom',
        path: ['opening'],
        message: t('wordings.problem.missing', { field: `{${field}}` }),
      })
  })
}
export type WordingGiven = z.output<ReturnType<typeof wordingForm>>

export const resetForm = z.object({ version: readVersion() })
