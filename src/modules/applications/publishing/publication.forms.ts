import { z } from 'zod'
import { day, readVersion, tick } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

export const publicationForm = inEachLanguage(t =>
  z.object({
    version: readVersion(),
    read: tick().refine(value => value, t('frameworks.publish.read.missing')),
    agreedOn: day(t, t('frameworks.publish.agreed.missing')),
  }),
)
