import { z } from 'zod'
import { captureLimits, recognisable } from '../../../domain/capture.ts'
import { fileLimits } from '../../../config.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { formId, oneOf, optionalLine, optionalOneOf, text } from '../../../web/typed.ts'

export const wordsMost = 1_000
export const senderMost = 100

/** What somebody without an account sends. */
export const captureForm = inEachLanguage(t =>
  z
    .object({
      formId: formId(),
      words: text(t, t('capture.send.words.missing'), wordsMost),
      people: optionalOneOf(recognisable, t('capture.send.people.wrong')),
      sender: optionalLine(t, senderMost),
      /** the names of the files that came with it */
      files: z
        .array(z.string())
        .max(fileLimits.perPiece, t('evidence.field.files.many', { most: fileLimits.perPiece }))
        .default([]),
    })
    .refine(({ people, files }) => people !== null || files.length === 0, {
      path: ['people'],
      message: t('capture.send.people.missing'),
      when: ({ issues }) => !issues.some(({ path }) => path?.[0] === 'people'),
    }),
)
export type Captured = z.output<ReturnType<typeof captureForm>>

export const linkForm = inEachLanguage(t =>
  z.object({
    formId: formId(),
    branch: text(t, t('capture.link.branch.missing'), 40),
    days: oneOf(captureLimits.days.map(String), t('capture.link.days.missing')),
  }),
)
