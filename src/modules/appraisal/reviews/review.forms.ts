import { z } from 'zod'
import { requestAnswers } from '../../../domain/review.ts'
import { oneOf, reasonText } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

export const maxRequestReason = 4_000

export const reviewForm = inEachLanguage(t =>
  z.object({ reason: reasonText(t, t('reviews.ask.reason.missing'), maxRequestReason) }),
)
export const correctionForm = inEachLanguage(t =>
  z.object({ reason: reasonText(t, t('corrections.ask.reason.missing'), maxRequestReason) }),
)
export type RequestGiven = z.output<ReturnType<typeof reviewForm>>

export const requestAnswerForm = inEachLanguage(t =>
  z.object({
    answer: oneOf(requestAnswers, t('decision_requests.answer.missing')),
    reason: reasonText(t, t('decision_requests.answer.reason.missing'), maxRequestReason),
  }),
)
export type RequestAnswerGiven = z.output<ReturnType<typeof requestAnswerForm>>
