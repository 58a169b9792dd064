import { dayOf, daysBetween, type Day, type Instant } from '../../../domain/time.ts'
import type { DueLine } from '../../../web/components.ts'
import { dueLine } from '../../../web/due-line.ts'
import { distance, timeOfDay, weekdayInYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'

/** "By Friday 30 April: 11 days from today" */
export const dueBy = (t: T, day: Day, today: Day): DueLine => dueOn(t, day, weekdayInYear(t, day), today)
/** "By Friday 30 April, 5 pm: 11 days from today" */
export const dueAt = (t: T, at: Instant, today: Day): DueLine =>
  dueOn(
    t,
    dayOf(at),
    t('applications.tasks.moment', { day: weekdayInYear(t, dayOf(at)), time: timeOfDay(t, at) }),
    today,
  )

function dueOn(t: T, day: Day, strong: string, today: Day): DueLine {
  const days = daysBetween(today, day)
  return dueLine(t('home.due', { day: strong, distance: distance(t, days) }), strong, days)
}
