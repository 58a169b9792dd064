// The public exports of `notifications`, for other modules and the composition root.
import { readingSlowly } from '../../db/connection.ts'
import type { Parts } from '../../parts.ts'
import type { Route } from '../../web/routes.ts'
import { addressRoutes } from './addresses/address.routes.ts'
import { bounceRoutes } from './bounces/bounce.routes.ts'
import { calendarDateRoutes } from './calendar-dates/calendar-date.routes.ts'
import { calendarFeedRoutes } from './calendar-feed/calendar-feed.routes.ts'
import { downloadRoutes } from './downloads/download.routes.ts'
import { emailRoutes } from './emails/email.routes.ts'
import { preferenceRoutes } from './preferences/preference.routes.ts'
import { resendingRoutes } from './resending/resending.routes.ts'
import { wordingRoutes } from './wordings/wording.routes.ts'
import { reminderListRoutes } from './reminder-list/reminder-list.routes.ts'

export { mailboxUnreadableSince } from './bounces/bounce.store.ts'
export { readBounces } from './bounces/bounce.actions.ts'
export { deleteOldEmails } from './emails/email.actions.ts'
export { sendEmails } from './sending/sending.actions.ts'
export { sendReminders } from './mornings/morning.actions.ts'
export { type Preview, previewLines, previewReminders } from './previews/preview.actions.ts'
export { planReminders, remindAgain } from './reminders/reminder.actions.ts'
export { emailsShownTo } from './reminder-list/reminder-list.actions.ts'
export { endFeedOf } from './calendar-feed/calendar-feed.actions.ts'
export { queueWeeklyLists } from './weekly/weekly.actions.ts'
export { notificationsTables } from './notifications.tables.ts'

export const routes = (parts: Parts): Route[] => [
  ...bounceRoutes(parts),
  ...preferenceRoutes(parts),
  ...calendarDateRoutes(parts),
  ...calendarFeedRoutes(parts),
  ...reminderListRoutes(parts),
  ...downloadRoutes(readingSlowly(parts)),
  ...addressRoutes(parts),
  ...resendingRoutes(parts),
  ...emailRoutes(parts),
  ...wordingRoutes(parts),
]
