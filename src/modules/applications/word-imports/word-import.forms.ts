import { z } from 'zod'
import type { ApplicationKind } from '../../../domain/application.ts'
import type { Item } from '../../../domain/framework.ts'
import { optionalLine, optionalText, readVersion } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import type { T } from '../../../words/words.ts'
import { maxCharactersOf } from '../answers/answer.forms.ts'

/** `file` holds the names of the files that were sent with the form. */
export const uploadForm = inEachLanguage(t =>
  z.object({ file: z.array(z.string()).min(1, t('word.file.missing')).default([]) }),
)

/** The text of an answer, with the same limit as in the answer's own form. */
export const returnedText = (t: T, kind: ApplicationKind, item: Item) =>
  z.object({ narrative: optionalText(t, maxCharactersOf(kind, item)) })

/** The author of a comment, on one line without characters that reverse the text direction. */
export const authorOfComment = inEachLanguage(t => z.object({ author: optionalLine(t) }))

/** The text to save, with the versions of the answer and of the criteria that the page showed. */
export const acceptForm = (t: T, kind: ApplicationKind, item: Item) =>
  returnedText(t, kind, item).extend({
    version: readVersion(),
    criteria: z
      .unknown()
      .optional()
      .transform(value => (typeof value === 'string' ? value : '')),
  })
export type Accepted = z.output<ReturnType<typeof acceptForm>>
