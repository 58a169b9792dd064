import { isAboutTheYear } from '../../../domain/carry.ts'
import type { Item } from '../../../domain/framework.ts'
import { answeredByRecommendations, type ItemState } from '../../../domain/completeness.ts'
import {
  factsOfContent,
  isUnchanged,
  renewalPart,
  type ItemSince,
  type RenewalPart,
  type SinceLastYear,
} from '../../../domain/since-last-year.ts'
import type { FrozenAnswer } from '../../../domain/submission.ts'
import type { Icon, Notice, Status, Tone } from '../../../web/components.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { list, monthAndYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { itemStatus } from '../progress/progress.pages.ts'
import type { RenewalDates } from '../renewals/renewal.store.ts'

const looks = {
  new: ['plus', 'cloth'],
  'criterion changed': ['information', 'you'],
  reworded: ['pencil', 'cloth'],
  'evidence changed': ['plus', 'cloth'],
  'carried without refresh': ['clock', 'quiet'],
  unchanged: ['equals', 'quiet'],
} as const satisfies Record<SinceLastYear, [Icon, Tone]>

/** The status that shows how an item has changed since the last application. */
export const sinceStatus = (t: T, since: SinceLastYear): Status => ({
  icon: looks[since][0],
  tone: looks[since][1],
  text: t(`since.${since}`),
})

/** The status that shows how an answer has changed since the last application; null when it has not changed. */
export const changedStatus = (t: T, since: SinceLastYear | undefined): Status | null =>
  since === undefined || since === 'unchanged' ? null : sinceStatus(t, since)

/**
 * The status of an item in a renewal. For an answer that was left as it was, the status says whether the criterion or
 * the targets shown with the answer have changed.
 */
export const renewedStatus = (t: T, state: ItemState, since: SinceLastYear | undefined): Status =>
  state === 'as before' && since && !isUnchanged(since) ? sinceStatus(t, since) : itemStatus(t, state)

/**
 * The answer to an item in the previous application. `since` compares that answer with the current one, and is null
 * when the award predates this service.
 */
export interface LastTime {
  since: ItemSince | null
  answer: FrozenAnswer | null
  titles: readonly string[]
}

/** The last answer as a page shows it next to the new one. */
export interface LastTimeShown {
  text: readonly string[]
  rating: string | null
  evidence: readonly string[]
  status: Status | null
}

export function lastTimeShown(t: T, last: LastTime | null): LastTimeShown | null {
  if (last === null) return null
  const { since, answer, titles } = last
  const nothing = since === null ? t('renewal.last_time.recorded') : t('renewal.last_time.nothing')
  return {
    text: answer && answer.narrative !== '' ? paragraphs(answer.narrative) : [nothing],
    rating: answer?.ownRating ? t('renewal.last_time.rating', { rating: t(`judgement.${answer.ownRating}`) }) : null,
    evidence: titles,
    status: since && since.since !== 'unchanged' ? sinceStatus(t, since.since) : null,
  }
}

/**
 * Notes for a person who is about to write an answer. They name a change of the criterion, what this year's answer
 * needs, and evidence that is out of date.
 */
export function yearNotes(
  t: T,
  { kind }: Pick<ApplicationRecord, 'kind'>,
  item: Item,
  last: LastTime | null,
): string[] {
  if (last === null) return []
  const { since } = last
  return [
    since && changeNote(t, item, since),
    kind === 'renewal' && since && (since.before ?? since.extras.before) !== null ? answerNote(t, item) : null,
    since?.isStale && since.coveredTo ? t('renewal.item.stale', { month: monthAndYear(t, since.coveredTo) }) : null,
  ].filter(note => note !== null)
}

function changeNote(t: T, item: Item, since: ItemSince): string | null {
  if (since.since === 'criterion changed') return mappedSentence(t, since) ?? t('renewal.item.changed')
  if (since.since !== 'new' || isAboutTheYear(item)) return null
  // an answered criterion also counts as new if it was not answered last time, although it existed then
  return t(item.part === 'criterion' && since.now === null ? 'renewal.item.is_new' : 'renewal.item.not_before')
}

function answerNote(t: T, item: Item): string | null {
  if (item.renewal === 'confirm') return t('renewal.item.as_before')
  return isAboutTheYear(item) ? null : t('renewal.item.short')
}

/** The comparison with the last application, for the task list of a renewal or reappraisal. */
export interface Carried {
  /** empty when the library can no longer write the application */
  items: readonly ItemSince[]
  /**
   * how each item has changed, by its id. Once the library can no longer write the application, this is as submitted
   * for a light renewal, and empty for a reappraisal
   */
  since: ReadonlyMap<string, SinceLastYear>
  dates: RenewalDates | null
}

/**
 * A sentence that counts the unchanged and changed answers, or says that there are no earlier answers. Null for a first
 * application.
 */
export function carriedSentence(t: T, application: ApplicationRecord, carried: Carried | null): string | null {
  if (carried === null) return null
  if (!application.hasEarlierAnswers) return t('renewal.tasks.recorded')
  const parts = carried.items.filter(({ item }) => item.id !== answeredByRecommendations).map(partOf)
  const stays = parts.filter(part => part === 'unchanged').length
  const changed = parts.filter(part => part === 'changed').length
  return [
    t('renewal.tasks.carried', { count: stays }),
    ...(changed > 0 ? [t('renewal.tasks.changed', { count: changed })] : []),
  ].join(' ')
}

const partOf = ({ item, now, extras, since }: ItemSince): RenewalPart =>
  renewalPart(item, {
    answer: now ? factsOfContent(now) : undefined,
    hasExtras: extras.now !== null,
    isComplete: true,
    since,
  })

/**
 * The sentence that tells a library that its award stays valid while City of Sanctuary reads its renewal; null when
 * this does not apply.
 */
export const staysValidSentence = (
  t: T,
  { kind, isSubmitted, decisionLetterReleased, status }: ApplicationRecord,
  carried: Carried | null,
): string | null =>
  kind !== 'first' &&
  carried?.dates?.status === 'renewal with us' &&
  carried.dates.validTo === null &&
  isSubmitted &&
  !decisionLetterReleased &&
  status !== 'withdrawn'
    ? t(`renewal.tasks.safe.${kind}`)
    : null

/** A hint on the task list: how the answer to an item has changed since the last application. */
export function carriedHint(t: T, item: Item, carried: Carried | null): string | null {
  const it = carried?.items.find(each => each.item.id === item.id)
  if (!it || (it.now === null && it.before === null && it.since !== 'new')) return null
  if (it.since === 'carried without refresh' && it.coveredTo)
    return t('renewal.tasks.hint.stale', { month: monthAndYear(t, it.coveredTo) })
  if (it.since === 'new') return it.before === null && it.now !== null ? null : t('renewal.tasks.hint.new')
  if (it.since === 'criterion changed') return mappedSentence(t, it) ?? t('renewal.tasks.hint.criterion changed')
  return t(it.since === 'unchanged' ? 'renewal.tasks.hint.carried' : 'renewal.tasks.hint.changed')
}

/** A sentence about the earlier criteria that an item comes from; null when the item is new or unchanged. */
export function mappedSentence(t: T, { mapped }: ItemSince): string | null {
  if (!mapped || mapped.relation === 'equal' || mapped.relation === 'new') return null
  return t(`renewal.mapped.${mapped.relation}`, { codes: list(t, mapped.codes) })
}

/** A notice above the task list when earlier recommendations need a response; otherwise null. */
export function recommendationsNotice(
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
