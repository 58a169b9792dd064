import { z } from 'zod'
import { oneOf, optionalOneOf, optionalReason, reasonText } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import type { T } from '../../../words/words.ts'

const maxReason = 2_000

/** @param asksIndependence whether the form asks if the person is independent */
export const declarationForm = (t: T, asksIndependence: boolean) =>
  z
    .object({
      says: oneOf(['no conflict', 'conflict'], t('declarations.conflict.missing')),
      reason: optionalReason(t, maxReason),
      independent: optionalOneOf(['yes', 'no'], t('declarations.independent.missing')),
    })
    .superRefine(({ says, reason, independent }, problems) => {
      if (says === 'conflict' && reason === '')
        problems.addIssue({ code: 'custom', path: ['reason'], message: t('declarations.reason.missing') })
      if (says === 'no conflict' && asksIndependence && independent === null)
        problems.addIssue({ code: 'custom', path: ['independent'], message: t('declarations.independent.missing') })
    })
export type DeclarationGiven = z.output<ReturnType<typeof declarationForm>>

export const laterConflictForm = inEachLanguage(t =>
  z.object({ reason: reasonText(t, t('declarations.reason.missing'), maxReason) }),
)

export const independenceForm = inEachLanguage(t =>
  z.object({ independent: oneOf(['yes', 'no'], t('declarations.independent.missing')) }),
)
