import type { Request } from 'express'
import { runLookup } from '../../../db/lookups.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { actorOf } from '../../../web/request.ts'
import type { Route } from '../../../web/routes.ts'
import type { T } from '../../../words/words.ts'
import { listDownload, savedFilters, type DescribedList } from '../../access/access.public.ts'
import { withReasonsToday } from '../reminder-list/reminder-list.actions.ts'
import { filterIn } from '../reminder-list/reminder-list.forms.ts'
import { addressOfReminders } from '../reminder-list/reminder-list.pages.ts'
import { reminderLines, type ReminderLine } from '../reminder-list/reminder-list.store.ts'
import { reminderColumns, reminderFiltersInWords } from './download.pages.ts'

export const downloadRoutes = (parts: Parts): Route[] => [
  ...savedFilters(parts, { name: 'reminders', permission: 'outbox.read', describer: () => remindersIn }),

  ...listDownload(parts, {
    path: '/downloads/reminders',
    permission: 'outbox.read',
    name: 'reminders',
    load: async (req, res, permission) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      allow(actor, permission)
      const filter = filterIn(req)
      return {
        ...remindersIn(t, req),
        columns: reminderColumns(t),
        read: async (last: ReminderLine | null, limit) => {
          const after = last && { dueOn: last.dueOn, id: last.id }
          const lines = await runLookup(parts.db, reminderLines(parts.db, actor, { ...filter, after, limit }))
          return withReasonsToday(parts.db, lines, today)
        },
      }
    },
  }),
]

/** The title, filters and back link of a list of reminders, from the filters in the request's address. */
function remindersIn(t: T, req: Pick<Request, 'query'>): DescribedList {
  const filter = filterIn(req)
  return {
    title: t('reminders.title'),
    filters: reminderFiltersInWords(t, filter),
    back: { text: t('reminders.title'), href: addressOfReminders(filter) },
  }
}
