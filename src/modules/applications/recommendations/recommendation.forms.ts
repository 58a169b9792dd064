import { z } from 'zod'
import { sentFromFields, type SentFromData } from '../../../web/autosave.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { line, oneOf, readVersion, text } from '../../../web/field-schemas.ts'

export const maxAnswerLength = 3_000
export const maxNoteLength = 2_000

/** The fields that are autosaved while a person types an answer. */
export const answerFields = ['answer', 'owner'] as const

export const answerForm = inEachLanguage(t =>
  z.object({
    ...sentFromFields(),
    version: readVersion(),
    answer: text(t, t('recommendations.answer.missing'), maxAnswerLength),
    owner: line(t, t('recommendations.owner.missing'), 100),
  }),
)
export type AnswerGiven = Omit<z.output<ReturnType<typeof answerForm>>, keyof SentFromData>

/** The fields that are autosaved while a person types a note. */
export const verdictFields = ['verdict', 'note'] as const

export const verdictForm = inEachLanguage(t =>
  z.object({
    ...sentFromFields(),
    version: readVersion(),
    verdict: oneOf(['closed', 'kept open'], t('recommendations.verdict.missing')),
    note: text(t, t('recommendations.note.missing'), maxNoteLength),
  }),
)
export type VerdictGiven = Omit<z.output<ReturnType<typeof verdictForm>>, keyof SentFromData>
