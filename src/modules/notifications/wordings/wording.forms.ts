import { z } from 'zod'
import { fieldsMissing, letterNames, problemIn, type WordingName } from '../../../domain/wording.ts'
import { optionalOneOf, optionalText, readVersion } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const maxWording = 2_000

/**
 * The opening and closing can use only the merge fields of the text `name`. Each required field must be in the opening
 * or the closing. With `then`, nothing is saved: the form asks for a preview with the record `case`.
 * @param cases ids of the records for a preview; not needed to save a text
 */
export function wordingForm(t: T, name: WordingName, cases: readonly string[]) {
  const isLetter = (letterNames as readonly string[]).includes(name)
  const checked = () =>
    optionalText(t, maxWording).superRefine((text, context) => {
      const found = problemIn(name, text)
      if (found?.problem === 'unknown')
        context.addIssue({ code: 'custom', message: t('wordings.problem.unknown', { field: `{${found.field}}` }) })
      if (found?.problem === 'braces')
        context.addIssue({ code: 'custom', message: t('wordings.problem.braces', { field: '{organisation}' }) })
    })
  const fields = {
    version: readVersion(),
    opening: checked(),
    closing: checked(),
    case: optionalOneOf(cases).catch(null),
    then: optionalOneOf(['preview']),
  }
  return z.object(fields).superRefine((texts, context) => {
    if (texts.then === 'preview' && texts.case === null && cases.length > 0)
      context.addIssue({ code: 'custom', path: ['case'], message: t('wordings.preview.case.missing') })
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
/** A text to save, and the version that the form showed, plus one. */
export type WordingGiven = Pick<z.output<ReturnType<typeof wordingForm>>, 'version' | 'opening' | 'closing'>

export const resetForm = z.object({ version: readVersion() })
