// What the other modules and the composition root may use of `notifications`.
export { mailRoutes } from './emails/email.routes.ts'
export { forgetLetters } from './emails/forget.actions.ts'
export { sendMail } from './emails/send.actions.ts'
export { choiceRoutes } from './preferences/preference.routes.ts'
export { mailReminderRoutes } from './reminder-list/reminder-list.routes.ts'
export { sendReminders } from './reminders/morning.actions.ts'
export { planReminders } from './reminders/plan.actions.ts'
export { reminderLines } from './reminders/preview.actions.ts'
