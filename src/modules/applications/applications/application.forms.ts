import { z } from 'zod'
import { addDays, addMonths, type Day } from '../../../domain/time.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { day, idempotencyKey, optionalText, readVersion, someOf, text, tick } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** @param free the branches that the page offered */
export const startForm = (t: T, free: readonly string[]) =>
  z.object({
    idempotencyKey: idempotencyKey(),
    scope: someOf(free, t('applications.new.scope.unknown')).refine(
      chosen => chosen.length > 0,
      t('applications.new.scope.missing'),
    ),
  })
export type StartGiven = z.output<ReturnType<typeof startForm>>

/** @param most characters, from the framework version */
export const summaryForm = (t: T, most: number) =>
  z.object({ version: readVersion(), summary: optionalText(t, most), mayBeShared: tick() })
export type SummaryGiven = z.output<ReturnType<typeof summaryForm>>

export const returnForm = (t: T, today: Day) =>
  z.object({
    idempotencyKey: idempotencyKey(),
    reasons: text(t, t('applications.return.reasons.missing'), 5_000),
    until: day(t, t('applications.return.until.missing'))
      .refine(until => until > today, t('applications.return.until.past'))
      .refine(until => until <= addMonths(today, 12), t('applications.return.until.far')),
  })
export type ReturnGiven = z.output<ReturnType<typeof returnForm>>
export const defaultUntil = (today: Day): Day => addDays(today, 28)

export const withdrawForm = inEachLanguage(t =>
  z.object({
    idempotencyKey: idempotencyKey(),
    sure: tick().refine(sure => sure, t('applications.withdraw.sure.missing')),
  }),
)
export const checkForm = z.object({ idempotencyKey: idempotencyKey() })
