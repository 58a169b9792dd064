import { outcomes } from '../../../domain/judgements.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import type { Paper, PaperSection } from '../../../files/typeset.ts'
import type { Link, Table } from '../../../web/components.ts'
import { countUpTo, list, longDay, number, shortDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { whenOf, type MinutesLine } from '../../appraisal/appraisal.public.ts'
import { lastDayShown } from '../../awards/awards.public.ts'
import { decisionsAddress } from '../decisions-list/decisions-list.pages.ts'
import type { DecisionLine } from '../decisions-list/decisions-list.store.ts'
import {
  maxChanges,
  maxCounted,
  reportedMoves,
  type ReportedChange,
  type ReportedDays,
  type YearCounts,
} from './report.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'overview/reports/report': ReturnType<typeof reportPage>
  }
}

/** The content of the report for minutes, limited to the parts that its reader can see. */
export interface Reported {
  days: ReportedDays
  decisions: readonly DecisionLine[]
  changes: readonly ReportedChange[]
  /** true when there were too many changes to list; the latest are then missing from `changes` */
  hasMoreChanges: boolean
  meetings: readonly MinutesLine[]
}

/**
 * The report for trustees' minutes: decisions on the reported days, the minutes of panel meetings, and the changes to
 * awards.
 */
export function minutes(t: T, { days, decisions, changes, hasMoreChanges, meetings }: Reported): Paper {
  const [byPanel, byTrustee] = [true, false].map(panel => decisions.filter(line => line.byPanel === panel))
  return {
    title: t('reports.minutes.title'),
    lead: [t('reports.days', { from: longDay(t, days.from), to: longDay(t, days.to) }), t('reports.left_out')],
    sections: [
      decisionSection(t, t('reports.minutes.panel'), byPanel!),
      decisionSection(t, t('reports.minutes.light'), byTrustee!),
      meetingSection(t, meetings),
      changeSection(t, changes, moreChanges(t, hasMoreChanges)),
    ],
  }
}

function meetingSection(t: T, lines: readonly MinutesLine[]): PaperSection {
  return {
    heading: t('reports.minutes.meetings'),
    level: 2,
    paragraphs: [t(lines.length === 0 ? 'reports.minutes.meetings.none' : 'reports.minutes.meetings.readable')],
    table:
      lines.length === 0
        ? null
        : {
            columns: [
              t('decisions_list.library'),
              t('reports.minutes.met'),
              t('reports.minutes.present'),
              t('minutes.title'),
            ],
            rows: lines.map(({ application, meetingStartsAt, present, text }) => [
              application.organisationName,
              whenOf(t, meetingStartsAt),
              present.length > 0 ? list(t, present) : t('reports.minutes.no_one'),
              text === '' ? t('minutes.none') : text,
            ]),
          },
  }
}

function decisionSection(t: T, heading: string, lines: readonly DecisionLine[]): PaperSection {
  return {
    heading,
    level: 2,
    paragraphs: lines.length === 0 ? [t('reports.none')] : [],
    table:
      lines.length === 0
        ? null
        : {
            columns: [
              t('decisions_list.library'),
              t('decisions_list.kind'),
              t('decisions_list.outcome'),
              t('decisions_list.day'),
              t('decisions_list.decision_letter'),
            ],
            rows: lines.map(line => [
              line.organisation,
              t(`application.kind.${line.kind}`),
              outcomeText(t, line),
              shortDay(t, dayOf(line.decidedAt)),
              line.releasedAt ? shortDay(t, dayOf(line.releasedAt)) : t('decisions_list.held'),
            ]),
          },
  }
}

function outcomeText(t: T, { isReadable, outcome, recommendations }: DecisionLine): string {
  if (!isReadable) return t('decisions_list.undeclared')
  const more = recommendations > 0 ? `. ${t('decisions_list.recommendations', { count: recommendations })}` : ''
  return `${t(`outcome.${outcome}`)}${more}`
}

const moreChanges = (t: T, hasMore: boolean): string[] =>
  hasMore ? [t('reports.changes.more', { most: number(t, maxChanges) })] : []

function changeSection(t: T, changes: readonly ReportedChange[], more: string[]): PaperSection {
  return {
    heading: t('reports.changes'),
    level: 2,
    paragraphs: changes.length === 0 ? [t('reports.none')] : more,
    table:
      changes.length === 0
        ? null
        : {
            columns: [
              t('decisions_list.library'),
              t('awards.column.code'),
              t('reports.changes.what'),
              t('reports.changes.on'),
              t('awards.column.valid_to'),
            ],
            rows: changes.map(change => [
              change.organisation,
              change.code,
              t(`reports.move.${change.move}`),
              dayOfChange(t, change),
              lastDayOf(t, change),
            ]),
          },
  }
}

function dayOfChange(t: T, { madeOn, inEffectFrom }: ReportedChange): string {
  const day = shortDay(t, madeOn)
  return inEffectFrom === madeOn ? day : t('reports.changes.in_effect', { day, from: shortDay(t, inEffectFrom) })
}

const lastDayOf = (t: T, { move, to, validTo }: ReportedChange): string =>
  move === 'remove' ? t('reports.never_valid') : lastDayShown(t, { status: to, validTo }, shortDay)

/** The year in numbers. Says how many decisions it leaves out because the reader cannot see their outcome. */
export function yearReport(t: T, days: ReportedDays, { decisions, changes, current }: YearCounts): Paper {
  const left = sumOf(decisions, ({ count, readable }) => count - readable)
  const held = sumOf(decisions, ({ isReleased, readable }) => (isReleased ? 0 : readable))
  const counted = (
    heading: string,
    first: string,
    rows: [string, number][],
    paragraphs: string[] = [],
  ): PaperSection => ({
    heading,
    level: 2,
    paragraphs,
    table: {
      columns: [first, t('reports.year.count')],
      rows: rows.map(([name, count]) => [name, countUpTo(t, count, maxCounted)]),
    },
  })
  return {
    title: t('reports.year.title', { year: days.from.slice(0, 4) }),
    lead: [t('reports.days', { from: longDay(t, days.from), to: longDay(t, days.to) }), t('reports.left_out')],
    sections: [
      counted(
        t('reports.year.decisions'),
        t('decisions_list.outcome'),
        outcomes.map(outcome => [
          t(`outcome.${outcome}`),
          sumOf(decisions, each => (each.outcome === outcome ? each.readable : 0)),
        ]),
        [
          ...(held > 0 ? [t('reports.year.held', { count: held })] : []),
          ...(left > 0 ? [t('reports.year.left', { count: left })] : []),
          ...(sumOf(decisions, ({ count }) => count) === maxCounted
            ? [t('reports.year.more_decisions', { most: number(t, maxCounted) })]
            : []),
        ],
      ),
      counted(
        t('reports.changes'),
        t('reports.changes.what'),
        reportedMoves.map(move => [t(`reports.move.${move}`), changes.get(move) ?? 0]),
        sumOf([...changes.values()], count => count) === maxCounted
          ? [t('reports.year.more', { most: number(t, maxCounted) })]
          : [],
      ),
      counted(
        t('reports.year.current'),
        t('awards.column.status'),
        current.map(({ status, count }) => [t(`award.status.${status}`), count]),
      ),
    ],
  }
}

const sumOf = <Count>(counts: readonly Count[], numberOf: (count: Count) => number): number =>
  counts.reduce((sum, count) => sum + numberOf(count), 0)

/** @param from the first day of the list of decisions to which the page links back; null for all decisions */
export function reportPage(
  t: T,
  report: Paper,
  { pdf, from, years }: { pdf: string; from: Day | null; years: (Link & { current: boolean })[] | null },
) {
  return {
    title: report.title,
    back: { text: t('decisions_list.title'), href: decisionsAddress(from) },
    wide: true,
    lead: report.lead,
    years: years && { label: t('reports.year.years'), items: years },
    sections: report.sections.map(({ heading, paragraphs, table }) => ({
      heading,
      paragraphs,
      table: table && tableOf(heading, table),
    })),
    download: { text: t('reports.pdf'), href: pdf },
  }
}

const tableOf = (caption: string, { columns, rows }: NonNullable<PaperSection['table']>): Table => ({
  caption,
  captionSize: 'hidden',
  columns,
  rows: rows.map(cells => ({ cells: cells.map(text => ({ text })) })),
})
