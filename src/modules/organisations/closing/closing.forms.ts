import { z } from 'zod'
import { reasonText } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

export const closingForm = inEachLanguage(t =>
  z.object({ reason: reasonText(t, t('organisations.close.reason.missing'), 2_000) }),
)
