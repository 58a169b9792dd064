import type { AwardStatus } from '../../../domain/award.ts'
import type { Day } from '../../../domain/time.ts'
import type { Icon, Status, Tone } from '../../../web/components.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { listDownloadLink } from '../../access/access.public.ts'
import { streamFilter, type Stream } from '../../frameworks/frameworks.public.ts'
import type { AwardLine } from './award-list.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'awards/awards/list': ReturnType<typeof awardList>
  }
}

export const awardsAddress = (streamId: string): string => (streamId ? `/awards?stream=${streamId}` : '/awards')

export interface AwardsShown {
  lines: readonly AwardLine[]
  next: string | null
  streams: readonly Stream[]
  /** the id of the selected stream; empty for all */
  streamId: string
  mayRecord: boolean
}

export function awardList(t: T, { lines, next, streams, streamId, mayRecord }: AwardsShown) {
  return {
    title: t('awards.title'),
    back: { text: t('home.title'), href: '/home' },
    streams: streamFilter(t, streams, { chosen: streamId, addressOf: awardsAddress }),
    empty:
      lines.length > 0 ? null : { picture: 'shelf' as const, heading: t('awards.none'), text: [t('awards.none.why')] },
    table: {
      caption: t('awards.title'),
      captionSize: 'hidden' as const,
      columns: [
        t('awards.column.organisation'),
        ...(streams.length > 1 ? [t('rounds.column.stream')] : []),
        t('awards.column.status'),
        t('awards.column.valid_to'),
        t('awards.column.code'),
      ],
      rows: lines.map(({ id, organisation, status, validTo, code, stream, removedAt }) => ({
        cells: [
          { text: organisation, href: `/awards/${id}` },
          ...(streams.length > 1 ? [{ text: stream }] : []),
          { status: removedAt ? removedStatus(t) : awardStatus(t, status) },
          { text: lastDayShown(t, { status, validTo }) },
          { text: code, figures: 'one line' as const },
        ],
      })),
    },
    downloads: [listDownloadLink(t, '/downloads/awards', awardsAddress(streamId))],
    record: mayRecord ? { text: t('awards.record.title'), href: '/awards/new', kind: 'secondary' as const } : null,
    pagination: { previous: null, next: next ? { text: t('awards.next'), href: next } : null },
  }
}

interface LastDay {
  status: AwardStatus
  validTo: Day | null
}

/** The last valid day for a table, or a text for an award that has none or is ended or suspended. */
export function lastDayShown(t: T, { status, validTo }: LastDay, dayText = longDay): string {
  if (status === 'ended') return t('awards.not_valid')
  if (status !== 'suspended') return validTo ? dayText(t, validTo) : t('awards.with_us')
  return validTo ? t('awards.suspended_to', { day: dayText(t, validTo) }) : t('awards.suspended_with_us')
}

/** The last valid day for a download, as a date, or the text from `lastDayShown`. */
export function lastDayInFile(t: T, award: LastDay): { day: Day } | string {
  if (award.status === 'suspended' || award.status === 'ended' || award.validTo === null) return lastDayShown(t, award)
  return { day: award.validTo }
}

const looks = {
  valid: ['tick', 'done'],
  'renewal open': ['door', 'you'],
  'renewal with us': ['hourglass', 'us'],
  extended: ['arrow-to-bar', 'done'],
  overdue: ['triangle', 'stop'],
  lapsed: ['dash', 'stop'],
  suspended: ['pause', 'stop'],
  ended: ['dash', 'quiet'],
} as const satisfies Record<AwardStatus, [Icon, Tone]>

export const awardStatus = (t: T, status: AwardStatus): Status => ({
  icon: looks[status][0],
  tone: looks[status][1],
  text: t(`award.status.${status}`),
})

/** The status of an award that was recorded by mistake. */
export const removedStatus = (t: T): Status => ({ icon: 'dash', tone: 'stop', text: t('awards.removed.status') })
