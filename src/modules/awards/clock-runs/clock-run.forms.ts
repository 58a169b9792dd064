import { z } from 'zod'
import { oneOf, reasonText } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

export const undoForm = inEachLanguage(t => z.object({ reason: reasonText(t, t('clock_runs.reason.missing'), 2_000) }))

export const answerForm = inEachLanguage(t =>
  z.object({
    undo: z.string().catch(''),
    answer: oneOf(['confirm', 'decline'], t('clock_runs.answer.missing')),
  }),
)
