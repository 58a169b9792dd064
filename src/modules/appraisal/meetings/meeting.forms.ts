import { z } from 'zod'
import type { Framework } from '../../../domain/framework.ts'
import { oneOf, readVersion, reasonText, tick } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const maxReason = 4_000

export const agreedForm = (t: T, { judgements }: Framework) =>
  z.object({
    version: readVersion(),
    judgement: oneOf(judgements, t('meetings.judgement.missing')),
    reason: reasonText(t, t('meetings.reason.missing'), maxReason),
  })
export const unanimousForm = z.object({ words: tick() })
export type AgreedGiven = z.output<ReturnType<typeof agreedForm>>
