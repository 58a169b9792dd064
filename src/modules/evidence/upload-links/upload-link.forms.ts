import { z } from 'zod'
import { uploadLinkLimits } from '../../../domain/upload-link.ts'
import { oneOf } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const wordsMost = 1_000
export const senderMost = 100

/** What somebody without an account sends. */
export const uploadForm = inEachLanguage(t =>
  z
    .object({
      idempotencyKey: idempotencyKey(),
      words: text(t, t('upload_link.send.words.missing'), wordsMost),
      people: optionalOneOf(recognisable, t('upload_link.send.people.wrong')),
      sender: optionalLine(t, senderMost),
      /** the names of the files sent with the form */
      files: z
        .array(z.string())
        .max(fileLimits.perItem, t('evidence.field.files.many', { most: fileLimits.perItem }))
        .default([]),
    })
    .refine(({ people, files }) => people !== null || files.length === 0, {
      path: ['people'],
      message: t('upload_link.send.people.missing'),
      when: ({ issues }) => !issues.some(({ path }) => path?.[0] === 'people'),
    }),
)
export type Upload = z.output<ReturnType<typeof uploadForm>>

export const linkForm = inEachLanguage(t =>
  z.object({
    branch: oneOf(
      branches.map(({ id }) => id),
      t('upload_link.branch.missing'),
    ),
    days: oneOf(uploadLinkLimits.days.map(String), t('upload_link.days.missing')).transform(Number),
  })
export type LinkGiven = z.output<ReturnType<typeof linkForm>>
