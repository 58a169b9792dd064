import { z } from 'zod'
import { oneOf, reasonText, tick } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

const sure = (missing: string) => tick().refine(ticked => ticked, missing)

export const mergeForm = inEachLanguage(t =>
  z.object({
    reason: reasonText(t, t('merges.reason.missing'), 2_000),
    sure: sure(t('merges.sure.missing')),
  }),
)

export const answerForm = inEachLanguage(t =>
  z.object({ answer: oneOf(['agree', 'refuse'], t('merges.answer.missing')) }),
)

export const finishForm = inEachLanguage(t => z.object({ sure: sure(t('merges.sure.missing')) }))
