import { z } from 'zod'
import { oneOf } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

/** The form contains the action that the button offered, so sending it twice has no further effect. */
export const retirementForm = inEachLanguage(t =>
  z.object({ then: oneOf(['retire', 'restore'] as const, t('frameworks.retirement.then.missing')) }),
)
export type RetirementGiven = z.output<ReturnType<typeof retirementForm>>
