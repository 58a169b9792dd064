import { z } from 'zod'
import type { T } from '../../../words/words.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { oneOf, optionalLine, saysSomething } from '../../../web/field-schemas.ts'

export const answers = ['approve', 'refuse'] as const
const noteMost = 300

const note = (t: T) =>
  optionalLine(t, noteMost).refine(value => value === '' || saysSomething(value), t('field.says_nothing'))

/** The answer to a request. The person reads the reason for a refusal in an email. */
export const answerForm = inEachLanguage(t =>
  z
    .object({
      answer: oneOf(answers, t('approvals.answer.missing')),
      how: note(t),
      reason: note(t),
    })
    .refine(({ answer, how }) => answer !== 'approve' || how !== '', {
      path: ['how'],
      message: t('approvals.how.missing'),
    })
    .refine(({ answer, reason }) => answer !== 'refuse' || reason !== '', {
      path: ['reason'],
      message: t('approvals.reason.missing'),
    })
    .transform(({ answer, how, reason }) => ({ answer, note: answer === 'approve' ? how : reason })),
)
