import { z } from 'zod'
import type { Framework } from '../../../domain/framework.ts'
import { sentFromFields } from '../../../web/autosave.ts'
import { optionalOneOf, optionalReason, optionalText, readVersion } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const maxReason = 4_000
export const maxNote = 2_000

/** The fields that are saved while an appraiser types. */
export const keptFields = ['judgement', 'reason', 'commendation', 'privateNote'] as const

/** A finding can be saved without a judgement. A judgement needs a reason. */
export const findingForm = (t: T, { judgements }: Framework) =>
  z
    .object({
      ...sentFromFields(),
      version: readVersion(),
      judgement: optionalOneOf(judgements, t('findings.judgement.unknown')),
      reason: optionalReason(t, maxReason),
      commendation: optionalText(t, maxNote),
      privateNote: optionalText(t, maxNote),
      then: z
        .unknown()
        .optional()
        .transform(value => (value === 'next' ? ('next' as const) : ('stay' as const))),
    })
    .refine(({ judgement, reason }) => judgement === null || reason !== '', {
      path: ['reason'],
      message: t('findings.reason.missing'),
    })
export type FindingGiven = z.output<ReturnType<typeof findingForm>>
