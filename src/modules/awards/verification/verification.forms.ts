import { z } from 'zod'
import { readCertificateCode } from '../../../domain/certificate.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { day, text } from '../../../web/field-schemas.ts'

export const codeForm = inEachLanguage(t =>
  z.object({
    code: text(t, t('verify.code.missing'), 100)
      .transform(readCertificateCode)
      .refine(code => code !== null, t('verify.code.wrong'))
      .transform(code => code as string),
  }),
)

export const dayForm = inEachLanguage(t => z.object({ on: day(t, t('verify.day.missing')) }))
