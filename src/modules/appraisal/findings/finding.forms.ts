import { z } from 'zod'
import type { Framework } from '../../../domain/framework.ts'
import { optionalOneOf, optionalReason, optionalText, readVersion } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const maxReason = 4_000
export const maxNote = 2_000

/** An unfinished finding can be saved. Giving all findings needs a judgement and a reason in each. */
export const findingForm = (t: T, { judgements }: Framework) =>
  z.object({
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
export type FindingGiven = z.output<ReturnType<typeof findingForm>>
