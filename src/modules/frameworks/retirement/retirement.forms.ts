import { z } from 'zod'
import { oneOf } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

/** The button's action when the page was opened, so that pressing it twice has the same effect as once. */
export const retirementForm = inEachLanguage(t =>
  z.object({ then: oneOf(['retire', 'restore'] as const, t('frameworks.retirement.then.missing')) }),
)
export type RetirementGiven = z.output<ReturnType<typeof retirementForm>>
