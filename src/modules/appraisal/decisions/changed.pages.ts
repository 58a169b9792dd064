import type { Actor } from '../../../domain/actor.ts'
import { isAboutTheYear } from '../../../domain/carry.ts'
import { mayOpen } from '../../../domain/readable-evidence.ts'
import type { ItemSince, SaidAnswer } from '../../../domain/since-last-year.ts'
import type { Link, Status, SummaryRow, Table } from '../../../web/components.ts'
import { covers } from '../../evidence/evidence.public.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { judgementStatus, sinceStatus } from '../../applications/applications.public.ts'
import { list, monthAndYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { Confirming } from '../confirmations/confirmation.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/decisions/changed': { items: readonly ChangedItem[] }
  }
}

/** One item that is not as it was, with the words of both years. */
export interface ChangedItem {
  id: string
  code: string
  title: Link
  since: Status
  sides: readonly { heading: string; rating: Status | null; text: readonly string[] }[]
  evidence: readonly string[]
}

/** Neither carried as it was nor one of the year's own items: what a trustee looks at first. */
export const isChanged = ({ since, leftOut }: ItemSince): boolean =>
  (since !== 'unchanged' && since !== 'carried without refresh') || leftOut.length > 0

export const changedItems = (t: T, actor: Actor, it: Confirming): ChangedItem[] =>
  it.items.filter(each => !isAboutTheYear(each.item) && isChanged(each)).map(each => changedItem(t, actor, it, each))

/** What the library says of the year, and what it answered anew in the words of before: only its words of now count. */
export const yearItems = (it: Confirming): { title: string; text: readonly string[] }[] =>
  it.items
    .filter(
      each => each.now !== null && (isAboutTheYear(each.item) || (each.item.renewal === 'answer' && !isChanged(each))),
    )
    .map(({ item, now }) => ({ title: item.title, text: paragraphs(now!.narrative) }))

function changedItem(t: T, actor: Actor, it: Confirming, each: ItemSince): ChangedItem {
  const { item, before, now } = each
  const isWorded = each.isReworded && before !== null
  return {
    id: `changed-${item.code}`,
    code: item.code,
    title: { text: item.title, href: `/applications/${it.application.id}/criteria/${item.code}` },
    since: sinceStatus(t, each.since),
    sides: [
      ...(isWorded ? [sideOf(t, t('decisions.confirm.then'), before)] : []),
      sideOf(t, isWorded ? t('decisions.confirm.now') : t('decisions.confirm.says'), now),
    ],
    evidence: evidenceLines(t, actor, it, each),
  }
}

const sideOf = (t: T, heading: string, answer: SaidAnswer | null) => {
  const text = paragraphs(answer?.narrative ?? null)
  return {
    heading,
    rating: judgementStatus(t, answer?.ownRating ?? null),
    text: text.length > 0 ? text : [t('decisions.confirm.nothing_said')],
  }
}

function evidenceLines(
  t: T,
  actor: Actor,
  { application, copy, before, held }: Confirming,
  { refreshed, leftOut }: ItemSince,
): string[] {
  const line = (
    id: string,
    evidenceItems: Confirming['copy']['evidence'],
    words: 'decisions.confirm.evidence.new' | 'decisions.confirm.evidence.left_out',
  ): string[] => {
    const evidence = evidenceItems.find(each => each.id === id)
    return evidence && mayOpen(actor, application, held.get(id))
      ? [t(words, { title: evidence.title, period: covers(t, evidence) })]
      : []
  }
  const shown = [
    ...refreshed.flatMap(id => line(id, copy.evidence, 'decisions.confirm.evidence.new')),
    ...leftOut.flatMap(id => line(id, before?.evidence ?? [], 'decisions.confirm.evidence.left_out')),
  ]
  const withheld = refreshed.length + leftOut.length - shown.length
  return withheld > 0 ? [...shown, t('submissions.read.withheld', { count: withheld })] : shown
}

/** What was confirmed as it is, with the age of its evidence. */
export function unchangedTable(t: T, it: Confirming): { summary: string; table: Table } | null {
  const rest = it.items.filter(each => each.item.renewal !== 'answer' && !isChanged(each))
  if (rest.length === 0) return null
  return {
    summary: t('decisions.confirm.rest', { count: rest.length }),
    table: {
      caption: t('decisions.confirm.rest', { count: rest.length }),
      captionSize: 'hidden',
      kind: 'criteria',
      columns: [
        t('decisions.table.criterion'),
        t('decisions.confirm.since'),
        t('decisions.table.library'),
        t('decisions.confirm.evidence'),
      ],
      rows: rest.map(({ item, since, now, coveredTo }) => ({
        code: item.code,
        cells: [
          { text: item.title, href: `/applications/${it.application.id}/criteria/${item.code}` },
          { status: sinceStatus(t, since) },
          {
            status: judgementStatus(t, now?.ownRating ?? null),
            text: now?.ownRating ? null : t('decisions.confirm.no_rating'),
          },
          {
            text: coveredTo
              ? t('decisions.confirm.evidence.to', { month: monthAndYear(t, coveredTo) })
              : t('decisions.confirm.evidence.ageless'),
          },
        ],
      })),
    },
  }
}

/** Branches and contacts, beside those of the time before. */
export function whoAndWhere(t: T, { copy, before }: Confirming): { rows: SummaryRow[] } {
  const branches = (copy.scope ?? []).map(({ id, name }) => ({ id, name }))
  const leads = copy.contacts?.leads ?? []
  const [came, went] = [
    branches.filter(({ id }) => before && !before.scope.some(each => each.id === id)),
    (before?.scope ?? []).filter(({ id }) => !branches.some(each => each.id === id)),
  ]
  const [newLeads, oldLeads] = [
    leads.filter(name => before && !before.leads.includes(name)),
    (before?.leads ?? []).filter(name => !leads.includes(name)),
  ]
  return {
    rows: [
      {
        key: t('decisions.confirm.branches'),
        value: changesOf(
          t,
          came.map(({ name }) => name),
          went.map(({ name }) => name),
          t('decisions.confirm.branches.same', { count: branches.length }),
        ),
      },
      {
        key: t('decisions.confirm.contacts'),
        value: [
          ...changesOf(t, newLeads, oldLeads, list(t, leads)),
          ...(copy.contacts?.mailbox ? [copy.contacts.mailbox] : []),
        ],
      },
    ],
  }
}

function changesOf(t: T, came: readonly string[], went: readonly string[], same: string): string[] {
  if (came.length === 0 && went.length === 0) return [same]
  return [
    ...(came.length > 0 ? [t('decisions.confirm.came', { names: list(t, came) })] : []),
    ...(went.length > 0 ? [t('decisions.confirm.went', { names: list(t, went) })] : []),
  ]
}
