import { z } from 'zod'
import { addMonths, type Day } from '../../../domain/time.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { day, idempotencyKey, text } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const reasonForm = inEachLanguage(t =>
  z.object({ idempotencyKey: idempotencyKey(), reason: text(t, t('applications.casework.reason.missing'), 2_000) }),
)
export type ReasonGiven = z.output<ReturnType<typeof reasonForm>>

/** @param now the date there is; a new one is later */
export const newDateForm = (t: T, today: Day, now: Day | null) =>
  z.object({
    idempotencyKey: idempotencyKey(),
    reason: text(t, t('applications.casework.reason.missing'), 2_000),
    until: day(t, t('applications.new_date.until.missing'))
      .refine(until => until > today, t('applications.return.until.past'))
      .refine(until => now === null || until > now, t('applications.new_date.until.later'))
      .refine(until => until <= addMonths(today, 12), t('applications.return.until.far')),
  })
export type NewDateGiven = z.output<ReturnType<typeof newDateForm>>
