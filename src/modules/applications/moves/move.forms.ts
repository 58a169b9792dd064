import { z } from 'zod'
import { workingDayFrom } from '../../../domain/bank-holidays.ts'
import { addDays, addMonths, type Day } from '../../../domain/time.ts'
import { day, readVersion, reasonText, someOf, tick } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import type { T } from '../../../words/words.ts'

export const reasonMaxCharacters = 2_000
export const returnReasonsMaxCharacters = 5_000

/** Four weeks from today or, if that is not a working day, the next working day. */
export const defaultUntil = (today: Day): Day => workingDayFrom(addDays(today, 28))

/** The version of the application that the coordinator has read. */
export const checkForm = z.object({ version: readVersion() })
export type CheckGiven = z.output<typeof checkForm>

/** @param items ids of the items that a return can name */
export const returnForm = (t: T, today: Day, items: readonly string[]) =>
  z.object({
    version: readVersion(),
    items: someOf(items, t('applications.return.items.unknown')),
    reasons: reasonText(t, t('applications.return.reasons.missing'), returnReasonsMaxCharacters),
    until: futureDay(t, today, t('applications.return.until.missing')),
  })
export type ReturnGiven = z.output<ReturnType<typeof returnForm>>

export const reasonForm = inEachLanguage(t => z.object({ reason: reasonField(t) }))
export type ReasonGiven = z.output<ReturnType<typeof reasonForm>>

export const newDateForm = (t: T, today: Day) =>
  z.object({
    reason: reasonField(t),
    until: futureDay(t, today, t('applications.new_date.until.missing')),
  })
export type NewDateGiven = z.output<ReturnType<typeof newDateForm>>

export const withdrawForm = inEachLanguage(t =>
  z.object({ sure: tick().refine(sure => sure, t('applications.withdraw.sure.missing')) }),
)

function reasonField(t: T) {
  return reasonText(t, t('applications.reason.missing'), reasonMaxCharacters)
}

const futureDay = (t: T, today: Day, missing: string) =>
  day(t, missing)
    .refine(until => until > today, t('applications.return.until.past'))
    .refine(until => until <= addMonths(today, 12), t('applications.return.until.far'))
