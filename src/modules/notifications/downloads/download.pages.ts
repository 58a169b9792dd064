import type { T } from '../../../words/words.ts'
import type { Column } from '../../access/access.public.ts'
import { statusText, stepIn, whatIn } from '../reminder-list/reminder-list.pages.ts'
import type { Filter, ReminderLine } from '../reminder-list/reminder-list.store.ts'

export const reminderColumns = (t: T): Column<ReminderLine>[] => [
  { head: t('reminders.column.what'), cell: line => whatIn(t, line) },
  { head: t('reminders.download.library'), cell: ({ organisation }) => organisation },
  { head: t('reminders.column.step'), cell: ({ step }) => stepIn(t, step) },
  { head: t('reminders.column.to'), cell: ({ address }) => address },
  { head: t('reminders.column.due'), cell: ({ dueOn }) => ({ day: dueOn }) },
  { head: t('reminders.column.state'), cell: line => statusText(t, line) },
  { head: t('reminders.filter.why'), cell: ({ reason }) => reason && t(`reminders.reason.${reason}`) },
]

export const reminderFiltersInWords = (t: T, { status, reason }: Filter): string[] => [
  ...(status ? [t(`reminders.status.${status}`)] : []),
  ...(reason ? [t(`reminders.reason.${reason}`)] : []),
]
