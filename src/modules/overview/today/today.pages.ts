import type { Link, Numbers } from '../../../web/components.ts'
import { countUpTo } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { maxFigure, type TodayFigures } from './today.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'overview/home/today': NonNullable<ReturnType<typeof todayPart>>
  }
}

/** "Where we are today", for coordinators: the numbers of awards and applications by state. Null without figures. */
export function todayPart(t: T, figures: TodayFigures | null): (Numbers & { link: Link }) | null {
  if (!figures) return null
  const count = (name: keyof TodayFigures, tone: 'you' | 'late' | null = null) => ({
    name: t(`home.today.${name}`),
    count: countUpTo(t, figures[name], maxFigure),
    tone: figures[name] > 0 ? tone : null,
  })
  return {
    numbers: [
      count('current'),
      count('endingSoon'),
      count('overdue', 'late'),
      count('suspended', 'late'),
      count('firstApplications'),
      count('panels'),
    ],
    link: { text: t('home.today.link'), href: '/overview' },
  }
}
