import type { Request } from 'express'
import { nextDue, waitingFor, type NextDue, type WaitingFor } from '../../../domain/renewal-board.ts'
import { addMonths, daysBetween, parseDay, type Day } from '../../../domain/time.ts'
import type { Cell, DueLine, Link, Status, TableRow } from '../../../web/components.ts'
import { dueLine } from '../../../web/due-line.ts'
import { select, textField } from '../../../web/fields.ts'
import { formOf } from '../../../web/form.ts'
import { queryText } from '../../../web/lists.ts'
import { longDay, monthAndYear, number } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { listDownloadLink, savedFiltersLink } from '../../access/access.public.ts'
import { streamNamed, type Stream } from '../../frameworks/frameworks.public.ts'
import { awardStatus } from '../../awards/awards.public.ts'
import { filterNames, type FilterName, type Filters } from '../renewal-filters/renewal-filter.store.ts'
import { maxCounted } from './filter-counts.store.ts'
import type { BoardLine } from './board-line.store.ts'
import { teamLink, whyText } from './renewals-why.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'overview/renewals-board/board': ReturnType<typeof boardPage>
  }
}

/** The filters in an address. An unknown filter, month or stream is ignored. */
export function filtersIn(req: Pick<Request, 'query'>, streams: readonly Stream[]): Filters {
  return {
    show: filterNames.find(name => name === queryText(req, 'show')) ?? filterNames[0],
    name: queryText(req, 'name', 100),
    month: parseDay(`${queryText(req, 'month')}-01`),
    streamId: streamNamed(streams, queryText(req, 'stream')),
  }
}

/** The address of the renewals page, or of the page at `path`, with these filters. */
export function addressOf({ show, name, month, streamId }: Filters, path = '/renewals'): string {
  const query = new URLSearchParams({
    show,
    ...(name ? { name } : {}),
    ...(month ? { month: month.slice(0, 7) } : {}),
    ...(streamId ? { stream: streamId } : {}),
  })
  return `${path}?${query.toString()}`
}

export interface Board {
  lines: readonly BoardLine[]
  next: string | null
  counts: ReadonlyMap<FilterName, number>
  filters: Filters
  streams: readonly Stream[]
  today: Day
  mayManage: boolean
}

export function boardPage(t: T, board: Board) {
  const { lines, next, counts, filters, mayManage } = board
  const { show, name, month, streamId } = filters
  const isNarrowed = name !== '' || month !== null || streamId !== ''
  return {
    title: t('renewals.title'),
    back: { text: t('home.title'), href: '/home' },
    wide: true,
    lead: isNarrowed ? null : leadOf(t, counts), // the lead sentence counts all awards, so a filtered list has none
    folded: t('renewals.folded', {
      filter: t('renewals.filter', { name: t(`renewals.show.${show}`), shown: countText(t, counts.get(show) ?? 0) }),
    }),
    filters: filterLinks(t, board),
    search: searchFields(t, board),
    empty:
      lines.length > 0
        ? null
        : {
            picture: 'letters' as const,
            heading: t('renewals.none'),
            ...otherList(t, board, isNarrowed),
            button: mayManage
              ? { text: t('awards.record.title'), href: '/awards/new', kind: 'secondary' as const }
              : null,
          },
    table: lines.length === 0 ? null : boardTable(t, board),
    pagination: { previous: null, next: next ? { text: t('renewals.next'), href: next } : null },
    bulk:
      mayManage && lines.length > 0
        ? { all: { text: t('renewals.extend.all'), href: addressOf(filters, '/renewals/extension') } }
        : null,
    downloads: [
      listDownloadLink(t, '/downloads/renewals', addressOf(filters)),
      savedFiltersLink(t, 'renewals', addressOf(filters)),
    ],
    every: { text: t('renewals.every'), href: '/awards' },
  }
}

/** Why the list is empty, and a link to all current awards, with the same search if that finds any. */
function otherList(t: T, { counts, filters }: Board, isNarrowed: boolean): { text: string[]; link: Link } {
  if (isNarrowed && (counts.get('all') ?? 0) > 0)
    return {
      text: [t('renewals.none.in_list')],
      link: { text: t('renewals.none.elsewhere'), href: addressOf({ ...filters, show: 'all' }) },
    }
  const all = addressOf({ show: 'all', name: '', month: null, streamId: '' })
  return {
    text: [t(isNarrowed ? 'renewals.none.found' : 'renewals.none.why')],
    link: { text: t('renewals.none.all'), href: all },
  }
}

const filterLinks = (t: T, { counts, filters }: Board) => ({
  label: t('renewals.filter.label'),
  items: filterNames.map(each => ({
    text: t('renewals.filter', { name: t(`renewals.show.${each}`), shown: countText(t, counts.get(each) ?? 0) }),
    href: addressOf({ ...filters, show: each }),
    current: each === filters.show,
  })),
})

const searchFields = (t: T, { filters: { show, name, month, streamId }, streams, today }: Board) => ({
  isOpen: name !== '' || month !== null || streamId !== '',
  show: { name: 'show', value: show },
  name: textField(formOf({ name }), 'name', t('renewals.search.name'), { type: 'search', width: 20 }),
  month: select(formOf({ month: month?.slice(0, 7) ?? '' }), 'month', t('renewals.search.month'), {
    choices: monthsFrom(today, month).map(day => ({ value: day.slice(0, 7), text: monthAndYear(t, day) })),
    empty: t('renewals.search.any_month'),
  }),
  stream:
    streams.length < 2
      ? null
      : select(formOf({ stream: streamId }), 'stream', t('rounds.column.stream'), {
          choices: streams.map(({ id, name: text }) => ({ value: id, text })),
          empty: t('streams.filter.all'),
        }),
})

const boardTable = (t: T, { lines, filters, today, mayManage }: Board) => ({
  caption: t('renewals.caption', { show: t(`renewals.show.${filters.show}`) }),
  captionSize: 'hidden' as const,
  pick: mayManage ? t('renewals.pick') : null,
  columns: [
    t('renewals.column.library'),
    t('renewals.column.state'),
    t('renewals.column.due'),
    t('renewals.column.waiting_for'),
    t('renewals.column.why'),
  ],
  rows: lines.map(line => rowOf(t, line, today, mayManage)),
})

const countText = (t: T, count: number): string =>
  count > maxCounted ? t('renewals.more_than', { max: maxCounted }) : number(t, count)

function leadOf(t: T, counts: Board['counts']): string {
  const part = (key: 'all' | 'soon' | 'overdue' | 'us', show: FilterName) => {
    const count = counts.get(show) ?? 0
    if (count === 0) return t(`renewals.lead.none.${key}`)
    return t(`renewals.lead.${key}`, { count, shown: countText(t, count) })
  }
  const isEmpty = (['all', 'overdue', 'with-us'] as const).every(show => (counts.get(show) ?? 0) === 0)
  if (isEmpty) return t('renewals.lead.none.all')
  return t('renewals.lead', {
    all: part('all', 'all'),
    soon: part('soon', 'within-60'),
    overdue: part('overdue', 'overdue'),
    us: part('us', 'with-us'),
  })
}

/** This month and the next 12, and the requested month if it is not one of them. */
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
      { status: waitingForStatus(t, waitingFor(line)) },
      { text: whyText(t, line, today), link: mayManage ? teamLink(t, line, today) : null },
    ],
  }
}

function endText(t: T, { status, validTo }: BoardLine, today: Day): string {
  if (status === 'suspended') return periodText(t, validTo, today)
  if (validTo === null) return t('renewals.no_end')
  return t(validTo < today ? 'renewals.ended_on' : 'renewals.valid_to', { day: longDay(t, validTo) })
}

/**
 * A text about the end of a suspended award's period. It does not call that day the last valid day, because a suspended
 * award is not valid.
 */
function periodText(t: T, validTo: Day | null, today: Day): string {
  if (validTo === null) return t('awards.suspended_with_us')
  return t(validTo < today ? 'renewals.period_ended' : 'renewals.due.term ends', { day: longDay(t, validTo) })
}

/** A text that says what is due next and when, or that nothing is due. */
export function dueText(t: T, due: NextDue | null, today: Day): string {
  if (!due) return t('renewals.due.none')
  const hasEnded = due.what === 'term ends' && due.on < today
  return t(hasEnded ? 'renewals.due.term ended' : `renewals.due.${due.what}`, { day: longDay(t, due.on) })
}

/**
 * The cell with the due date. An award period that ended while the renewal is with the charity is not shown as late.
 */
function dueCell(t: T, due: NextDue | null, today: Day): Cell {
  const text = dueText(t, due, today)
  if (!due || (due.what === 'term ends' && due.on < today)) return { text }
  return { text, due: daysLine(t, due, daysBetween(today, due.on)) }
}

function daysLine(t: T, { what }: NextDue, days: number): DueLine {
  const text = daysText(t, days)
  const line = dueLine(text, text, days)
  return what === 'lapses' ? { ...line, tone: 'late' } : line
}

function daysText(t: T, days: number): string {
  if (days === 0) return t('renewals.days.today')
  return days > 0 ? t('renewals.days', { count: days }) : t('renewals.days.late', { count: -days })
}

const waitingForLook = {
  library: ['door', 'you'],
  panel: ['people', 'cloth'],
  us: ['hourglass', 'us'],
  'no one': ['dash', 'quiet'],
} as const satisfies Record<WaitingFor, [Status['icon'], Status['tone']]>

function waitingForStatus(t: T, who: WaitingFor): Status {
  const [icon, tone] = waitingForLook[who]
  return { icon, tone, text: t(`renewals.waiting_for.${who}`) }
}
