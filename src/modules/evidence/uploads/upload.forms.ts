import { z } from 'zod'
import { fileLimits } from '../../../config.ts'
import { recognisable } from '../../../domain/upload-link.ts'
import { optionalLine, optionalOneOf, text } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

export const wordsMax = 1_000
export const senderMax = 100

/** The form that an upload link opens, for people without an account. */
export const uploadForm = inEachLanguage(t =>
  z
    .object({
      /** a random id that all files sent from one page share, so that they become one item in the inbox */
      group: z
        .string()
        .regex(/^[a-z2-7]{20}$/)
        .nullable()
        .catch(null),
      words: text(t, t('uploads.words.missing'), wordsMax),
      people: optionalOneOf(recognisable, t('uploads.people.missing')),
      sender: optionalLine(t, senderMax),
      /** the names of the files sent with the form */
      files: z
        .array(z.string())
        .max(fileLimits.perItem, t('evidence.field.files.many', { most: fileLimits.perItem }))
        .default([]),
    })
    .refine(({ people, files }) => people !== null || files.length === 0, {
      path: ['people'],
      message: t('uploads.people.missing'),
      when: ({ issues }) => !issues.some(({ path }) => path?.[0] === 'people'),
    }),
)
export type Upload = z.output<ReturnType<typeof uploadForm>>
