import { z } from 'zod'
import { day, tick } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

export const publicationForm = inEachLanguage(t =>
  z.object({
    revision: z
      .unknown()
      .optional()
      .transform(value => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : 0)),
    read: tick().refine(value => value, t('frameworks.publish.read.missing')),
    agreedOn: day(t, t('frameworks.publish.agreed.missing')),
  }),
)
