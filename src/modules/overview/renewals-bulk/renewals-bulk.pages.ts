import type { Actor } from '../../../domain/actor.ts'
import { whyNotExtended, whyNotReminded, type LeftOut } from '../../../domain/renewal-bulk.ts'
import type { Day } from '../../../domain/time.ts'
import type { Cell, Table } from '../../../web/components.ts'
import { dateField, errorSummary, textArea } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { lastDayShown } from '../../awards/awards.public.ts'
import type { BoardLine } from '../renewals-board/board-line.store.ts'
import type { Done } from './renewals-bulk.actions.ts'
import { awardsMax, reasonMax } from './renewals-bulk.forms.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'overview/renewals-bulk/extension': ReturnType<typeof extensionPage>
    'overview/renewals-bulk/extension-check': ReturnType<typeof extensionCheck>
    'overview/renewals-bulk/reminder': ReturnType<typeof reminderPage>
    'overview/renewals-bulk/done': ReturnType<typeof donePage>
  }
}

export interface Chosen {
  lines: readonly BoardLine[]
  /** true when there were too many awards for one form; only the first are then included */
  isCut: boolean
}

type BulkAction = 'extension' | 'reminder'

interface Sorted {
  included: BoardLine[]
  leftOut: { line: BoardLine; why: LeftOut }[]
}

function sorted(lines: readonly BoardLine[], whyNot: (line: BoardLine) => LeftOut | null): Sorted {
  const all = lines.map(line => ({ line, why: whyNot(line) }))
  return {
    included: all.filter(({ why }) => why === null).map(({ line }) => line),
    leftOut: all.flatMap(({ line, why }) => (why ? [{ line, why }] : [])),
  }
}

/**
 * The first page to extend awards, with the new end date. It is a GET form, so that the browser's back button never
 * sends a form again.
 */
export function extensionPage(t: T, actor: Actor, chosen: Chosen, form: Form = emptyForm) {
  const { included, leftOut } = sorted(chosen.lines, line => whyNotExtended(actor, line, null))
  const columns = [t('renewals.column.library'), t('renewals.extension.column.now')]
  return {
    title: t('renewals.extension.title'),
    back: back(t),
    errors: errorSummary(form),
    cut: chosen.isCut ? { text: [t('renewals.bulk.most', { max: awardsMax })] } : null,
    empty: emptyIf(t, included, chosen.lines),
    // includes awards that the next page leaves out, because that page lists them with the reasons
    awards: chosen.lines.map(({ id }) => ({ name: 'award', value: id })),
    until: dateField(form, 'until', t('renewals.extension.until')),
    table: awardsTable(t('renewals.extension.awards', { count: included.length }), columns, included, line => [
      { text: endOf(t, line), figures: true },
    ]),
    leftOut: leftOutTable(t, leftOut, 'extension'),
  }
}

/** The second page: each award with its old and new end date and the people who get an email. */
export function extensionCheck(t: T, actor: Actor, chosen: Chosen & { until: Day }, form: Form = emptyForm) {
  const { until } = chosen
  const { included, leftOut } = sorted(chosen.lines, line => whyNotExtended(actor, line, until))
  const day = longDay(t, until)
  const columns = [
    t('renewals.column.library'),
    t('renewals.extension.column.now'),
    t('renewals.extension.column.new'),
    t('renewals.bulk.emails'),
  ]
  return {
    title: t('renewals.extension.check', { count: included.length, day }),
    back: back(t),
    errors: errorSummary(form),
    empty: emptyIf(t, included, chosen.lines),
    emails: t('renewals.extension.emails', { count: included.length }),
    fields: [
      ...included.map(({ id, version }) => ({ name: 'award', value: `${id}.${version}` })),
      ...untilFields(until),
    ],
    reason: textArea(form, 'reason', t('renewals.extension.reason'), {
      hint: t('renewals.extension.reason.hint'),
      rows: 3,
      most: reasonMax,
      size: 's',
    }),
    // a form with an error is shown again with the text that was entered
    hasForm: included.length > 0 || form.errors.length > 0,
    button: included.length === 0 ? null : { text: t('renewals.extension.button', { count: included.length }) },
    table: awardsTable(t('renewals.extension.awards', { count: included.length }), columns, included, line => [
      { text: endOf(t, line), figures: true },
      { text: day, figures: true },
      { text: leadsText(t, line) },
    ]),
    leftOut: leftOutTable(t, leftOut, 'extension'),
  }
}

function untilFields(until: Day) {
  const [year = '', month = '', day = ''] = until.split('-')
  return [
    { name: 'until-day', value: day },
    { name: 'until-month', value: month },
    { name: 'until-year', value: year },
  ]
}

export function reminderPage(t: T, actor: Actor, chosen: Chosen, today: Day) {
  const { included, leftOut } = sorted(chosen.lines, line => whyNotReminded(actor, line, today))
  const columns = [t('renewals.column.library'), t('renewals.extension.column.now'), t('renewals.bulk.emails')]
  return {
    title: t('renewals.reminder.title'),
    back: back(t),
    empty: emptyIf(t, included, chosen.lines),
    fields: included.map(({ id }) => ({ name: 'award', value: id })),
    button: { text: t('renewals.reminder.button', { count: included.length }) },
    table: awardsTable(t('renewals.reminder.caption', { count: included.length }), columns, included, line => [
      { text: endOf(t, line), figures: true },
      { text: leadsText(t, line) },
    ]),
    leftOut: leftOutTable(t, leftOut, 'reminder'),
  }
}

/** The page with the results, and the awards left out with the reasons. */
export function donePage(
  t: T,
  lines: readonly BoardLine[],
  { done, action }: { done: ReadonlyMap<string, Done>; action: BulkAction },
) {
  const included: BoardLine[] = []
  const leftOut: Sorted['leftOut'] = []
  for (const line of lines) {
    const result = done.get(line.id)
    if (result === 'extended' || result === 'reminded') included.push(line)
    else if (result) leftOut.push({ line, why: result })
  }
  const columns = [t('renewals.column.library'), t('renewals.bulk.valid_to')]
  const title = t(`renewals.${action}.done`, { count: included.length })
  return {
    title: included.length > 0 ? title : t('renewals.done.none'),
    back: back(t),
    table: awardsTable(t('renewals.done.caption'), columns, included, line => [
      { text: endOf(t, line), figures: true },
    ]),
    leftOut: leftOutTable(t, leftOut, action),
    link: { text: t('renewals.bulk.back'), href: '/renewals' },
  }
}

const back = (t: T) => ({ text: t('renewals.title'), href: '/renewals' })
function endOf(t: T, line: BoardLine): string {
  if (line.status === 'suspended') return lastDayShown(t, line)
  return line.validTo ? longDay(t, line.validTo) : t('renewals.no_end')
}
/** The leads and the shared mailbox that get an email about an award, or why no one does. */
export function leadsText(
  t: T,
  { leadNames, getsEmails, mailbox }: Pick<BoardLine, 'leadNames' | 'getsEmails' | 'mailbox'>,
): string {
  if (!getsEmails) return t('renewals.bulk.emails.not_started')
  const emailed = [...leadNames, ...(mailbox === null ? [] : [mailbox])]
  return emailed.length === 0 ? t('renewals.bulk.emails.no_one') : list(t, emailed)
}

function emptyIf(t: T, included: readonly BoardLine[], chosen: readonly BoardLine[]) {
  if (included.length > 0) return null
  const isChosen = chosen.length > 0
  return {
    picture: 'letters' as const,
    heading: t(isChosen ? 'renewals.bulk.none' : 'renewals.bulk.not_chosen'),
    text: [t(isChosen ? 'renewals.bulk.none.why' : 'renewals.bulk.not_chosen.why')],
    link: { text: t('renewals.bulk.back'), href: '/renewals' },
  }
}

const awardsTable = (
  caption: string,
  columns: string[],
  lines: readonly BoardLine[],
  cellsOf: (line: BoardLine) => Cell[],
): Table | null =>
  lines.length === 0
    ? null
    : { caption, columns, rows: lines.map(line => ({ cells: [libraryCell(line), ...cellsOf(line)] })) }

/** The awards that a bulk action leaves out, with the reasons; null when there are none. */
export const leftOutTable = (
  t: T,
  leftOut: readonly { line: BoardLine; why: LeftOut | 'not saved' }[],
  action: BulkAction,
): Table | null =>
  leftOut.length === 0
    ? null
    : {
        caption: t('renewals.bulk.left_out'),
        columns: [t('renewals.column.library'), t('renewals.bulk.why')],
        rows: leftOut.map(({ line, why }) => ({
          cells: [libraryCell(line), { text: leftOutText(t, line, { why, action }) }],
        })),
      }

export const libraryCell = ({ id, organisation }: BoardLine): Cell => ({ text: organisation, href: `/awards/${id}` })

const statesNotExtended = {
  'renewal with us': 'renewals.left_out.with us',
  suspended: 'renewals.left_out.suspended',
  lapsed: 'renewals.left_out.lapsed',
  ended: 'renewals.left_out.ended',
} as const

function leftOutText(
  t: T,
  line: BoardLine,
  { why, action }: { why: LeftOut | 'not saved'; action: BulkAction },
): string {
  const state = stateLeftOut(t, line, action)
  if ((why === 'not now' || why === 'not waiting for it') && state !== null) return state
  const text = t(`renewals.left_out.${why}`)
  if (why !== 'own library' && why !== 'conflict') return text
  return `${text} ${state ?? t(`renewals.left_out.another.${action}`)}`
}

/**
 * A text about the state of an award that no one can extend, or whose library no one can remind; null in all other
 * cases.
 */
function stateLeftOut(t: T, { status, application }: BoardLine, action: BulkAction): string | null {
  if (action === 'reminder' && (application !== null || (status !== 'lapsed' && status !== 'ended'))) return null
  return status in statesNotExtended ? t(statesNotExtended[status as keyof typeof statesNotExtended]) : null
}
