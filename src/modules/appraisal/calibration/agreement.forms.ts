import { z } from 'zod'
import { tick } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const agreementForm = (t: T) =>
  z.object({ agree: tick().refine(value => value, t('calibration.agreement.missing')) })
