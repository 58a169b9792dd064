import type { ApplicationRecord } from '../../access/access.public.ts'
import { isAboutTheYear } from '../../../domain/carry.ts'
import type { Item } from '../../../domain/framework.ts'
import type { ItemSince } from '../../../domain/since-last-year.ts'
import type { FrozenAnswer } from '../../../domain/submission.ts'
import type { Status } from '../../../web/components.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { sinceStatus } from './since-status.pages.ts'
import { monthAndYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'

/** What was said of one item the time before; `since` is null after an award from paper. */
export interface LastTime {
  since: ItemSince | null
  answer: FrozenAnswer | null
  titles: readonly string[]
}

/** Beside what is written now: what was said last time, and what became of it. */
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
 * What somebody should know before they write: what is asked of it this year, whether it is asked otherwise, how fresh
 * its evidence is.
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
    since?.since === 'criterion changed'
      ? t('renewal.item.changed')
      : since?.since === 'new' && !isAboutTheYear(item)
        ? t('renewal.item.is_new')
        : null,
    kind !== 'renewal'
      ? null
      : item.renewal === 'confirm'
        ? t('renewal.item.as_before')
        : isAboutTheYear(item)
          ? null
          : t('renewal.item.short'),
    since?.isStale && since.coveredTo ? t('renewal.item.stale', { month: monthAndYear(t, since.coveredTo) }) : null,
  ].filter(note => note !== null)
}
