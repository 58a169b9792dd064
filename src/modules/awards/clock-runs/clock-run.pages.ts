import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import type { Cell, SummaryList, Table } from '../../../web/components.ts'
import { errorSummary, hiddenField, radios, textArea } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { dayAndTime, list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { awardStatus } from '../awards/award.pages.ts'
import type { ClockUndo, RunLine, RunMove } from './clock-run.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'awards/clock-runs/list': ReturnType<typeof runList>
    'awards/clock-runs/show': ReturnType<typeof runPage>
  }
}

export const addressOfRun = (id: string): string => `/settings/clock/runs/${id}`

export function runList(t: T, actor: Actor, runs: readonly RunLine[]) {
  return {
    title: t('clock_runs.title'),
    back: can(actor, 'settings.manage')
      ? { text: t('clock.title'), href: '/settings/clock' }
      : { text: t('home.title'), href: '/home' },
    none: runs.length === 0 ? t('clock_runs.none') : null,
    table: runs.length > 0 ? runsTable(t, runs) : null,
  }
}

const runsTable = (t: T, runs: readonly RunLine[]): Table => ({
  caption: t('clock_runs.title'),
  captionSize: 'hidden',
  columns: [t('clock_runs.column.run'), t('clock_runs.column.awards'), t('clock_runs.column.state')],
  rows: runs.map(({ id, at, awards, moves, undone }) => ({
    cells: [
      { text: dayAndTime(t, at), href: addressOfRun(id) },
      { text: String(awards), figures: true },
      { text: stateOf(t, moves, undone) },
    ],
  })),
})

function stateOf(t: T, moves: number, undone: number): string {
  if (undone === 0) return t('clock_runs.made')
  return undone < moves ? t('clock_runs.undone.partly') : t('clock_runs.undone')
}

export interface AboutRun {
  actor: Actor
  runId: string
  moves: readonly RunMove[]
  undo: ClockUndo | null
}

/** The moves of one run, the administrator's request to undo them, and the form for this person. */
export function runPage(t: T, { actor, runId, moves, undo }: AboutRun, form: Form = emptyForm) {
  const isOpen = undo?.status === 'waiting' || undo?.status === 'confirmed'
  const isLeft = moves.some(({ undoneAt }) => undoneAt === null)
  const mayAnswer = undo?.status === 'waiting' && can(actor, 'clock_moves.confirm') && undo.proposedBy !== actor.id
  return {
    title: t('clock_runs.one', { time: dayAndTime(t, moves[0]!.at) }),
    back: { text: t('clock_runs.title'), href: '/settings/clock/runs' },
    errors: errorSummary(form),
    lead: undo ? t(`clock_runs.state.${undo.status}`) : t('clock_runs.lead'),
    asked: undo ? askedRows(t, undo) : null,
    table: movesTable(t, moves, undo),
    effects: isLeft && (mayAnswer || !isOpen),
    undo:
      isLeft && !isOpen && can(actor, 'clock_moves.undo')
        ? {
            action: `${addressOfRun(runId)}/undo`,
            reason: textArea(form, 'reason', t('clock_runs.reason'), { rows: 3, most: 2_000, size: 's' }),
          }
        : null,
    answer: mayAnswer
      ? {
          action: `${addressOfRun(runId)}/answer`,
          undo: hiddenField(formOf({ undo: undo.id }), 'undo'),
          answer: radios(form, 'answer', t('clock_runs.answer'), {
            choices: [
              { value: 'confirm', text: t('clock_runs.answer.confirm') },
              { value: 'decline', text: t('clock_runs.answer.decline') },
            ],
          }),
        }
      : null,
  }
}

function askedRows(t: T, undo: ClockUndo): SummaryList {
  const who = { name: undo.proposedByName, time: dayAndTime(t, undo.proposedAt) }
  const answered = undo.answeredAt
    ? [
        {
          key: t('clock_runs.answered'),
          value: t('clock_runs.who', { name: undo.answeredByName ?? '', time: dayAndTime(t, undo.answeredAt) }),
        },
      ]
    : []
  return {
    rows: [
      { key: t('clock_runs.asked'), value: t('clock_runs.who', who) },
      { key: t('clock_runs.why'), value: undo.reason },
      ...answered,
    ],
  }
}

/** One row for each award: its moves, its current state, and whether its moves were undone. */
function movesTable(t: T, moves: readonly RunMove[], undo: ClockUndo | null): Table {
  const awards = [...new Set(moves.map(({ awardId }) => awardId))]
  return {
    caption: t('clock_runs.moves'),
    captionSize: 'm',
    columns: [
      t('clock_runs.column.award'),
      t('clock_runs.column.moves'),
      t('clock_runs.column.now'),
      t('clock_runs.column.result'),
    ],
    rows: awards.map(id => {
      const own = moves.filter(({ awardId }) => awardId === id)
      return {
        cells: [
          { text: own[0]!.organisation },
          {
            text: list(
              t,
              own.map(({ to }) => t(`award.status.${to}`)),
            ),
          },
          { status: awardStatus(t, own[0]!.status) },
          resultCell(t, own, undo),
        ],
      }
    }),
  }
}

function resultCell(t: T, own: readonly RunMove[], undo: ClockUndo | null): Cell {
  const result = undo?.results.get(own[0]!.awardId)
  if (result) return { text: t(`clock_runs.result.${result}`) }
  return { text: t(own.every(({ undoneAt }) => undoneAt) ? 'clock_runs.result.undone' : 'clock_runs.result.made') }
}
