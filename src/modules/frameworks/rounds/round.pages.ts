import { graceMinutes, roundState, type Round } from '../../../domain/round.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { calendarLink } from '../../../web/calendar-link.ts'
import { dateField, errorSummary, hiddenField, radios, textField } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { streamFilter, streamNameIn } from '../streams/stream.pages.ts'
import type { Stream } from '../streams/stream.store.ts'
import type { RoundLine } from './round.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'frameworks/rounds/list': ReturnType<typeof roundList>
    'frameworks/rounds/edit': ReturnType<typeof roundPage>
  }
}

export interface RoundsShown {
  lines: readonly RoundLine[]
  next: string | null
  streams: readonly Stream[]
  /** the id of the stream shown; empty for all streams */
  streamId: string
  now: Instant
}

export const roundsAddress = (streamId: string): string => (streamId ? `/rounds?stream=${streamId}` : '/rounds')

export function roundList(t: T, { lines, next, streams, streamId, now }: RoundsShown) {
  const open = { text: t('rounds.open.button'), href: '/rounds/new' }
  return {
    title: t('rounds.title'),
    back: { text: t('home.title'), href: '/home' },
    open,
    streams: streamFilter(t, streams, { chosen: streamId, addressOf: roundsAddress }),
    empty:
      lines.length > 0
        ? null
        : { picture: 'door' as const, heading: t('rounds.none'), text: [t('rounds.none.why')], button: open },
    table: {
      caption: t('rounds.title'),
      captionSize: 'hidden' as const,
      columns: [
        t('rounds.column.name'),
        ...(streams.length > 1 ? [t('rounds.column.stream')] : []),
        t('rounds.column.opens'),
        t('rounds.column.closes'),
        t('rounds.column.state'),
        t('rounds.column.applications'),
      ],
      rows: lines.map(round => ({
        cells: [
          { text: round.name, href: `/rounds/${round.id}` },
          ...(streams.length > 1 ? [{ text: streamNameIn(streams, round.streamId) }] : []),
          { text: longDay(t, dayOf(round.opensAt)) },
          { text: longDay(t, dayOf(round.closesAt)) },
          { text: t(`rounds.state.${roundState(round, now)}`) },
          { text: String(round.applications), figures: true },
        ],
      })),
    },
    pagination: { previous: null, next: next ? { text: t('rounds.next'), href: next } : null },
  }
}

export const formOfRound = (round: Round): Form => ({
  values: {
    version: String(round.version),
    name: round.name,
    opensOn: dayOf(round.opensAt),
    closesOn: dayOf(round.closesAt),
    graceMinutes: String(graceMinutes(round)),
  },
  errors: [],
})

export const newRoundForm: Form = { values: { graceMinutes: '15' }, errors: [] }

/** The form for a round. A new round can choose one of `streams`. */
export function roundPage(
  t: T,
  { round, streams }: { round: Round | null; streams: readonly Pick<Stream, 'id' | 'name'>[] },
  form: Form,
) {
  return {
    title: round ? t('rounds.edit.title', { name: round.name }) : t('rounds.open.title'),
    back: { text: t('rounds.title'), href: '/rounds' },
    errors: errorSummary(form),
    extend: round ? { text: t('rounds.extend.link'), href: `/rounds/${round.id}/extension` } : null,
    version: hiddenField(form, 'version', 0),
    calendar: round ? calendarLink(t, { kind: 'round', id: round.id }) : null,
    stream:
      round === null && streams.length > 1
        ? radios(form, 'streamId', t('rounds.stream.label'), {
            choices: streams.map(({ id, name }) => ({ value: id, text: name })),
          })
        : null,
    name: textField(form, 'name', t('rounds.name.label'), { hint: t('rounds.name.hint'), width: 20 }),
    opensOn: dateField(form, 'opensOn', t('rounds.opens.legend'), { hint: t('rounds.opens.hint') }),
    closesOn: dateField(form, 'closesOn', t('rounds.closes.legend'), { hint: t('rounds.closes.hint') }),
    graceMinutes: textField(form, 'graceMinutes', t('rounds.grace.label'), {
      hint: t('rounds.grace.hint'),
      type: 'number',
      width: 4,
    }),
  }
}
