import { addresses } from './addresses.ts'
import { calendarFeed } from './calendar-feed.ts'
import { digests } from './digests.ts'
import { emails } from './email-texts.ts'
import { outbox } from './emails.ts'
import { preferences } from './preferences.ts'
import { reminderList } from './reminder-list.ts'
import { wordings } from './wordings.ts'

export const notificationsWords = {
  ...addresses,
  ...calendarFeed,
  ...digests,
  ...emails,
  ...outbox,
  ...preferences,
  ...reminderList,
  ...wordings,
} as const
