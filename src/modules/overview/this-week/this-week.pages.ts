import { dayOf, type Day } from '../../../domain/time.ts'
import type { Link } from '../../../web/components.ts'
import { timeOfDay, weekdayInYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ThisWeek } from './this-week.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'overview/home/week': NonNullable<ReturnType<typeof weekPart>>
  }
}

/** The dates of the next days, day by day; null for people who are not coordinators. Today always comes first. */
export function weekPart(t: T, week: ThisWeek | null, today: Day) {
  if (!week) return null
  const dates = datesOf(t, week)
  const days = [...new Set([today, ...dates.map(({ day }) => day)])].toSorted()
  return {
    days: days.map(day => {
      const lines: Link[] = dates.filter(date => date.day === day).map(({ link }) => link)
      return {
        heading: weekdayInYear(t, day),
        isToday: day === today,
        lines,
        none: lines.length === 0 ? t('home.week.none') : null,
      }
    }),
  }
}

function datesOf(t: T, { meetings, findings, rounds, awards }: ThisWeek): { day: Day; link: Link }[] {
  return [
    ...meetings.map(({ id, startsAt }) => ({
      day: dayOf(startsAt),
      link: { text: t('home.week.meeting', { time: timeOfDay(t, startsAt) }), href: `/meetings/${id}` },
    })),
    ...findings.map(({ applicationId, organisation, readBy }) => ({
      day: readBy,
      link: { text: t('home.week.findings', { organisation }), href: `/applications/${applicationId}/panel` },
    })),
    ...rounds.map(({ name, closesAt }) => ({
      day: dayOf(closesAt),
      link: { text: t('home.week.round', { name, time: timeOfDay(t, closesAt) }), href: '/rounds' },
    })),
    ...awards.map(({ id, organisation, endsOn }) => ({
      day: endsOn,
      link: { text: t('home.week.award', { organisation }), href: `/awards/${id}` },
    })),
  ]
}
