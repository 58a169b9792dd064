import { dayOf, type Instant } from '../../../domain/time.ts'
import type { Status } from '../../../web/components.ts'
import { dayAndTime, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'

interface VersionDates {
  publishedAt: Instant | null
  changedAt: Instant | null
  changedBy: string | null
  retiredAt: Instant | null
  /** false for a working draft */
  issued: boolean
}

export function versionStatus(
  t: T,
  { publishedAt, retiredAt, issued }: Pick<VersionDates, 'publishedAt' | 'retiredAt' | 'issued'>,
): Status {
  if (publishedAt === null) return { icon: 'pencil', tone: 'cloth', text: t('frameworks.state.draft') }
  if (retiredAt !== null) return { icon: 'dash', tone: 'quiet', text: t('frameworks.state.retired') }
  return issued
    ? { icon: 'tick', tone: 'done', text: t('frameworks.state.published') }
    : { icon: 'information', tone: 'quiet', text: t('frameworks.state.working') }
}

export function whenOf(
  t: T,
  { publishedAt, changedAt, changedBy }: Pick<VersionDates, 'publishedAt' | 'changedAt' | 'changedBy'>,
): string {
  if (publishedAt) return t('frameworks.when.published', { day: longDay(t, dayOf(publishedAt)) })
  if (!changedAt) return t('frameworks.when.unsaved')
  return changedBy
    ? t('frameworks.when.saved_by', { name: changedBy, when: dayAndTime(t, changedAt) })
    : t('frameworks.when.saved', { when: dayAndTime(t, changedAt) })
}
