import { seatKinds, type SeatKind } from '../../../domain/application.ts'
import { isAtLimit, usualSeatsAYear, type PastEmployer } from '../../../domain/appraising.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import type { Filters, Table } from '../../../web/components.ts'
import { errorSummary, textArea, textField } from '../../../web/fields.ts'
import { emptyForm, formOf, valueOf, type Form } from '../../../web/form.ts'
import { passwordAgain } from '../../../web/password-again.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { attendanceText } from '../profiles/profile.pages.ts'
import { linesIn, mostInvited, problemsOf } from './pool.forms.ts'
import type { KnownInPool, PoolLine } from './pool.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/pool/list': ReturnType<typeof poolPage>
    'appraisal/pool/one': ReturnType<typeof onePage>
    'appraisal/pool/invite': ReturnType<typeof bulkPage>
  }
}

interface Listed {
  lines: readonly PoolLine[]
  next: string | null
  search: string
  kind: SeatKind | null
  today: Day
}

/** The coordinators' list of appraisers. */
export function poolPage(t: T, { lines, next, search, kind, today }: Listed) {
  return {
    title: t('pool.title'),
    back: { text: t('home.title'), href: '/home' },
    wide: true,
    search: textField(formOf({ search }), 'search', t('pool.search'), { type: 'search', width: 20 }),
    kind,
    filters: poolFilters(t, { search, kind }),
    table: lines.length > 0 ? poolTable(t, lines, today) : null,
    none: lines.length > 0 ? null : t(search !== '' || kind !== null ? 'pool.none.found' : 'pool.none'),
    pages: { previous: null, next: next === null ? null : { text: t('pool.next'), href: next } },
  }
}

export const poolAddress = ({ search, kind }: { search: string; kind: SeatKind | null }): string => {
  const query = new URLSearchParams({ ...(search && { search }), ...(kind && { kind }) }).toString()
  return query ? `/pool?${query}` : '/pool'
}

const poolFilters = (t: T, { search, kind }: Pick<Listed, 'search' | 'kind'>): Filters => ({
  label: t('pool.filter'),
  items: [null, ...seatKinds].map(each => ({
    text: each === null ? t('pool.filter.all') : t(`seat.kind.${each}`),
    href: poolAddress({ search, kind: each }),
    current: each === kind,
  })),
})

function poolTable(t: T, lines: readonly PoolLine[], today: Day): Table {
  return {
    caption: t('pool.table'),
    captionSize: 'hidden',
    columns: [
      t('pool.column.person'),
      t('pool.column.kinds'),
      t('pool.column.seats'),
      t('pool.column.days'),
      t('pool.column.needs'),
      t('pool.column.calibration'),
    ],
    rows: lines.map(line => {
      const attends = line.profile && attendanceText(t, line.profile, today)
      return {
        cells: [
          { text: line.name, href: `/pool/${line.id}`, reason: knowledgeText(t, line) },
          { text: kindsText(t, line) },
          seatsCell(t, line),
          { text: attends?.days ?? t('pool.not_said'), reason: attends?.away ?? null },
          { text: needsText(t, line) },
          { text: calibrationText(t, line) },
        ],
      }
    }),
  }
}

const calibrationText = (t: T, { calibratedAt }: PoolLine): string =>
  calibratedAt === null ? t('pool.calibration.none') : t('pool.calibration', { day: longDay(t, dayOf(calibratedAt)) })

export const knowledgeText = (_t: T, { profile }: PoolLine): string | null => profile?.expertise.join(', ') || null

/** The person's needs: "None" if they entered none, or "Not known yet" until they have entered their details. */
export const needsText = (t: T, { profile }: Pick<PoolLine, 'profile'>): string =>
  profile?.needs || t(profile ? 'pool.needs.none' : 'pool.not_said')

const kindsText = (t: T, { profile }: PoolLine): string =>
  profile && profile.kinds.length > 0
    ? list(
        t,
        profile.kinds.map(kind => t(`seat.kind.${kind}`)),
      )
    : t('pool.not_said')

/** The person's seats, such as "0 open, 2 completed", and whether they have reached their limit for this year. */
export function seatsCell(t: T, { seats, profile }: Pick<PoolLine, 'seats' | 'profile'>) {
  const seatsAYear = profile?.seatsAYear ?? usualSeatsAYear
  return {
    text: t('pool.seats', { open: seats.open, completed: seats.completed }),
    reason: isAtLimit({ seatsAYear }, seats) ? t('pool.seats.limit', { count: seatsAYear }) : null,
  }
}

/** One person in the pool, with the details that they entered. */
export function onePage(
  t: T,
  line: PoolLine,
  { employers, today }: { employers: readonly PastEmployer[]; today: Day },
) {
  const { profile } = line
  const attends = profile && attendanceText(t, profile, today)
  const said = (text: string | null | undefined): string => text || t('pool.not_said')
  return {
    title: line.name,
    back: { text: t('pool.title'), href: '/pool' },
    facts: {
      rows: [
        { key: t('pool.column.email'), value: line.email },
        { key: t('pool.column.kinds'), value: kindsText(t, line) },
        { key: t('pool.column.knows'), value: said(knowledgeText(t, line)) },
        { key: t('pool.column.seats'), value: seatsCell(t, line).text, hint: seatsCell(t, line).reason },
        { key: t('pool.column.days'), value: said(attends?.days), hint: attends?.away ?? null },
        { key: t('pool.column.needs'), value: needsText(t, line) },
        { key: t('pool.column.calibration'), value: calibrationText(t, line) },
        { key: t('pool.column.area'), value: said(profile?.councilArea) },
        {
          key: t('pool.column.employers'),
          value: employers.length > 0 ? employers.map(({ name }) => name) : t('pool.not_said'),
        },
      ],
    },
  }
}

interface Bulk {
  isConfirmed: boolean
  known: ReadonlyMap<string, KnownInPool>
  form?: Form
}

/** The page for inviting several people. After an error, the page lists each line that needs a change. */
export function bulkPage(t: T, { isConfirmed, known, form = emptyForm }: Bulk) {
  const lines = linesIn(valueOf(form, 'people'))
  const problems = lines.length <= mostInvited ? problemsOf(lines, known) : []
  return {
    title: t('pool.bulk.title'),
    back: { text: t('pool.title'), href: '/pool' },
    errors: errorSummary(form),
    problems:
      form.errors.length > 0
        ? problems.map(({ line, problem }) =>
            t(`pool.bulk.problem.${problem}`, { line: line.number, text: line.email || line.name }),
          )
        : [],
    people: textArea(form, 'people', t('pool.bulk.people'), {
      hint: t('pool.bulk.hint', { most: mostInvited }),
      rows: 10,
      size: 's',
    }),
    password: passwordAgain(t, form, isConfirmed),
  }
}
