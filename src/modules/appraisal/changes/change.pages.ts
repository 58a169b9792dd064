import type { Actor } from '../../../domain/actor.ts'
import { isAboutTheYear } from '../../../domain/carry.ts'
import { mayOpen } from '../../../domain/readable-evidence.ts'
import { isInEither, isUnchanged, type ItemSince, type AnswerContent } from '../../../domain/since-last-year.ts'
import type { Link, Status, SummaryRow, Table } from '../../../web/components.ts'
import { periodText } from '../../evidence/evidence.public.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { readableDifferences, type TextDifference } from '../../../web/word-differences.ts'
import { extrasDifferences, judgementStatus, sinceStatus } from '../../applications/applications.public.ts'
import { list, monthAndYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { RenewalToConfirm } from '../confirmations/confirmation.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/changes/items': { items: readonly ChangedItem[] }
  }
}

/** One item that changed, with the words that differ from last time. */
export interface ChangedItem {
  id: string
  code: string
  title: Link
  since: Status
  /** the words that differ; null when there was no answer last time, or its text is the same */
  differences: { stretches: readonly TextDifference[] } | null
  /** the changes in targets, endorsements and the pledge; null when there are none */
  extras: { stretches: readonly TextDifference[] } | null
  /** the new answer */
  text: readonly string[]
  ratings: readonly { heading: string; rating: Status }[]
  evidence: readonly string[]
}

/**
 * Whether the item is new, or its criterion, answer, rating, evidence, targets, endorsements or pledge have changed.
 * Evidence that only became older does not count.
 */
const isChanged = ({ since }: ItemSince): boolean => !isUnchanged(since)

export const changedItems = (t: T, actor: Actor, it: RenewalToConfirm): ChangedItem[] =>
  it.items.filter(each => !isAboutTheYear(each.item) && isChanged(each)).map(each => changedItem(t, actor, it, each))

/**
 * The library's answers about the past year, and the short answers of a light renewal that are the same as last year.
 */
export const yearItems = (it: RenewalToConfirm): { title: string; text: readonly string[] }[] =>
  it.items
    .filter(
      each => each.now !== null && (isAboutTheYear(each.item) || (each.item.renewal === 'answer' && !isChanged(each))),
    )
    .map(({ item, now }) => ({ title: item.title, text: paragraphs(now!.narrative) }))

function changedItem(t: T, actor: Actor, it: RenewalToConfirm, each: ItemSince): ChangedItem {
  const { item, before, now } = each
  const text = paragraphs(now?.narrative ?? null)
  const stretches = before ? readableDifferences(before.narrative, now?.narrative ?? '') : []
  const extras = extrasDifferences(t, each)
  const differences = stretches.some(({ kind }) => kind !== 'same') ? { stretches } : null
  return {
    id: `changed-${item.code}`,
    code: item.code,
    title: { text: item.title, href: `/applications/${it.application.id}/criteria/${item.code}` },
    since: sinceStatus(t, each.since),
    differences,
    extras,
    text: text.length > 0 || extras ? text : [t('changes.no_text')],
    ratings: ratingsOf(t, before, now),
    evidence: evidenceLines(t, actor, it, each),
  }
}

/** The library's own rating this year, after the earlier rating if that was different. */
function ratingsOf(t: T, before: AnswerContent | null, now: AnswerContent | null): ChangedItem['ratings'] {
  const isSame = before === null || before.ownRating === (now?.ownRating ?? null)
  const rated = (heading: string, answer: AnswerContent | null) => {
    const rating = judgementStatus(t, answer?.ownRating ?? null)
    return rating ? [{ heading, rating }] : []
  }
  return [...(isSame ? [] : rated(t('changes.then'), before)), ...rated(t('changes.now'), now)]
}

function evidenceLines(
  t: T,
  actor: Actor,
  { application, copy, before, held }: RenewalToConfirm,
  { refreshed, leftOut }: ItemSince,
): string[] {
  const line = (
    id: string,
    evidenceItems: RenewalToConfirm['copy']['evidence'],
    key: 'changes.evidence.new' | 'changes.evidence.left_out',
  ): string[] => {
    const evidence = evidenceItems.find(each => each.id === id)
    return evidence && mayOpen(actor, application, held.get(id))
      ? [t(key, { title: evidence.title, period: periodText(t, evidence) })]
      : []
  }
  const shown = [
    ...refreshed.flatMap(id => line(id, copy.evidence, 'changes.evidence.new')),
    ...leftOut.flatMap(id => line(id, before?.evidence ?? [], 'changes.evidence.left_out')),
  ]
  const withheld = refreshed.length + leftOut.length - shown.length
  return withheld > 0 ? [...shown, t('submissions.read.withheld', { count: withheld })] : shown
}

/**
 * A table of the answers that the library confirmed unchanged, each with the last month that its evidence covers. Null
 * when there are none.
 */
export function unchangedTable(t: T, it: RenewalToConfirm): { summary: string; table: Table } | null {
  const rest = it.items.filter(each => each.item.renewal !== 'answer' && isInEither(each) && !isChanged(each))
  if (rest.length === 0) return null
  return {
    summary: t('changes.unchanged', { count: rest.length }),
    table: {
      caption: t('changes.unchanged', { count: rest.length }),
      captionSize: 'hidden',
      kind: 'criteria',
      columns: [
        t('decisions.table.criterion'),
        t('changes.since'),
        t('decisions.table.library'),
        t('changes.evidence'),
      ],
      rows: rest.map(({ item, since, now, coveredTo }) => ({
        code: item.code,
        cells: [
          { text: item.title, href: `/applications/${it.application.id}/criteria/${item.code}` },
          { status: sinceStatus(t, since) },
          {
            status: judgementStatus(t, now?.ownRating ?? null),
            text: now?.ownRating ? null : t('changes.no_rating'),
          },
          {
            text: coveredTo
              ? t('changes.evidence.to', { month: monthAndYear(t, coveredTo) })
              : t('changes.evidence.no_period'),
          },
        ],
      })),
    },
  }
}

/** Branches and contacts, with their changes. */
export function whoAndWhere(t: T, { copy, before }: RenewalToConfirm): { rows: SummaryRow[] } {
  const branches = (copy.scope ?? []).map(({ id, name }) => ({ id, name }))
  const leads = copy.contacts?.leads ?? []
  const branchesAdded = branches.filter(({ id }) => before && !before.scope.some(each => each.id === id))
  const branchesRemoved = (before?.scope ?? []).filter(({ id }) => !branches.some(each => each.id === id))
  const leadsAdded = leads.filter(name => before && !before.leads.includes(name))
  const leadsRemoved = (before?.leads ?? []).filter(name => !leads.includes(name))
  return {
    rows: [
      {
        key: t('changes.branches'),
        value: changesOf(
          t,
          branchesAdded.map(({ name }) => name),
          branchesRemoved.map(({ name }) => name),
          t(before ? 'changes.branches.same' : 'changes.branches.count', { count: branches.length }),
        ),
      },
      {
        key: t('changes.contacts'),
        value: [
          ...changesOf(t, leadsAdded, leadsRemoved, list(t, leads)),
          ...(copy.contacts?.mailbox ? [copy.contacts.mailbox] : []),
        ],
      },
    ],
  }
}

function changesOf(t: T, added: readonly string[], removed: readonly string[], same: string): string[] {
  if (added.length === 0 && removed.length === 0) return [same]
  return [
    ...(added.length > 0 ? [t('changes.added', { names: list(t, added) })] : []),
    ...(removed.length > 0 ? [t('changes.removed', { names: list(t, removed) })] : []),
  ]
}
