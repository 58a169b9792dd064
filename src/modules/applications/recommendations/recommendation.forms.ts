import { z } from 'zod'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { line, oneOf, readVersion, text } from '../../../web/field-schemas.ts'

export const maxAnswerLength = 3_000
export const maxNoteLength = 2_000

export const answerForm = inEachLanguage(t =>
  z.object({
    version: readVersion(),
    answer: text(t, t('recommendations.answer.missing'), maxAnswerLength),
    owner: line(t, t('recommendations.owner.missing'), 100),
  }),
)
export type AnswerGiven = z.output<ReturnType<typeof answerForm>>

export const verdictForm = inEachLanguage(t =>
  z.object({
    version: readVersion(),
    verdict: oneOf(['closed', 'kept open'], t('recommendations.verdict.missing')),
    note: text(t, t('recommendations.note.missing'), maxNoteLength),
  }),
)
export type VerdictGiven = z.output<ReturnType<typeof verdictForm>>
