import { submissionChanges, type SubmissionChange } from '../../../domain/submission-changes.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Link, Status } from '../../../web/components.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ChangesSubmitted } from './submission-changes.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/submissions/changes': NonNullable<ReturnType<typeof changesShown>> & { level: 2 | 3 }
    'applications/submissions/changes-fold': NonNullable<ReturnType<typeof changesShown>>
  }
}

const looks = {
  'as asked': ['pencil', 'cloth'],
  'not changed': ['equals', 'quiet'],
  'not named': ['pencil', 'cloth'],
  changed: ['pencil', 'cloth'],
} as const satisfies Record<SubmissionChange, readonly [Status['icon'], Status['tone']]>

/**
 * The mark beside an answer that says how it changed; null for an unchanged answer that the library was not asked to
 * change.
 */
export function changeStatus(t: T, change: SubmissionChange | null | undefined): Status | null {
  if (!change) return null
  const [icon, tone] = looks[change]
  return { icon, tone, text: t(`submission_changes.${change}`) }
}

/**
 * The answers that changed since the earlier submission, in groups, with a link to that submission. Null without an
 * earlier submission. Also null when no change is visible to a reader who cannot see every change.
 */
export function changesShown(t: T, { id }: { id: string }, it: ChangesSubmitted | null) {
  if (it === null) return null
  const { before, number } = it
  const address = `/applications/${id}/submissions`
  const lines: { change: SubmissionChange | null | undefined; link: Link }[] = [
    { change: it.scope, link: { text: t('submissions.scope'), href: `${address}/${number}#branches` } },
    { change: it.summary, link: { text: t('submissions.summary'), href: `${address}/${number}#summary` } },
    ...it.items.map(item => ({
      change: it.changes.get(item.id),
      link: { text: t('applications.history.item', item), href: `${address}/${number}#item-${item.code}` },
    })),
  ]
  const groups = submissionChanges
    .map(kind => ({
      heading: t(`submission_changes.${kind}`),
      links: lines.filter(({ change }) => change === kind).map(({ link }) => link),
    }))
    .filter(({ links }) => links.length > 0)
  if (groups.length === 0 && !it.isComplete) return null
  return {
    heading: t('submission_changes.title', { number: before.number }),
    nothing: groups.length === 0 ? t('submission_changes.none') : null,
    groups,
    earlier: {
      text: t('submissions.receipt.one', { number: before.number, day: longDay(t, dayOf(before.submittedAt)) }),
      href: `${address}/${before.number}`,
    },
  }
}
