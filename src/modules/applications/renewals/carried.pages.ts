import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Item } from '../../../domain/framework.ts'
import type { ItemSince } from '../../../domain/since-last-year.ts'
import { dayOf, daysBetween, type Instant } from '../../../domain/time.ts'
import type { Notice } from '../../../web/components.ts'
import { dueLine } from '../../../web/due-line.ts'
import { distance, longDay, monthAndYear, weekdayInYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { RenewalDates } from '../light-renewals/light-renewal.store.ts'

/** What a renewal or reappraisal is compared with on its task list. */
export interface Carried {
  items: readonly ItemSince[]
  dates: RenewalDates | null
}

/** How much is filled in, and how much is another by now; null in a first application. */
export function carriedSentence(t: T, application: ApplicationRecord, carried: Carried | null): string | null {
  if (carried === null) return null
  if (!application.hasEarlierAnswers) return t('renewal.tasks.recorded')
  const said = carried.items.filter(({ now }) => now !== null)
  const stays = said.filter(({ since }) => since === 'unchanged' || since === 'carried without refresh').length
  const changed = said.length - stays
  return [
    t('renewal.tasks.carried', { count: stays }),
    ...(changed > 0 ? [t('renewal.tasks.changed', { count: changed })] : []),
  ].join(' ')
}

/** Our backlog never punishes a library, and it should know. */
export const safeSentence = (
  t: T,
  { isSubmitted, decisionLetterReleased, status }: ApplicationRecord,
  carried: Carried | null,
): string | null =>
  carried?.dates?.status === 'renewal with us' &&
  carried.dates.validTo === null &&
  isSubmitted &&
  !decisionLetterReleased &&
  status !== 'withdrawn'
    ? t('renewal.tasks.safe')
    : null

/** Beside one item: that it is as last time, or what became of it. */
export function carriedHint(t: T, item: Item, carried: Carried | null): string | null {
  const it = carried?.items.find(each => each.item.id === item.id)
  if (!it || (it.now === null && it.before === null && it.since !== 'new')) return null
  if (it.since === 'carried without refresh' && it.coveredTo)
    return t('renewal.tasks.hint.stale', { month: monthAndYear(t, it.coveredTo) })
  if (it.since === 'new') return it.before === null && it.now !== null ? null : t('renewal.tasks.hint.new')
  if (it.since === 'criterion changed') return t('renewal.tasks.hint.criterion changed')
  return t(it.since === 'unchanged' ? 'renewal.tasks.hint.carried' : 'renewal.tasks.hint.changed')
}

/** Recommendations open the next renewal: they stand above its tasks until they are answered. */
export function askedNotice(
  t: T,
  { kind, organisationId, recommendationsToAnswer: count }: ApplicationRecord,
): Notice | null {
  if (kind === 'first' || count === 0) return null
  return {
    tone: 'welcome',
    icon: 'speech',
    heading: t('renewal.tasks.recommendations', { count }),
    text: [],
    link: { text: t('renewal.tasks.recommendations.link'), href: `/organisations/${organisationId}/recommendations` },
  }
}

/** By when it is to be handed in, for the award to stay valid. */
export function renewalDue(t: T, dates: RenewalDates | null, at: Instant) {
  const day = dates?.validTo ?? null
  if (!dates || day === null) return null
  const days = daysBetween(dayOf(at), day)
  if (days >= 0)
    return dueLine(
      t('renewal.due', { day: weekdayInYear(t, day), distance: distance(t, days) }),
      weekdayInYear(t, day),
      days,
    )
  if (dates.status === 'lapsed')
    return dueLine(t('renewal.due.lapsed', { day: longDay(t, day) }), longDay(t, day), days)
  const until = longDay(t, dates.lapsesAfter ?? day)
  return dueLine(t('renewal.due.over', { day: longDay(t, day), until }), until, days)
}
