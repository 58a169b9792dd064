import { z } from 'zod'
import { fileLimits } from '../../../config.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { line, optionalOneOf, optionalText, tick } from '../../../web/field-schemas.ts'
import { noteMost } from '../editing/editing.forms.ts'

/** The ways to add several files: as one item of evidence with all files, or as one item for each file. */
export const together = ['one', 'each'] as const

export const quickForm = inEachLanguage(t =>
  z
    .object({
      title: line(t, t('evidence.field.title.missing')),
      note: optionalText(t, noteMost),
      together: optionalOneOf(together, t('upload_link.together.wrong')).transform(chosen => chosen ?? 'one'),
      /** whether this is one of several files that a script sends one by one */
      several: tick(),
      /** the names of the files sent with the form */
      files: z
        .array(z.string())
        .max(fileLimits.perItem, t('evidence.field.files.many', { most: fileLimits.perItem }))
        .default([]),
    })
    .refine(({ note, files }) => note !== '' || files.length > 0, {
      path: ['note'],
      message: t('upload_link.shows.missing'),
      when: ({ issues }) => !issues.some(({ path }) => path?.[0] === 'files' || path?.[0] === 'note'),
    }),
)
export type QuickEvidence = z.output<ReturnType<typeof quickForm>>
