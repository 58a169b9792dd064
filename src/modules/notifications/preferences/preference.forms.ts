import { z } from 'zod'
import { reminderKinds } from '../../../domain/reminder-schedule.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { someOf } from '../../../web/field-schemas.ts'

export const choiceForm = inEachLanguage(t =>
  z.object({ wanted: someOf(reminderKinds, t('account.notifications.unknown')) }),
)
