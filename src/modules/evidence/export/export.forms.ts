import { z } from 'zod'
import { evidenceKindsTaken } from '../../../domain/evidence.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { optionalOneOf } from '../../../web/field-schemas.ts'

/** A password is taken exactly as typed. Which criterion and branch there are is known when the page is drawn. */
export const takingOutForm = inEachLanguage(t =>
  z.object({
    kind: optionalOneOf(evidenceKindsTaken, t('evidence.field.kind.wrong')),
    item: z
      .string()
      .max(100)
      .optional()
      .catch('?')
      .transform(value => value || null),
    branch: z
      .string()
      .max(100)
      .optional()
      .catch('?')
      .transform(value => value || null),
    password: z
      .string()
      .optional()
      .catch('')
      .transform(value => value ?? '')
      .refine(value => value !== '', t('export.password.missing')),
  }),
)
