import type { CapacityFacts, Plan } from '../../../domain/capacity.ts'
import type { Instant } from '../../../domain/time.ts'
import type { Cell, Table } from '../../../web/components.ts'
import { errorSummary, textArea } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { dayAndTime, longDay, timeOfDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { queryOf } from '../capacity/capacity.forms.ts'
import { planInWords } from '../capacity/plan-words.pages.ts'
import type { BoardLine } from '../renewals-board/board-line.store.ts'
import { leadsText, leftOutTable, libraryCell } from '../renewals-bulk/renewals-bulk.pages.ts'
import type { Preview } from './date-move.actions.ts'
import { awardsMost, lineOf, reasonMost } from './date-move.forms.ts'
import type { DateMove, MovedAward } from './date-move.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'overview/date-moves/preview': ReturnType<typeof previewPage>
    'overview/date-moves/progress': ReturnType<typeof progressPage>
    'overview/date-moves/result': ReturnType<typeof resultPage>
  }
}

export interface PreviewShown extends Preview {
  facts: CapacityFacts
  plan: Plan
}

const capacityLink = (t: T, plan: Plan) => ({ text: t('capacity.title'), href: `/capacity?${queryOf(plan)}` })

/** The preview: each award that a plan moves, with its old and new end date, and a field for the reason. */
export function previewPage(t: T, shown: PreviewShown, form: Form = emptyForm) {
  const { moved, kept, leftOut, isCut, facts, plan } = shown
  return {
    title: t('date_moves.preview', { count: moved.length }),
    back: capacityLink(t, plan),
    errors: errorSummary(form),
    plan: { rows: [{ key: t('saved_plan.what'), value: planInWords(t, facts, plan).join('. ') }] },
    cut: isCut ? { text: [t('renewals.bulk.most', { max: awardsMost })] } : null,
    empty:
      moved.length > 0
        ? null
        : {
            picture: 'letters' as const,
            heading: t('date_moves.none'),
            text: [t('date_moves.none.why')],
            link: { text: t('date_moves.back'), href: capacityLink(t, plan).href },
          },
    table: moved.length > 0 ? movedTable(t, shown) : null,
    kept: linesTable(t, t('date_moves.kept'), kept),
    leftOut: leftOutTable(t, leftOut, 'extension'),
    hasForm: moved.length > 0 || form.errors.length > 0,
    action: `/capacity/dates?${queryOf(plan)}`,
    dates: moved.map(({ line: { id, version }, until }) => ({ name: 'date', value: lineOf({ id, version, until }) })),
    reason: textArea(form, 'reason', t('renewals.extension.reason'), {
      hint: t('renewals.extension.reason.hint'),
      rows: 3,
      most: reasonMost,
      size: 's',
    }),
    button: moved.length > 0 ? { text: t('renewals.extension.button', { count: moved.length }) } : null,
  }
}

const movedTable = (t: T, shown: PreviewShown): Table => ({
  caption: t('renewals.extension.awards', { count: shown.moved.length }),
  columns: [
    t('renewals.column.library'),
    t('renewals.extension.column.now'),
    t('renewals.extension.column.new'),
    t('renewals.bulk.emails'),
  ],
  rows: shown.moved.map(({ line, until }) => ({
    cells: [
      libraryCell(line),
      { text: line.validTo && longDay(t, line.validTo), figures: true },
      { text: longDay(t, until), figures: true },
      { text: leadsText(t, line) },
    ],
  })),
})

const linesTable = (t: T, caption: string, lines: readonly BoardLine[]): Table | null =>
  lines.length === 0
    ? null
    : {
        caption,
        columns: [t('renewals.column.library'), t('renewals.bulk.valid_to')],
        rows: lines.map(line => ({ cells: [libraryCell(line), validToCell(t, line)] })),
      }

const validToCell = (t: T, { validTo }: BoardLine): Cell => ({
  text: validTo ? longDay(t, validTo) : t('renewals.no_end'),
  figures: true,
})

/** The page of a bulk extension that is running or was stopped. */
export function progressPage(t: T, move: DateMove, awards: readonly MovedAward[], now: Instant) {
  const done = awards.filter(({ result }) => result !== null).length
  const address = `/capacity/dates/${move.id}`
  const isStopped = move.status === 'stopped'
  return {
    title: t(isStopped ? 'date_moves.stopped' : 'date_moves.running'),
    back: { text: t('capacity.title'), href: '/capacity' },
    progress: {
      id: 'done',
      sentence: t('date_moves.progress', { done, all: awards.length }),
      done,
      all: Math.max(1, awards.length),
    },
    counted: t('imports.progress.counted', { time: timeOfDay(t, now) }),
    again: { text: t('imports.progress.again'), href: address },
    text: t(isStopped ? 'date_moves.stopped.text' : 'date_moves.running.text'),
    proceed: isStopped ? { action: `${address}/continuing`, text: t('date_moves.continue') } : null,
  }
}

export interface ResultShown {
  move: DateMove
  awards: readonly MovedAward[]
  /** the current state of the awards */
  lines: readonly BoardLine[]
}

/** The page with the awards that were extended, and those left out with the reasons. */
export function resultPage(t: T, { move, awards, lines }: ResultShown) {
  const results = new Map(awards.map(award => [award.awardId, award]))
  const extended = lines.filter(({ id }) => results.get(id)?.result === 'extended')
  const leftOut = lines.flatMap(line => {
    const result = results.get(line.id)?.result
    return result && result !== 'extended' && result !== 'reminded' ? [{ line, why: result }] : []
  })
  return {
    title: extended.length > 0 ? t('renewals.extension.done', { count: extended.length }) : t('renewals.done.none'),
    back: { text: t('capacity.title'), href: '/capacity' },
    facts: {
      rows: [
        { key: t('date_moves.at'), value: dayAndTime(t, move.startedAt) },
        { key: t('renewals.extension.reason'), value: move.reason },
      ],
    },
    table: extended.length > 0 ? extendedTable(t, extended, results) : null,
    leftOut: leftOutTable(t, leftOut, 'extension'),
    link: { text: t('date_moves.back'), href: '/capacity' },
  }
}

const extendedTable = (t: T, lines: readonly BoardLine[], results: ReadonlyMap<string, MovedAward>): Table => ({
  caption: t('renewals.done.caption'),
  columns: [t('renewals.column.library'), t('date_moves.before'), t('renewals.extension.column.new')],
  rows: lines.map(line => {
    const { before, until } = results.get(line.id)!
    return {
      cells: [
        libraryCell(line),
        { text: before ? longDay(t, before) : t('renewals.no_end'), figures: true },
        { text: longDay(t, until), figures: true },
      ],
    }
  }),
})
