import type { CalendarDate } from '../../../domain/calendar-feed.ts'
import { addMinutes, type Day, type Instant } from '../../../domain/time.ts'
import { uidOf, type CalendarEntry } from '../../../email/calendar.ts'
import { timeOfDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'

/** The calendar entry for a date. It names the organisation or the round, and neither people nor evidence. */
export function entryFor(t: T, date: CalendarDate, baseUrl: string): CalendarEntry {
  const { kind, id, day, at, meeting, changedAt } = date
  return {
    // a meeting has the same UID as in its invitation, so that it is one entry in the calendar
    uid: uidOf(meeting ? 'panel-meeting' : kind, id, baseUrl, day),
    title: titleOf(t, date),
    text: t(meeting ? 'emails.meeting.entry.body' : 'emails.reminders.entry.body'),
    address: baseUrl + pathOf(date),
    changedAt,
    ...(meeting ? { sequence: meeting.sequence } : {}),
    ...timesOf(day, at, meeting?.endsAt ?? null),
  }
}

const timesOf = (day: Day, at: Instant | null, endsAt: Instant | null) => {
  if (at === null) return { day }
  return endsAt ? { from: at, until: endsAt } : { from: addMinutes(at, -minutesShown), until: at }
}

/** The length, in minutes, of the entry that ends at a deadline. Calendars hide entries without a length. */
const minutesShown = 30

function titleOf(t: T, { kind, name, at, isOnPanel }: CalendarDate): string {
  if (kind === 'meeting') return t('emails.meeting.entry')
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
    case 'meeting':
      return `/meetings/${id}`
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
