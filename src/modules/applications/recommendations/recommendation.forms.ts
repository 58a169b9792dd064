import { z } from 'zod'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { idempotencyKey, line, oneOf, readVersion, text } from '../../../web/field-schemas.ts'

export const answerMost = 3_000
export const noteMost = 2_000

export const answerForm = inEachLanguage(t =>
  z.object({
    idempotencyKey: idempotencyKey(),
    version: readVersion(),
    answer: text(t, t('recommendations.answer.missing'), answerMost),
    owner: line(t, t('recommendations.owner.missing'), 100),
  }),
)

export const verdictForm = inEachLanguage(t =>
  z.object({
    idempotencyKey: idempotencyKey(),
    version: readVersion(),
    verdict: oneOf(['closed', 'kept open'], t('recommendations.verdict.missing')),
    note: text(t, t('recommendations.note.missing'), noteMost),
  }),
)
