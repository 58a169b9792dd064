import { z } from 'zod'
import { reminderKinds } from '../../../domain/ladder.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { someOf } from '../../../web/typed.ts'

export const choiceForm = inEachLanguage(t =>
  z.object({ wanted: someOf(reminderKinds, t('account.notifications.unknown')) }),
)
