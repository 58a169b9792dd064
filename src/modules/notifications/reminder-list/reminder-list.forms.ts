import type { Request } from 'express'
import { z } from 'zod'
import { notSentReasons, type NotSentReason, type ReminderStatus } from '../../../domain/reminder-schedule.ts'
import { isDay, type Day } from '../../../domain/time.ts'
import { reasonText } from '../../../web/field-schemas.ts'
import { queryText } from '../../../web/lists.ts'
import type { T } from '../../../words/words.ts'
import type { Filter } from './reminder-list.store.ts'

export const reminderStatuses = ['planned', 'in an email', 'not sent'] as const satisfies readonly ReminderStatus[]

/** The filter in an address. An unknown status shows all reminders. Only reminders that were not sent have a reason. */
export function filterIn(req: Pick<Request, 'query'>): Filter {
  const status = statusAsked(queryText(req, 'status'))
  return { status, reason: status === 'not sent' ? reasonAsked(queryText(req, 'reason')) : null }
}

const statusAsked = (text: string): ReminderStatus | null => reminderStatuses.find(status => status === text) ?? null
const reasonAsked = (text: string): NotSentReason | null => notSentReasons.find(reason => reason === text) ?? null

/** @returns the day in a preview's address; `otherwise` when the text is not a day between 2000 and 2199 */
export const dayAsked = (text: string, otherwise: Day): Day =>
  isDay(text) && text >= '2000-01-01' && text < '2200-01-01' ? text : otherwise

/** The morning for which the button was shown. Text that is not a day matches no held morning. */
export const releaseForm = z.object({
  morning: z
    .string()
    .catch('')
    .transform(text => text as Day),
})

export const switchOffForm = (t: T) => z.object({ reason: reasonText(t, t('reminders.off.reason.missing'), 2_000) })
export type SwitchOffGiven = z.output<ReturnType<typeof switchOffForm>>
