import type { SinceLastYear } from '../../../domain/since-last-year.ts'
import type { T } from '../../../words/words.ts'
import type { Icon, Status, Tone } from '../../../web/components.ts'

const looks = {
  new: ['plus', 'cloth'],
  'criterion changed': ['information', 'you'],
  reworded: ['pencil', 'cloth'],
  'evidence refreshed': ['plus', 'cloth'],
  'carried without refresh': ['clock', 'quiet'],
  unchanged: ['equals', 'quiet'],
} as const satisfies Record<SinceLastYear, [Icon, Tone]>

/** What became of an item since the time before, the same on every page. */
export const sinceStatus = (t: T, since: SinceLastYear): Status => ({
  icon: looks[since][0],
  tone: looks[since][1],
  text: t(`since.${since}`),
})

/** What became of an answer, where there is something to be said. */
export const changedStatus = (t: T, since: SinceLastYear | undefined): Status | null =>
  since === undefined || since === 'unchanged' ? null : sinceStatus(t, since)
