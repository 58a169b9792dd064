import { ballOf, nextDue, risksOf, type Ball, type NextDue, type Risk } from '../../../domain/renewal-board.ts'
import { addMonths, daysBetween, type Day } from '../../../domain/time.ts'
import type { Cell, DueLine, Status, TableRow } from '../../../web/components.ts'
import { dueLine } from '../../../web/due-line.ts'
import { select, textField } from '../../../web/fields.ts'
import { formOf } from '../../../web/form.ts'
import { longDay, monthAndYear, number } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { awardStatus } from '../../awards/awards.public.ts'
import { mostCounted, type BoardLine } from './renewals-board.store.ts'
import { filterNames, type FilterName, type Filters } from './filters.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'overview/renewals-board/board': ReturnType<typeof boardPage>
  }
}

export interface Board {
  lines: readonly BoardLine[]
  next: string | null
  counts: ReadonlyMap<FilterName, number>
  filters: Filters
  today: Day
  mayManage: boolean
}

export function boardPage(t: T, { lines, next, counts, filters, today, mayManage }: Board) {
  const { show, name, month } = filters
  return {
    title: t('renewals.title'),
    back: { text: t('home.title'), href: '/home' },
    wide: true,
    lead: name || month ? null : leadOf(t, counts), // it speaks of all awards
    filters: {
      label: t('renewals.filter.label'),
      items: filterNames.map(each => ({
        text: t('renewals.filter', { name: t(`renewals.show.${each}`), shown: countText(t, counts.get(each) ?? 0) }),
        href: addressOf({ ...filters, show: each }),
        current: each === show,
      })),
    },
    show: { name: 'show', value: show },
    name: textField(formOf({ name }), 'name', t('renewals.search.name'), { type: 'search', width: 20 }),
    month: select(
      formOf({ month: month?.slice(0, 7) ?? '' }),
      'month',
      t('renewals.search.month'),
      monthsFrom(today, month).map(day => ({ value: day.slice(0, 7), text: monthAndYear(t, day) })),
      { empty: t('renewals.search.any_month') },
    ),
    empty:
      lines.length > 0
        ? null
        : {
            picture: 'letters' as const,
            heading: t('renewals.none'),
            text: [name || month ? t('renewals.none.found') : t('renewals.none.why')],
            link: { text: t('renewals.none.all'), href: addressOf({ show: 'all', name: '', month: null }) },
          },
    table:
      lines.length === 0
        ? null
        : {
            caption: t('renewals.caption', { show: t(`renewals.show.${show}`) }),
            captionSize: 'hidden' as const,
            pick: mayManage ? t('renewals.pick') : null,
            columns: [
              t('renewals.column.library'),
              t('renewals.column.state'),
              t('renewals.column.due'),
              t('renewals.column.turn'),
              t('renewals.column.why'),
            ],
            rows: lines.map(line => rowOf(t, line, today, mayManage)),
          },
    pagination: { previous: null, next: next ? { text: t('renewals.next'), href: next } : null },
    bulk:
      mayManage && lines.length > 0
        ? { all: { text: t('renewals.extend.all'), href: addressOf(filters, '/renewals/extension') } }
        : null,
    every: { text: t('renewals.every'), href: '/awards' },
  }
}

/** The board as it is looked at, as an address. */
export function addressOf({ show, name, month }: Filters, path = '/renewals'): string {
  const asked = new URLSearchParams({ show, ...(name ? { name } : {}), ...(month ? { month: month.slice(0, 7) } : {}) })
  return `${path}?${asked.toString()}`
}

const countText = (t: T, count: number): string =>
  count > mostCounted ? t('renewals.more_than', { most: mostCounted }) : number(t, count)

function leadOf(t: T, counts: Board['counts']): string {
  const part = (key: 'all' | 'soon' | 'overdue' | 'us', show: FilterName) => {
    const count = counts.get(show) ?? 0
    return t(`renewals.lead.${key}`, { count, shown: countText(t, count) })
  }
  return t('renewals.lead', {
    all: part('all', 'all'),
    soon: part('soon', 'within-60'),
    overdue: part('overdue', 'overdue'),
    us: part('us', 'with-us'),
  })
}

/** A year of months, and the one that was asked for. */
function monthsFrom(today: Day, month: Day | null): Day[] {
  const first = `${today.slice(0, 7)}-01` as Day
  const year = Array.from({ length: 13 }, (_, place) => addMonths(first, place))
  return month === null || year.includes(month) ? year : [month, ...year]
}

function rowOf(t: T, line: BoardLine, today: Day, mayManage: boolean): TableRow {
  const about = { branches: t('organisations.branches.count', { count: line.branches }) }
  return {
    pick: mayManage
      ? { name: 'award', value: line.id, text: t('renewals.pick.one', { organisation: line.organisation }) }
      : null,
    cells: [
      {
        text: line.organisation,
        href: `/awards/${line.id}`,
        reason: line.kind
          ? t('renewals.about.kind', { ...about, kind: t(`application.kind.${line.kind}`) })
          : t('renewals.about', { ...about, place: line.place }),
      },
      { status: awardStatus(t, line.status), reason: endText(t, line, today) },
      dueCell(t, nextDue(line, today), today),
      { status: ballStatus(t, ballOf(line)) },
      { text: whyText(t, line, today) },
    ],
  }
}

function endText(t: T, { validTo }: BoardLine, today: Day): string {
  if (validTo === null) return t('renewals.no_end')
  return t(validTo < today ? 'renewals.ended_on' : 'renewals.valid_to', { day: longDay(t, validTo) })
}

/** That a term ended while its renewal is with us is nothing the library is late with. */
function dueCell(t: T, due: NextDue | null, today: Day): Cell {
  if (!due) return { text: t('renewals.due.none') }
  if (due.what === 'term ends' && due.on < today)
    return { text: t('renewals.due.term ended', { day: longDay(t, due.on) }) }
  return {
    text: t(`renewals.due.${due.what}`, { day: longDay(t, due.on) }),
    due: daysLine(t, due, daysBetween(today, due.on)),
  }
}

function daysLine(t: T, { what }: NextDue, days: number): DueLine {
  const text =
    days === 0
      ? t('renewals.days.today')
      : days > 0
        ? t('renewals.days', { count: days })
        : t('renewals.days.late', { count: -days })
  const line = dueLine(text, text, days)
  return what === 'lapses' ? { ...line, tone: 'late' } : line
}

const balls = {
  library: ['door', 'you'],
  panel: ['people', 'cloth'],
  us: ['hourglass', 'us'],
  nobody: ['dash', 'quiet'],
} as const satisfies Record<Ball, [Status['icon'], Status['tone']]>
const ballStatus = (t: T, ball: Ball): Status => ({
  icon: balls[ball][0],
  tone: balls[ball][1],
  text: t(`renewals.ball.${ball}`),
})

function riskText(t: T, risk: Risk): string {
  switch (risk.is) {
    case 'overdue':
      return risk.lapsesOn
        ? t('renewals.risk.overdue', { since: longDay(t, risk.since), day: longDay(t, risk.lapsesOn) })
        : t('renewals.risk.overdue.is_submitted', { since: longDay(t, risk.since) })
    case 'not valid meanwhile':
      return t('renewals.risk.not valid meanwhile', { since: longDay(t, risk.since) })
    case 'nothing begun':
    case 'only a draft':
      return t(`renewals.risk.${risk.is}`, { day: longDay(t, risk.endsOn) })
    case 'date over':
    case 'date near':
      return t(`renewals.risk.${risk.is}`, { day: longDay(t, risk.until) })
    case 'with us long':
      return t('renewals.risk.with us long', { day: longDay(t, risk.since), count: risk.days })
    case 'promised':
      return t('renewals.risk.promised', { count: risk.count })
    case 'nobody to tell':
    case 'not reached':
    case 'one lead':
      return t(`renewals.risk.${risk.is}`)
  }
}

/** Where it stands, in a sentence. */
function role(t: T, { case: underWay, status, isRecorded }: BoardLine, risks: readonly Risk[]): string[] {
  if (underWay) return [t(`renewals.case.${underWay.status}`)]
  if (status === 'lapsed') return [t('renewals.lapsed')]
  const saysSo = risks.some(({ is }) => is === 'nothing begun' || is === 'overdue')
  return [
    ...(ballOf({ status, case: null }) === 'library' && !saysSo ? [t('renewals.nothing_begun')] : []),
    ...(isRecorded ? [t('renewals.recorded')] : []),
  ]
}

/** Its end and its case first, then where the case stands, then whom to tell and what is promised. */
function whyText(t: T, line: BoardLine, today: Day): string {
  const risks = risksOf(line, today)
  const isAboutPeople = ({ is }: Risk) => ['nobody to tell', 'not reached', 'one lead', 'promised'].includes(is)
  const { case: underWay, remindedOn } = line
  const saysSince = risks.some(({ is }) => is === 'with us long')
  return [
    ...risks.filter(risk => !isAboutPeople(risk)).map(risk => riskText(t, risk)),
    ...(underWay?.submittedOn && !saysSince && ballOf(line) !== 'library'
      ? [t('renewals.is_submitted', { day: longDay(t, underWay.submittedOn) })]
      : []),
    ...role(t, line, risks),
    ...risks.filter(isAboutPeople).map(risk => riskText(t, risk)),
    ...(remindedOn ? [t('renewals.reminderd', { day: longDay(t, remindedOn) })] : []),
  ].join(' ')
}
