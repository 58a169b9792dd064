import { z } from 'zod'
import type { Framework } from '../../../domain/framework.ts'
import { idempotencyKey, optionalOneOf, optionalText, readVersion } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const reasonMost = 4_000
export const noteMost = 2_000

/** Half a finding may be kept; giving asks for judgement and reason. */
export const findingForm = (t: T, { judgements }: Framework) =>
  z.object({
    version: readVersion(),
    judgement: optionalOneOf(judgements, t('appraisals.judgement.wrong')),
    reason: optionalText(t, reasonMost),
    commendation: optionalText(t, noteMost),
    privateNote: optionalText(t, noteMost),
    then: z
      .unknown()
      .optional()
      .transform(value => (value === 'next' ? ('next' as const) : ('stay' as const))),
  })
export type FindingGiven = z.output<ReturnType<typeof findingForm>>

export const giveForm = z.object({ idempotencyKey: idempotencyKey() })
