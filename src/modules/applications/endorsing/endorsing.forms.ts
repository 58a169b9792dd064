import { z } from 'zod'
import { endorsementAnswers } from '../../../domain/endorsement.ts'
import { oneOf, optionalText, saysSomething, tick, visibleLine } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const mostOfWords = 2_000

export const endorsingForm = (t: T) =>
  z
    .object({
      answer: oneOf(endorsementAnswers, t('endorsing.answer.missing')),
      words: optionalText(t, mostOfWords),
      name: visibleLine(t, t('endorsing.name.missing'), 100),
      role: visibleLine(t, t('endorsing.role.missing'), 100),
      seen: z.string().catch(''),
      confirmed: tick().refine(isTicked => isTicked, t('endorsing.confirmed.missing')),
    })
    .refine(({ answer, words }) => answer !== 'not yet' || saysSomething(words), {
      path: ['words'],
      message: t('endorsing.words.missing'),
    })
export type EndorsingGiven = z.output<ReturnType<typeof endorsingForm>>
