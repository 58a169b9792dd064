import { z } from 'zod'
import type { Day } from '../../../domain/time.ts'
import { day, optionalLine, readVersion, visibleLine } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const pledgeForm = (t: T, today: Day) =>
  z.object({
    version: readVersion(),
    signedBy: visibleLine(t, t('pledge.signed_by.missing'), 150),
    role: visibleLine(t, t('pledge.role.missing'), 150),
    signedOn: day(t, t('pledge.signed_on.missing')).refine(
      value => value === null || value <= today,
      t('pledge.signed_on.future'),
    ),
    wording: optionalLine(t, 150),
  })
export type PledgeGiven = z.output<ReturnType<typeof pledgeForm>>
