import { nextDue, waitingFor } from '../../../domain/renewal-board.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import { monthAndYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { streamNameIn, type Stream } from '../../frameworks/frameworks.public.ts'
import type { Column } from '../../access/access.public.ts'
import { lastDayInFile } from '../../awards/awards.public.ts'
import type { DecisionLine } from '../decisions-list/decisions-list.store.ts'
import type { Filters } from '../renewal-filters/renewal-filter.store.ts'
import { dueText } from '../renewals-board/renewals-board.pages.ts'
import type { BoardLine } from '../renewals-board/board-line.store.ts'
import { whyText } from '../renewals-board/renewals-why.pages.ts'

export const renewalColumns = (t: T, today: Day): Column<BoardLine>[] => [
  { head: t('renewals.column.library'), cell: ({ organisation }) => organisation },
  { head: t('organisations.place'), cell: ({ place }) => place },
  { head: t('organisations.branches.open'), cell: ({ branches }) => branches },
  { head: t('renewals.column.state'), cell: ({ status }) => t(`award.status.${status}`) },
  { head: t('awards.column.valid_to'), cell: line => lastDayInFile(t, line) },
  { head: t('renewals.download.kind'), cell: ({ kind }) => kind && t(`application.kind.${kind}`) },
  { head: t('renewals.column.due'), cell: line => dueText(t, nextDue(line, today), today) },
  { head: t('renewals.column.waiting_for'), cell: line => t(`renewals.waiting_for.${waitingFor(line)}`) },
  { head: t('renewals.column.why'), cell: line => whyText(t, line, today) },
]

export const renewalFiltersInWords = (
  t: T,
  { show, name, month, streamId }: Filters,
  streams: readonly Stream[],
): string[] => [
  t(`renewals.show.${show}`),
  ...(name ? [t('renewals.download.name', { text: name })] : []),
  ...(month ? [t('renewals.download.month', { month: monthAndYear(t, month) })] : []),
  ...(streamId ? [streamNameIn(streams, streamId)] : []),
]

/**
 * The columns of the list of decisions. If the reader cannot read the application, a note replaces the outcome, and the
 * number of recommendations is empty.
 */
export const decisionColumns = (t: T): Column<DecisionLine>[] => [
  { head: t('decisions_list.library'), cell: ({ organisation }) => organisation },
  { head: t('decisions_list.kind'), cell: ({ kind }) => t(`application.kind.${kind}`) },
  {
    head: t('decisions_list.download.by'),
    cell: ({ byPanel }) => t(byPanel ? 'decisions_list.by.panel' : 'decisions_list.by.trustee'),
  },
  {
    head: t('decisions_list.outcome'),
    cell: ({ isReadable, outcome }) => (isReadable ? t(`outcome.${outcome}`) : t('decisions_list.undeclared')),
  },
  {
    head: t('decisions_list.download.recommendations'),
    cell: ({ isReadable, recommendations }) => (isReadable ? recommendations : null),
  },
  { head: t('decisions_list.day'), cell: ({ decidedAt }) => ({ day: dayOf(decidedAt) }) },
  { head: t('decisions_list.download.released'), cell: ({ releasedAt }) => releasedAt && { day: dayOf(releasedAt) } },
]
