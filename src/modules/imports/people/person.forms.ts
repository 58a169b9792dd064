import { z } from 'zod'
import { looksLikeId } from '../../../db/ids.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

/** The ids of the people to invite or remove. */
export const peopleForm = inEachLanguage(t =>
  z.object({
    person: z
      .union([z.string(), z.array(z.string())])
      .optional()
      .transform(value => [...new Set([value ?? []].flat())].filter(looksLikeId))
      .refine(chosen => chosen.length > 0, t('imports.people.missing')),
  }),
)
