import { z } from 'zod'
import type { Framework } from '../../../domain/framework.ts'
import { oneOf, reasonText } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const maxReason = 1_000

export const judgementForm = (t: T, { judgements }: Pick<Framework, 'judgements'>) =>
  z.object({
    judgement: oneOf(judgements, t('calibration.practise.judgement.missing')),
    reason: reasonText(t, t('calibration.practise.reason.missing'), maxReason),
  })
