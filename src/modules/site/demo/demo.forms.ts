import { z } from 'zod'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { oneOf, optionalDay } from '../../../web/field-schemas.ts'

export const steps = ['day', 'week', 'month', 'chosen'] as const

export const clockForm = inEachLanguage(t =>
  z
    .object({
      /** the demo's date when the form was shown */
      from: optionalDay(t),
      step: oneOf(steps, t('demo.clock.step.missing')),
      on: optionalDay(t),
    })
    .refine(({ step, on }) => step !== 'chosen' || on !== null, { path: ['on'], message: t('demo.clock.on.missing') }),
)
export type ClockGiven = z.output<ReturnType<typeof clockForm>>
