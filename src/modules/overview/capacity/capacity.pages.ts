import { countFull, countToMove, datesAfter, forecast, planOfToday } from '../../../domain/capacity.ts'
import type { CapacityFacts, ForecastMonth, Plan } from '../../../domain/capacity.ts'
import type { Day } from '../../../domain/time.ts'
import { columns, chartKey, timeLines, type Chart } from '../../../web/chart.ts'
import type { Numbers, Table } from '../../../web/components.ts'
import { checkboxes, errorSummary, radios, select, textField } from '../../../web/fields.ts'
import { errorOf, valuesOf, type Form } from '../../../web/form.ts'
import { longDay, monthAndYear, monthsIn, number } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { downloadsOf } from '../year/year.pages.ts'
import { fullChoices, monthNumbers, monthsToMove, queryOf, type ReadPlan } from './capacity.forms.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'overview/capacity/none': ReturnType<typeof noFiguresPage>
    'overview/capacity/capacity': ReturnType<typeof capacityPage>
  }
}

const back = (t: T) => ({ text: t('year.title'), href: '/overview' })

export const noFiguresPage = (t: T) => ({
  title: t('capacity.title'),
  back: back(t),
  lead: t('year.none'),
})

/** The tables on the page. Each can be downloaded. */
export const capacityTables = ['queue', 'months'] as const
export type CapacityTable = (typeof capacityTables)[number]

export interface CapacityShown {
  facts: CapacityFacts
  /** the day on which the facts were counted */
  day: Day
  read: ReadPlan
  mayApply: boolean
}

/** The forecast with today's values next to the plan's forecast. A plan with errors has no forecast. */
export function capacityPage(t: T, { facts, day, read, mayApply }: CapacityShown) {
  const { plan, form } = read
  return {
    title: t('capacity.title'),
    back: back(t),
    wide: true,
    errors: errorSummary(form),
    heading: {
      text: t('capacity.title'),
      caption: t('capacity.caption', { month: monthAndYear(t, facts.from) }),
      size: 'l' as const,
    },
    waiting: [
      t('capacity.waiting.firsts', { count: facts.waiting.firsts }),
      t('capacity.waiting.renewals', { count: facts.waiting.renewals }),
    ],
    lead: t('capacity.lead', { day: longDay(t, day) }),
    fields: fieldsOf(t, facts, read),
    reset: { text: t('capacity.reset'), href: '/capacity' },
    saved: { text: t('saved_plan.link'), href: `/saved-filters/capacity${plan ? `?${queryOf(plan)}` : ''}` },
    numbers: numbersOf(t, facts, plan),
    charts: chartsOf(t, facts, plan),
    dates: plan?.move ? datesOf(t, facts, plan, mayApply) : null,
    steps: stepsOf(t, facts),
  }
}

function fieldsOf(t: T, facts: CapacityFacts, { plan, form }: ReadPlan) {
  const now = planOfToday(facts)
  const { fullEvery } = plan ?? now
  const number = (name: string, label: string, hint: string) =>
    textField(form, name, label, { type: 'number', width: 3, hint })
  return {
    numbers: [
      number(
        'evenings',
        t('capacity.evenings'),
        t('capacity.evenings.hint', { now: now.evenings, count: facts.decided }),
      ),
      number('panels', t('capacity.panels'), t('capacity.now', { now: now.panels })),
      number('each', t('capacity.each'), t('capacity.now', { now: now.each })),
    ],
    offSummary: t('capacity.off.summary', { count: valuesOf(form, 'off').length }),
    isOffOpen: errorOf(form, 'off') !== null,
    off: checkboxes(form, 'off', t('capacity.off'), {
      choices: monthNumbers.map((value, index) => ({ value, text: monthsIn(t)[index]! })),
      small: true,
    }),
    full: select(form, 'full', t('capacity.full'), {
      choices: fullChoices.map(value => ({ value, text: t(`capacity.full.${value}`) })),
      hint: facts.fullEvery === 1 ? t('capacity.full.hint.all') : t('capacity.full.hint', { now: facts.fullEvery }),
    }),
    asking: number('asking', t('capacity.asking'), t('capacity.asking.hint', { now: facts.asking })),
    close: facts.rounds.length > 0 ? roundsToClose(t, facts, form) : null,
    month: select(form, 'month', t('capacity.month'), {
      choices: monthsToMove(facts).map(month => ({
        value: month.slice(0, 7),
        text: t('capacity.month.choice', { month: monthAndYear(t, month), count: countFull(facts, fullEvery, month) }),
      })),
      empty: t('capacity.month.none'),
    }),
    by: textField(form, 'by', t('capacity.by'), { type: 'number', width: 3, suffix: t('capacity.by.months') }),
    how: radios(form, 'how', t('capacity.how'), {
      choices: [
        { value: 'spread', text: t('capacity.how.spread') },
        { value: 'together', text: t('capacity.how.together') },
      ],
      small: true,
    }),
  }
}

const roundsToClose = (t: T, { rounds }: CapacityFacts, form: Form) =>
  checkboxes(form, 'close', t('capacity.close'), {
    choices: rounds.map(({ month, name, expected }) => ({
      value: month.slice(0, 7),
      text: name ?? t('capacity.close.expected', { month: monthAndYear(t, month) }),
      hint: t('capacity.close.count', { count: expected }),
    })),
    small: true,
    hint: t('capacity.close.hint'),
  })

function numbersOf(t: T, facts: CapacityFacts, plan: Plan | null): Numbers {
  const today = forecast(facts, planOfToday(facts))
  const last = today.at(-1)!
  const name = t('capacity.number.waiting', { month: monthAndYear(t, last.month) })
  const before = { name, count: number(t, last.waiting), what: t('capacity.unchanged'), tone: null }
  if (!plan) return { numbers: [before] }
  const planned = forecast(facts, plan)
  const places = (months: ForecastMonth[]): number => months.slice(0, 12).reduce((sum, each) => sum + each.places, 0)
  const moved = plan.move ? datesAfter(facts, plan).filter(month => month !== plan.move!.month).length : 0
  const isWorse = last.waiting > 0 && last.waiting > planned.at(-1)!.waiting
  return {
    numbers: [
      { ...before, tone: isWorse ? 'late' : null },
      { name, count: number(t, planned.at(-1)!.waiting), what: t('capacity.planned') },
      {
        name: t('capacity.number.places'),
        count: number(t, places(planned)),
        what: t('capacity.number.places.what', { now: places(today) }),
      },
      { name: t('capacity.number.moved'), count: number(t, moved), what: t('capacity.number.moved.what') },
    ],
  }
}

function chartsOf(t: T, facts: CapacityFacts, plan: Plan | null): Chart[] {
  const address = (name: CapacityTable) => `/capacity/tables/${name}${plan ? `?${queryOf(plan)}` : ''}`
  const today = forecast(facts, planOfToday(facts))
  const planned = plan ? forecast(facts, plan) : today
  const parts = { queue: queueParts(t, today, planned), months: monthParts(t, today, planned) }
  return capacityTables.map(name => ({
    id: name,
    title: t(`capacity.${name}`),
    table: tableOf(t, name, capacityTable(t, name, facts, plan)),
    downloads: downloadsOf(t, address(name), t(`capacity.${name}`)),
    ...parts[name],
  }))
}

type ChartParts = Pick<Chart, 'lead' | 'key' | 'picture'>

const queueParts = (t: T, today: ForecastMonth[], planned: ForecastMonth[]): ChartParts => ({
  lead: null,
  key: [
    { className: 'c-line', text: t('capacity.unchanged.line'), shape: 'line' },
    { className: 'c-line2', text: t('capacity.planned.line'), shape: 'line' },
  ],
  picture: timeLines(
    [
      { className: 'c-line', values: today.map(({ waiting }) => waiting) },
      { className: 'c-line2', values: planned.map(({ waiting }) => waiting) },
    ],
    {
      labels: today.map(({ month }) => monthAndYear(t, month)),
      description: today
        .map(({ month, waiting }, index) => ({ month, now: waiting, planned: planned[index]!.waiting, index }))
        .filter(({ index }) => index % 6 === 0 || index === today.length - 1)
        .map(({ month, now, planned }) => t('capacity.queue.point', { month: monthAndYear(t, month), now, planned }))
        .join(' '),
    },
  ),
})

function monthParts(t: T, today: ForecastMonth[], planned: ForecastMonth[]): ChartParts {
  const year = planned.slice(0, 12)
  const sum = (months: ForecastMonth[], of: (month: ForecastMonth) => number): number =>
    months.slice(0, 12).reduce((all, each) => all + of(each), 0)
  const needing = ({ full, first, asking }: ForecastMonth): number => full + first + asking
  return {
    lead: t('capacity.months.lead', {
      needing: sum(planned, needing),
      places: sum(planned, ({ places }) => places),
      before: sum(today, needing),
      placesBefore: sum(today, ({ places }) => places),
    }),
    key: [
      ...chartKey(
        ['main', t('capacity.kind.full')],
        ['second', t('capacity.kind.first')],
        ['third', t('capacity.kind.asking')],
      ),
      { className: 'c-evening', text: t('capacity.places'), shape: 'mark' as const },
    ],
    picture: columns(
      year.map((each, index) => ({
        label: monthsIn(t)[Number(each.month.slice(5, 7)) - 1]!.slice(0, 3),
        value: number(t, needing(each)),
        parts: [
          { tone: 'main', size: each.full },
          { tone: 'second', size: each.first },
          { tone: 'third', size: each.asking },
        ],
        isMinor: index % 3 !== 0,
        mark: each.places,
      })),
    ),
  }
}

/** One chart's numbers as a table, with a row for each month of the forecast. */
export function capacityTable(t: T, name: CapacityTable, facts: CapacityFacts, plan: Plan | null) {
  const today = forecast(facts, planOfToday(facts))
  const planned = plan ? forecast(facts, plan) : today
  const month = t('year.ending.month')
  if (name === 'queue')
    return {
      heads: [month, t('capacity.unchanged.line'), t('capacity.planned.line')],
      rows: today.map((each, index) => [monthAndYear(t, each.month), each.waiting, planned[index]!.waiting]),
    }
  return {
    heads: [
      month,
      t('capacity.kind.full'),
      t('capacity.kind.first'),
      t('capacity.kind.asking'),
      t('capacity.kind.light'),
      t('capacity.places'),
    ],
    rows: planned.map(({ month, full, first, asking, light, places }) => [
      monthAndYear(t, month),
      ...[full, first, asking, light, places],
    ]),
  }
}

const tableOf = (t: T, name: CapacityTable, { heads, rows }: ReturnType<typeof capacityTable>): Table => ({
  caption: t(`capacity.${name}`),
  captionSize: 'hidden',
  columns: heads,
  rows: rows.map(cells => ({
    cells: cells.map(cell => (typeof cell === 'number' ? { text: number(t, cell), figures: true } : { text: cell })),
  })),
})

function datesOf(t: T, facts: CapacityFacts, plan: Plan, mayApply: boolean) {
  const month = monthAndYear(t, plan.move!.month)
  return {
    title: t('capacity.dates', { month }),
    text: t('capacity.dates.text', { count: countToMove(facts, plan), month }),
    who: mayApply ? null : t('capacity.dates.who'),
    link: mayApply ? { text: t('capacity.dates.link'), href: `/capacity/dates?${queryOf(plan)}` } : null,
  }
}

/** The rules of `src/domain/capacity.ts`, in plain words. */
const stepsOf = (t: T, { period }: CapacityFacts): string[] => [
  t('capacity.steps.due'),
  t('capacity.steps.firsts'),
  t('capacity.steps.places'),
  t('capacity.steps.order'),
  t('capacity.steps.period', { count: period }),
  t('capacity.steps.all'),
  t('capacity.steps.spread'),
  t('capacity.steps.counted'),
]
