import type { Request } from 'express'
import type { AwardStatus } from '../../../domain/award.ts'
import { outcomes, type Outcome } from '../../../domain/judgements.ts'
import { addDays, addMonths, dayOf, type Day } from '../../../domain/time.ts'
import type { YearFigures } from '../../../domain/year.ts'
import { bars, chartKey, columns, type Chart, type ChartTone } from '../../../web/chart.ts'
import type { Paper } from '../../../files/typeset.ts'
import type { SheetType } from '../../../files/sheet.ts'
import type { Button, Table } from '../../../web/components.ts'
import { queryText } from '../../../web/lists.ts'
import { longDay, monthAndYear, monthsIn, number, timeOfDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { CountedFigures } from './year.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'overview/year/year': ReturnType<typeof yearPage>
  }
}

/** A table on the page, with the same numbers as in its chart. */
export interface YearTable {
  heads: readonly string[]
  rows: readonly (readonly (string | number)[])[]
}

/** The charts, in order. Only coordinators see the kinds of seats, and only on screen. */
export const chartNames = ['states', 'ending', 'steps', 'decisions', 'questions', 'seats'] as const
export type ChartName = (typeof chartNames)[number]
export const downloadable = chartNames.filter(name => name !== 'seats')

export function yearPage(t: T, figures: CountedFigures | null, seesSeats: boolean) {
  const shown = chartNames.filter(name => name !== 'seats' || seesSeats)
  return {
    title: t('year.title'),
    back: { text: t('home.title'), href: '/home' },
    wide: true,
    heading: { text: t('year.title'), size: 'l' as const },
    lead: figures ? leadOf(t, figures) : t('year.none'),
    report: { text: t('year.report'), href: '/reports/year' },
    pdf: figures ? { text: t('year.pdf'), href: '/overview.pdf', kind: 'secondary' as const } : null,
    plan: { text: t('capacity.title'), href: '/capacity' },
    charts: figures ? shown.map(name => chartOf(t, name, figures)) : [],
  }
}

function leadOf(t: T, { states, day, countedAt }: CountedFigures): string {
  const countOf = (...statuses: AwardStatus[]): number =>
    states.filter(({ status }) => statuses.includes(status)).reduce((sum, { count }) => sum + count, 0)
  const lead = t('year.lead', {
    count: countOf(...states.map(({ status }) => status)),
    day: longDay(t, day),
    current: countOf('valid', 'renewal open', 'renewal with us', 'extended'),
    overdue: countOf('overdue'),
    suspended: countOf('suspended'),
    lapsed: countOf('lapsed'),
  })
  return `${lead} ${t('year.counted', { day: longDay(t, dayOf(countedAt)), time: timeOfDay(t, countedAt) })}`
}

function chartOf(t: T, name: ChartName, figures: YearFigures): Chart {
  const { heads, rows } = yearTable(t, name, figures)
  const table: Table = {
    caption: t(`year.${name}`),
    captionSize: 'hidden',
    columns: heads,
    rows: rows.map(cells => ({ cells: cells.map(cell => cellOf(t, cell)) })),
  }
  return {
    id: name,
    title: t(`year.${name}`),
    table,
    downloads: name === 'seats' ? [] : downloadsOf(t, `/overview/tables/${name}`, t(`year.${name}`)),
    ...chartParts[name](t, figures),
  }
}

/**
 * Buttons that download a chart's table.
 * @param table the table's name, for screen readers
 */
export const downloadsOf = (t: T, address: string, table: string): Button[] => [
  { text: t('year.download.csv'), href: address, hidden: table, kind: 'secondary' },
  { text: t('year.download.xlsx'), href: withType(address, 'xlsx'), hidden: table, kind: 'secondary' },
]

const withType = (address: string, type: SheetType): string =>
  `${address}${address.includes('?') ? '&' : '?'}type=${type}`

/** The file type named in the address; CSV when the address names no type that we offer. */
export const sheetTypeIn = (req: Pick<Request, 'query'>): SheetType =>
  queryText(req, 'type') === 'xlsx' ? 'xlsx' : 'csv'

/** The page as a document: the charts' tables. Leaves out the kinds of seats, which are shown on screen only. */
export const yearDocument = (t: T, figures: CountedFigures): Paper => ({
  title: t('year.title'),
  lead: [leadOf(t, figures)],
  sections: downloadable.map(name => {
    const { heads, rows } = yearTable(t, name, figures)
    const cells = rows.map(row => row.map(cell => (typeof cell === 'number' ? number(t, cell) : cell)))
    const isEmpty = rows.length === 0
    const lead = name === 'decisions' ? [t('year.decisions.lead')] : []
    return {
      heading: t(`year.${name}`),
      level: 2,
      paragraphs: isEmpty ? [t('reports.none')] : lead,
      table: isEmpty ? null : { columns: [...heads], rows: cells },
    }
  }),
})

const cellOf = (t: T, cell: string | number) =>
  typeof cell === 'number' ? { text: number(t, cell), figures: true } : { text: cell }

type ChartParts = (t: T, figures: YearFigures) => Pick<Chart, 'lead' | 'key' | 'picture'>

const chartParts: Record<ChartName, ChartParts> = {
  states: (t, { states }) => ({
    lead: t('year.states.lead', { count: states.find(({ status }) => status === 'renewal open')?.count ?? 0 }),
    key: [],
    picture: bars(
      states.map(({ status, count }) => ({
        label: t(`award.status.${status}`),
        value: number(t, count),
        parts: [{ tone: toneOf(status), size: count }],
      })),
    ),
  }),

  ending: (t, { ending, day }) => ({
    lead: t('year.ending.lead', {
      count: ending.reduce((sum, { light, full }) => sum + light + full, 0),
      day: longDay(t, addDays(addMonths(ending.at(-1)?.month ?? day, 1), -1)),
    }),
    key: chartKey(['main', t('year.ending.light')], ['second', t('year.ending.full')]),
    picture: columns(
      ending.map(({ month, light, full }, index) => ({
        label: shortMonth(t, month),
        value: number(t, light + full),
        parts: [
          { tone: 'main', size: light },
          { tone: 'second', size: full },
        ],
        isMinor: index % 3 !== 0,
      })),
    ),
  }),

  steps: (t, { steps }) => ({
    lead: t('year.steps.lead'),
    key: chartKey(['main', t('year.steps.now')], ['quiet', t('year.steps.before')]),
    picture: bars(
      steps.map(({ step, days, before }) => ({
        label: t(`year.step.${step}`),
        value: stepText(t, days, before),
        parts: [
          { tone: 'main', size: days ?? 0 },
          { tone: 'quiet', size: Math.max(0, (before ?? 0) - (days ?? 0)) },
        ],
      })),
    ),
  }),

  decisions: (t, { decisions }) => ({
    lead: t('year.decisions.lead'),
    key: chartKey(...outcomes.map((outcome): [ChartTone, string] => [outcomeTones[outcome], t(`outcome.${outcome}`)])),
    picture: bars(
      decisions.map(({ from, outcomes: counts }) => ({
        label: quarterText(t, from),
        value: number(t, totalOf(counts)),
        parts: outcomes.map(outcome => ({ tone: outcomeTones[outcome], size: counts[outcome] })),
      })),
    ),
  }),

  questions: (t, { questions }) => ({
    lead: t('year.questions.lead'),
    key: [],
    picture: bars(
      questions.map(({ code, title, count }) => ({
        label: `${code} ${title}`,
        value: number(t, count),
        parts: [{ tone: 'main', size: count }],
      })),
    ),
  }),

  seats: (t, { seats }) => ({
    lead: t('year.seats.lead'),
    key: [],
    picture: bars(
      seats.map(({ kind, people, seats: count }) => ({
        label: t('year.seats.label', { kind: t(`seat.kind.${kind}`), count: people }),
        value: t('year.seats.count', { count }),
        parts: [{ tone: 'main', size: count }],
      })),
    ),
  }),
}

const outcomeTones: Record<Outcome, ChartTone> = {
  awarded: 'main',
  'awarded with recommendations': 'third',
  'not yet': 'stop',
}

function toneOf(status: AwardStatus): ChartTone {
  if (status === 'renewal with us') return 'with us'
  if (status === 'extended') return 'second'
  return status === 'valid' || status === 'renewal open' ? 'main' : 'stop'
}

function stepText(t: T, days: number | null, before: number | null): string {
  if (days === null) return t('year.steps.none')
  const now = t('year.steps.days', { count: days })
  return before === null ? now : t('year.steps.was', { days: now, before })
}

const monthName = (t: T, month: Day): string => monthsIn(t)[Number(month.slice(5, 7)) - 1]!
const shortMonth = (t: T, month: Day): string => monthName(t, month).slice(0, 3)
const quarterText = (t: T, from: Day): string =>
  t('year.decisions.quarter', { from: monthName(t, from), to: monthAndYear(t, addMonths(from, 2)) })
const totalOf = (counts: Record<Outcome, number>): number => outcomes.reduce((sum, outcome) => sum + counts[outcome], 0)

/** The numbers of one chart as a table. */
export function yearTable(t: T, name: ChartName, figures: YearFigures): YearTable {
  return tables[name](t, figures)
}

const tables: Record<ChartName, (t: T, figures: YearFigures) => YearTable> = {
  states: (t, { states }) => ({
    heads: [t('awards.column.status'), t('year.states.awards')],
    rows: states.map(({ status, count }) => [t(`award.status.${status}`), count]),
  }),
  ending: (t, { ending }) => ({
    heads: [t('year.ending.month'), t('year.ending.light'), t('year.ending.full'), t('year.all')],
    rows: ending.map(({ month, light, full }) => [monthAndYear(t, month), light, full, light + full]),
  }),
  steps: (t, { steps }) => ({
    heads: [t('year.steps.step'), t('year.steps.now'), t('year.steps.before')],
    rows: steps.map(({ step, days, before }) => [t(`year.step.${step}`), days ?? '–', before ?? '–']),
  }),
  decisions: (t, { decisions }) => ({
    heads: [t('year.decisions.quarter.head'), ...outcomes.map(outcome => t(`outcome.${outcome}`)), t('year.all')],
    rows: decisions.map(({ from, outcomes: counts }) => [
      quarterText(t, from),
      ...outcomes.map(outcome => counts[outcome]),
      totalOf(counts),
    ]),
  }),
  questions: (t, { questions }) => ({
    heads: [t('year.questions.criterion'), t('year.questions.count')],
    rows: questions.map(({ code, title, count }) => [`${code} ${title}`, count]),
  }),
  seats: (t, { seats }) => ({
    heads: [t('year.seats.kind'), t('year.seats.people'), t('year.seats.seats')],
    rows: seats.map(({ kind, people, seats: count }) => [t(`seat.kind.${kind}`), people, count]),
  }),
}
