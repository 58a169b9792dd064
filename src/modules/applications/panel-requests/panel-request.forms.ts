import { z } from 'zod'
import { text } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

export const maxReasonLength = 2_000

export const panelRequestForm = inEachLanguage(t =>
  z.object({ reason: text(t, t('renewal.panel.request.missing'), maxReasonLength) }),
)
