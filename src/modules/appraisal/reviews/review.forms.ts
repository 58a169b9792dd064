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

/** The trustee's answer, with the id of the request that the page showed. */
export const requestAnswerForm = inEachLanguage(t =>
  z.object({
    request: z.string().catch(''),
    answer: oneOf(requestAnswers, t('decision_requests.answer.missing')),
    reason: reasonText(t, t('decision_requests.answer.reason.missing'), maxRequestReason),
  }),
)
export type RequestAnswerGiven = z.output<ReturnType<typeof requestAnswerForm>>
