// What the other modules and the composition root may use of `notifications`.
import type { Parts } from '../../parts.ts'
import type { Route } from '../../web/routes.ts'
import { mailRoutes } from './emails/email.routes.ts'
import { choiceRoutes } from './preferences/preference.routes.ts'
import { mailReminderRoutes } from './reminder-list/reminder-list.routes.ts'

export { forgetLetters } from './emails/forget.actions.ts'
export { sendMail } from './emails/send.actions.ts'
export { sendReminders } from './reminders/morning.actions.ts'
export { planReminders } from './reminders/plan.actions.ts'
export { reminderLines } from './reminders/preview.actions.ts'

export const routes = (parts: Parts): Route[] => [
  ...choiceRoutes(parts),
  ...mailReminderRoutes(parts),
  ...mailRoutes(parts),
]
