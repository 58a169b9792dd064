import { daysToUndoImport } from '../../../domain/retention.ts'
import { addDays, dayOf, millisecondsBetween, type Instant } from '../../../domain/time.ts'
import type { Link, Status } from '../../../web/components.ts'
import { errorSummary, tickBox } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { longDay, number, timeOfDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { reasonsText, rowsTable, rowsText } from '../checks/row.pages.ts'
import type { ImportRow, RowState } from '../imports/import-row.store.ts'
import type { RowCounts } from '../imports/row-counts.store.ts'
import type { Import } from '../imports/import.store.ts'
import { importsLink } from '../uploads/upload.pages.ts'
import { mayBeUndone } from './run.actions.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'imports/runs/progress': ReturnType<typeof progressPage>
    'imports/runs/result': ReturnType<typeof resultPage>
  }
}

const numbersOf = (t: T, { saved, states }: RowCounts) => ({
  numbers: [
    { name: t('imports.progress.added'), count: number(t, saved.new) },
    { name: t('imports.progress.updated'), count: number(t, saved.changed + saved.duplicate) },
    {
      name: t('imports.progress.failed'),
      count: number(t, states.failed),
      tone: states.failed > 0 ? ('late' as const) : null,
    },
    { name: t('imports.progress.emails'), count: number(t, 0) },
  ],
})

/** The page shown while a job saves or undoes the rows. */
export function progressPage(t: T, it: Import, counts: RowCounts, now: Instant) {
  const isUndo = it.status === 'undoing'
  const { done, all } = progressOf(counts, isUndo)
  return {
    title: t(isUndo ? 'imports.undoing.title' : 'imports.running.title'),
    back: importsLink(t),
    heading: {
      text: t(isUndo ? 'imports.undoing.title' : 'imports.running.title'),
      caption: it.fileName,
      size: 'l' as const,
    },
    progress: {
      id: 'done',
      sentence: t(it.kind === 'organisations' ? 'imports.progress.organisations' : 'imports.progress', { done, all }),
      done,
      all: Math.max(1, all),
    },
    times: isUndo ? null : timesOf(t, it, { done, all }, now),
    counted: t('imports.progress.counted', { time: timeOfDay(t, now) }),
    again: { text: t('imports.progress.again'), href: `/imports/${it.id}` },
    numbers: isUndo ? null : numbersOf(t, counts),
    stop: isUndo
      ? null
      : { action: `/imports/${it.id}/stopping`, text: t('imports.stop.button'), kind: 'secondary' as const },
  }
}

function progressOf({ states, results, rows, organisations }: RowCounts, isUndo: boolean) {
  if (isUndo) return { done: states.undone + states.kept, all: states.undone + states.kept + states.done }
  const all = rows + organisations - results.same - results.problem
  return { done: all - states.waiting, all }
}

function timesOf(t: T, { startedAt }: Import, { done, all }: { done: number; all: number }, now: Instant): string {
  if (startedAt === null) return ''
  const started = t('imports.progress.started', { time: timeOfDay(t, startedAt) })
  if (done === 0) return started
  const minutes = (millisecondsBetween(startedAt, now) / done / 60_000) * (all - done)
  return `${started} ${t('imports.progress.left', { count: Math.max(1, Math.ceil(minutes)) })}`
}

export interface ResultShown {
  it: Import
  counts: RowCounts
  rows: readonly ImportRow[]
  shown: RowState | null
  next: string | null
  now: Instant
}

/** The states of rows that a person might need to check. */
export const statesToSee = ['failed', 'kept', 'left out'] as const satisfies readonly RowState[]

/** The result page of an import, or of undoing one. */
export function resultPage(t: T, about: ResultShown, form: Form = emptyForm) {
  const { it, counts, rows, shown, next, now } = about
  const isUndone = it.status === 'undone'
  const title = titleOf(t, it)
  const address = `/imports/${it.id}`
  return {
    title,
    back: importsLink(t),
    wide: true,
    errors: errorSummary(form),
    heading: { text: title, caption: it.fileName, size: 'l' as const },
    lead: leadOf(t, it, counts),
    numbers: isUndone || it.rowsDeletedAt !== null ? null : numbersOf(t, counts),
    next: isUndone ? null : nextSteps(t, it),
    filters: { label: t('imports.filter'), items: filtersOf(t, about) },
    table: rows.length === 0 ? null : resultTable(t, rows),
    pagination: { previous: null, next: next ? { text: t('imports.rows.next'), href: next } : null },
    problems: counts.problemRows === 0 ? null : { text: t('imports.run.left_out.link'), href: `${address}/problems` },
    proceed:
      it.status === 'stopped' && counts.states.waiting > 0
        ? { action: `${address}/run`, text: t('imports.continue.button') }
        : null,
    undo: mayBeUndone(it, now) && (!isUndone || counts.retryable > 0) ? undoOffer(t, it, form) : null,
    shown,
  }
}

function undoOffer(t: T, { id, kind, status, endedAt }: Import, form: Form) {
  const day = longDay(t, addDays(dayOf(endedAt!), daysToUndoImport))
  const isAgain = status === 'undone'
  const text = t(kind === 'awards' ? 'imports.undo.text.awards' : 'imports.undo.text', { day })
  return {
    title: t(isAgain ? 'imports.undo.again.title' : 'imports.undo.title'),
    text: isAgain ? t('imports.undo.again.text', { day }) : text,
    action: `/imports/${id}/undo`,
    sure: tickBox(form, 'sure', t('imports.undo.sure')),
    button: { text: t(isAgain ? 'imports.undo.again.button' : 'imports.undo.button'), kind: 'warning' as const },
  }
}

function titleOf(t: T, { status, rowsKept }: Import): string {
  if (status === 'undone' && rowsKept > 0) return t('imports.partly_undone.title')
  if (status === 'stopped' || status === 'undone' || status === 'cancelled') return t(`imports.${status}.title`)
  return t('imports.finished.title')
}

/** A sentence about the outcome of the import. Once the rows have been deleted, it says so instead. */
function leadOf(t: T, it: Import, counts: RowCounts): string {
  if (it.rowsDeletedAt !== null) return t('imports.gone')
  return it.status === 'undone' ? undoneText(t, it, counts) : savedText(t, it, counts)
}

function undoneText(t: T, { kind }: Import, { states, kept }: RowCounts): string {
  if (states.kept === 0) return t('imports.undone.all')
  return kind === 'organisations'
    ? t('imports.undone.kept.organisations', { what: rowsText(t, kind, kept) })
    : t('imports.undone.kept', { count: states.kept })
}

const savedText = (t: T, { kind, status }: Import, { states, done, waiting }: RowCounts): string =>
  [
    t('imports.saved', { count: states.done, what: rowsText(t, kind, done) }),
    ...(status === 'stopped' && states.waiting > 0
      ? [t('imports.waiting', { count: states.waiting, what: rowsText(t, kind, waiting) })]
      : []),
  ].join(' ')

const nextSteps = (t: T, { kind }: Import): Link[] => {
  if (kind === 'people') return [{ text: t('imports.next_steps.people'), href: '/imports/people' }]
  const emails = { text: t('imports.next_steps.emails'), href: '/imports/emails' }
  if (kind === 'awards') return [{ text: t('imports.next_steps.awards'), href: '/awards' }, emails]
  return [
    { text: t('imports.next_steps.organisations'), href: '/organisations' },
    { text: t('imports.upload.title.awards'), href: '/imports/new/awards' },
    { text: t('imports.upload.title.people'), href: '/imports/new/people' },
  ]
}

const filtersOf = (t: T, { it, counts, shown }: ResultShown) =>
  statesToSee
    .filter(state => counts.states[state] > 0)
    .map(state => ({
      text: t(`imports.filter.${state}`, { count: counts.states[state] }),
      href: `/imports/${it.id}?state=${encodeURIComponent(state)}`,
      current: shown === state,
    }))

const resultTable = (t: T, rows: readonly ImportRow[]) =>
  rowsTable(t, rows, {
    caption: t('imports.rows.caption'),
    why: t('imports.column.what_happened'),
    statusOf: row => stateStatus(t, row),
    whyOf: row => reasonsText(t, row),
    hrefOf: addressOfKept,
  })

const stateStatus = (t: T, { state }: ImportRow): Status | null =>
  isToSee(state) ? { icon: 'triangle', tone: 'you', text: t(`imports.state.${state}`) } : null

const isToSee = (state: RowState): state is (typeof statesToSee)[number] => statesToSee.some(each => each === state)

/**
 * The address of the page on which to correct an organisation, branch or award that the undo kept. Null for a row about
 * a person, and for a row that is not in the state `kept`.
 */
function addressOfKept({ kind, state, recordId, organisationId }: ImportRow): string | null {
  if (state !== 'kept' || kind === 'person') return null
  return kind === 'award' ? `/awards/${recordId}` : `/organisations/${organisationId}`
}
