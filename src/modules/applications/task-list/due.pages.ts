import type { Round } from '../../../domain/round.ts'
import { dayOf, daysBetween, type Day, type Instant } from '../../../domain/time.ts'
import type { DueLine } from '../../../web/components.ts'
import { withCalendar } from '../../../web/calendar-link.ts'
import { dueLine } from '../../../web/due-line.ts'
import { relativeDay, timeOfDay, weekdayInYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { renewalDue } from '../renewals/renewal.pages.ts'
import type { Tasks } from './task-list.store.ts'

/** The line that says when an application is due or, before its round opens, when it opens. Null if no date applies. */
export function dueIn(t: T, { application, round, at, carried }: Tasks): DueLine | null {
  const due = application.until
    ? untilDue(t, application, application.until, dayOf(at))
    : roundDue(t, application, round, at)
  if (due || application.kind === 'first') return due
  const line = renewalDue(t, carried?.dates ?? null, at)
  return application.awardId ? withCalendar(t, line, { kind: 'award', id: application.awardId }) : line
}

/** The reason for extending the round, if an extension decides when the round closes; otherwise null. */
export function whyExtended(t: T, { application, round, extension }: Tasks): string | null {
  const isItsRound = round !== null && round.id === application.roundId
  if (application.status !== 'draft' || !isItsRound || extension?.closesAt !== round.closesAt) return null
  return t('applications.tasks.extended', { reason: extension.reason })
}

function untilDue(t: T, { id, status }: ApplicationRecord, until: Day, today: Day): DueLine {
  const days = daysBetween(today, until)
  const day = weekdayInYear(t, until)
  const key = status === 'returned' ? 'applications.tasks.returned.until' : 'applications.tasks.more.until'
  const line = dueLine(t(days < 0 ? 'due.past' : key, { day, distance: relativeDay(t, days) }), day, days)
  return withCalendar(t, line, { kind: status === 'returned' ? 'return' : 'more evidence', id })
}

function roundDue(t: T, { id, status }: ApplicationRecord, round: Round | null, at: Instant): DueLine | null {
  if (status !== 'draft' || !round) return null
  const today = dayOf(at)
  if (at < round.opensAt) return roundOpens(t, round.opensAt, today)
  if (at >= round.acceptsUntil) return roundIsOver(t, round.closesAt)
  return withCalendar(t, lineAt(t, 'applications.tasks.due', round.closesAt, today), { kind: 'draft', id })
}

/** The line that says when a round opens. */
export const roundOpens = (t: T, opensAt: Instant, today: Day): DueLine =>
  lineAt(t, 'applications.tasks.due.opens', opensAt, today)

/** The line that says when a round closed. */
export function roundIsOver(t: T, closesAt: Instant): DueLine {
  const day = weekdayInYear(t, dayOf(closesAt))
  return dueLine(t('applications.tasks.due.over', { day }), day, -1)
}

function lineAt(t: T, key: 'applications.tasks.due' | 'applications.tasks.due.opens', at: Instant, today: Day) {
  const day = dayOf(at)
  const days = daysBetween(today, day)
  const moment = t('applications.tasks.moment', { day: weekdayInYear(t, day), time: timeOfDay(t, at) })
  const distance = relativeDay(t, days)
  return dueLine(days < 0 ? t('due.past', { day: moment, distance }) : t(key, { moment, distance }), moment, days)
}
