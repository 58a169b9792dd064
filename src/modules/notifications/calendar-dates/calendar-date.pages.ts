import type { CalendarDate } from '../../../domain/calendar.ts'
import { addMinutes } from '../../../domain/time.ts'
import { uidOf, type CalendarEntry } from '../../../email/calendar.ts'
import { timeOfDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'

/** The calendar entry for a date. It names the organisation or the round, and neither people nor evidence. */
export function entryFor(t: T, date: CalendarDate, baseUrl: string): CalendarEntry {
  const { kind, id, day, at, changedAt } = date
  return {
    uid: uidOf(kind, id, baseUrl, kind === 'recurring' ? day : null),
    title: titleOf(t, date),
    text: t('emails.reminders.entry.body'),
    address: baseUrl + pathOf(date),
    changedAt,
    ...(at ? { from: addMinutes(at, -minutesShown), until: at } : { day }),
  }
}

/** A time to act by is shown as the half hour before it, because calendars hide entries of no length. */
const minutesShown = 30

function titleOf(t: T, { kind, name, at, isOnPanel }: CalendarDate): string {
  if (kind === 'round') return t('calendar.round.entry', { round: name, time: at ? timeOfDay(t, at) : '' })
  if (kind === 'findings' && !isOnPanel) return t('calendar.findings.entry', { organisation: name })
  return t(`emails.reminders.${kind}.entry`, { organisation: name })
}

function pathOf({ kind, id, applicationId, isOnPanel }: CalendarDate): string {
  const application = `/applications/${applicationId}`
  switch (kind) {
    case 'award':
      return `/awards/${id}`
    case 'consent':
      return `/evidence/${id}/consents`
    case 'recurring':
      return `/regular-evidence/${id}`
    case 'round':
      return '/home'
    case 'question':
      return `${application}/questions`
    case 'seat offer':
      return `${application}/seat`
    case 'findings':
      return isOnPanel ? `${application}/appraisal` : application
    case 'draft':
    case 'return':
    case 'more evidence':
    case 'recommendation':
      return application
  }
}
