import { z } from 'zod'
import { oneOf } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

/** The action that the button had when the page was opened, so that sending the form twice has no further effect. */
export const retirementForm = inEachLanguage(t =>
  z.object({ then: oneOf(['retire', 'restore'] as const, t('frameworks.retirement.then.missing')) }),
)
export type RetirementGiven = z.output<ReturnType<typeof retirementForm>>
