import { z } from 'zod'
import { reminderKinds } from '../../../domain/reminder-schedule.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { someOf } from '../../../web/field-schemas.ts'

/** `seen` has the kinds that were ticked when the page was opened. */
export const choiceForm = inEachLanguage(t =>
  z.object({
    wanted: someOf(reminderKinds, t('account.notifications.unknown')),
    seen: z
      .string()
      .catch('')
      .transform(value => value.split(',')),
  }),
)
