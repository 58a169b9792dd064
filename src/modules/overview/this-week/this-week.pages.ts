import { dayOf, type Day } from '../../../domain/time.ts'
import type { Link } from '../../../web/components.ts'
import { timeOfDay, weekdayInYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { mostNamed, type ThisWeek, type WeeksShown } from './this-week.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'overview/home/week': NonNullable<ReturnType<typeof weekPart>>
  }
}

/**
 * A coordinator’s dates for the next week or four weeks, grouped by day; null for other people. Today is included
 * even when it has no dates.
 */
export function weekPart(t: T, week: ThisWeek | null, { today, weeks }: { today: Day; weeks: WeeksShown }) {
  if (!week) return null
  const dates = datesOf(t, week)
  const days = [...new Set([today, ...dates.map(({ day }) => day)])].toSorted()
  return {
    heading: t(weeks === 1 ? 'home.week' : 'home.weeks'),
    other:
      weeks === 1
        ? { text: t('home.weeks.link'), href: '/home?weeks=4#dates' }
        : { text: t('home.week.link'), href: '/home#dates' },
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
    ...meetings.map(({ id, startsAt, undeclared }) => ({
      day: dayOf(startsAt),
      link: {
        text: t(undeclared ? 'home.week.meeting.declare' : 'home.week.meeting', { time: timeOfDay(t, startsAt) }),
        href: undeclared ? `/applications/${undeclared}/declaration` : `/meetings/${id}`,
      },
    })),
    ...findings.map(({ applicationId, organisation, readBy, declared }) => ({
      day: readBy,
      link: {
        text: t(declared ? 'home.week.findings' : 'home.week.findings.declare', { organisation }),
        href: `/applications/${applicationId}/${declared ? 'panel' : 'declaration'}`,
      },
    })),
    ...rounds.map(({ name, closesAt }) => ({
      day: dayOf(closesAt),
      link: { text: t('home.week.round', { name, time: timeOfDay(t, closesAt) }), href: '/rounds' },
    })),
    ...[...new Set(awards.map(({ endsOn }) => endsOn))].flatMap(day => {
      const ending = awards.filter(({ endsOn }) => endsOn === day)
      return awardLinks(t, day, ending).map(link => ({ day, link }))
    }),
  ]
}

/** Links to the awards that end on one day: each by name, or their number with a link to the renewals page. */
function awardLinks(t: T, day: Day, awards: ThisWeek['awards']): Link[] {
  const count = awards[0]?.onDay ?? 0
  return count > mostNamed
    ? [{ text: t('home.week.awards', { count }), href: `/renewals?month=${day.slice(0, 7)}` }]
    : awards.map(({ id, organisation }) => ({ text: t('home.week.award', { organisation }), href: `/awards/${id}` }))
}
