import { z } from 'zod'
import { text } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

export const closingForm = inEachLanguage(t =>
  z.object({ reason: text(t, t('organisations.close.reason.missing'), 2_000) }),
)
