import { z } from 'zod'
import { addMonths, type Day } from '../../../domain/time.ts'
import { day, readVersion, reasonText } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

const most = 2_000

/** The new closing date of a round, from today to 12 months ahead, and the reason that libraries read. */
export const extensionForm = (t: T, today: Day) =>
  z.object({
    version: readVersion(),
    until: day(t, t('rounds.extend.until.missing'))
      .refine(until => until >= today, t('rounds.extend.until.past'))
      .refine(until => until <= addMonths(today, 12), t('rounds.extend.until.far')),
    reason: reasonText(t, t('rounds.extend.reason.missing'), most),
  })
export type ExtensionGiven = z.output<ReturnType<typeof extensionForm>>
