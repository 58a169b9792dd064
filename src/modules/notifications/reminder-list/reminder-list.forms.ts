import { z } from 'zod'
import { notSentReason, type LineStatus, type NotSentReason } from '../../../domain/reminder-schedule.ts'
import { isDay, type Day } from '../../../domain/time.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { oneOf } from '../../../web/field-schemas.ts'

export const lineStatuses = ['planned', 'in an email', 'not sent'] as const satisfies readonly LineStatus[]

/** The filters of the list, each an address of its own; what is none shows everything. */
export const statusAsked = (text: string): LineStatus | null => lineStatuses.find(status => status === text) ?? null
export const reasonAsked = (text: string): NotSentReason | null => notSentReason.find(reason => reason === text) ?? null
/** The day of a preview; what is no day of these centuries is the one given. */
export const dayAsked = (text: string, otherwise: Day): Day =>
  isDay(text) && text >= '2000-01-01' && text < '2200-01-01' ? text : otherwise

export const switchForm = inEachLanguage(t => z.object({ to: oneOf(['on', 'off'], t('reminders.switch.missing')) }))
export const releaseForm = inEachLanguage(t =>
  z.object({
    morning: z.custom<Day>(value => typeof value === 'string' && isDay(value), t('reminders.switch.missing')),
  }),
)
