// What the other modules and the composition root may use of `notifications`.
import type { Parts } from '../../parts.ts'
import type { Route } from '../../web/routes.ts'
import { emailRoutes } from './emails/email.routes.ts'
import { choiceRoutes } from './preferences/preference.routes.ts'
import { reminderListRoutes } from './reminder-list/reminder-list.routes.ts'

export { deleteOldEmails } from './emails/forget.actions.ts'
export { sendEmails } from './emails/send.actions.ts'
export { sendReminders } from './reminders/morning.actions.ts'
export { planReminders } from './reminders/plan.actions.ts'
export { reminderLines } from './reminders/preview.actions.ts'

export const routes = (parts: Parts): Route[] => [
  ...choiceRoutes(parts),
  ...reminderListRoutes(parts),
  ...emailRoutes(parts),
]
