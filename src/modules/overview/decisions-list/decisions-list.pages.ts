import { dayOf, type Day } from '../../../domain/time.ts'
import type { Cell, Table } from '../../../web/components.ts'
import { dateField, errorSummary } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import { listDownloadLink, savedFiltersLink } from '../../access/access.public.ts'
import { outcomeStatus } from '../../applications/applications.public.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { DecisionLine } from './decisions-list.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'overview/decisions-list/list': ReturnType<typeof decisionList>
  }
}

/** The address of the decisions list, from a given day if there is one. */
export const decisionsAddress = (from: Day | null): string => (from ? `/decisions?from=${from}` : '/decisions')

/** Decisions made since a given date, for the minutes of a meeting. Includes light renewals. */
export function decisionList(
  t: T,
  {
    lines,
    from,
    next,
    form,
    mayRelease,
  }: { lines: readonly DecisionLine[]; from: Day | null; next: string | null; form: Form; mayRelease: boolean },
) {
  return {
    title: t('decisions_list.title'),
    wide: true,
    back: { text: t('home.title'), href: '/home' },
    errors: errorSummary(form),
    letters: mayRelease ? { text: t('releases.many.link'), href: '/decisions/letters' } : null,
    from: dateField(form, 'from', t('decisions_list.from'), { hint: t('decisions_list.from.hint') }),
    empty:
      lines.length > 0
        ? null
        : { picture: 'letters' as const, heading: t('decisions_list.none'), text: [t('decisions_list.none.text')] },
    table: lines.length > 0 ? decisionsTable(t, lines, from) : null,
    reports: [
      { text: t('reports.minutes.link'), href: from ? `/reports/minutes?from=${from}` : '/reports/minutes' },
      { text: t('reports.year.link'), href: '/reports/year' },
    ],
    downloads: [
      listDownloadLink(t, '/downloads/decisions', decisionsAddress(from)),
      savedFiltersLink(t, 'decisions', decisionsAddress(from)),
    ],
    pagination: { previous: null, next: next ? { text: t('decisions_list.earlier'), href: next } : null },
  }
}

function decisionsTable(t: T, lines: readonly DecisionLine[], from: Day | null): Table {
  return {
    caption: from ? t('decisions_list.since', { day: longDay(t, from) }) : t('decisions_list.all'),
    captionSize: 'm',
    columns: [
      t('decisions_list.library'),
      t('decisions_list.kind'),
      t('decisions_list.outcome'),
      t('decisions_list.day'),
      t('decisions_list.decision_letter'),
    ],
    rows: lines.map(line => ({
      cells: [
        { text: line.organisation, href: `/applications/${line.applicationId}${line.isReadable ? '/decision' : ''}` },
        {
          text: t(`application.kind.${line.kind}`),
          reason: t(line.byPanel ? 'decisions_list.by.panel' : 'decisions_list.by.trustee'),
        },
        outcomeCell(t, line),
        { text: longDay(t, dayOf(line.decidedAt)), figures: true },
        { text: releaseText(t, line) },
      ],
    })),
  }
}

function outcomeCell(t: T, { isReadable, outcome, recommendations }: DecisionLine): Cell {
  if (!isReadable) return { text: t('decisions_list.undeclared') }
  const reason = recommendations > 0 ? t('decisions_list.recommendations', { count: recommendations }) : null
  return { status: outcomeStatus(t, outcome), reason }
}

const releaseText = (t: T, { releasedAt }: DecisionLine): string =>
  releasedAt ? t('decisions_list.released', { day: longDay(t, dayOf(releasedAt)) }) : t('decisions_list.held')
