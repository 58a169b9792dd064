import { z } from 'zod'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { oneOf, optionalDay } from '../../../web/field-schemas.ts'

export const steps = ['day', 'week', 'month', 'chosen'] as const
export type Step = (typeof steps)[number]

export const clockForm = inEachLanguage(t =>
  z
    .object({
      step: oneOf(steps, t('demo.clock.step.missing')),
      on: optionalDay(t),
    })
    .refine(({ step, on }) => step !== 'chosen' || on !== null, { path: ['on'], message: t('demo.clock.on.missing') }),
)
