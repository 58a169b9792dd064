import { roundState, type Round } from '../../../domain/round.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { dateField, errorSummary, hiddenField, textField } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { RoundLine } from './round.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'frameworks/rounds/list': ReturnType<typeof roundList>
    'frameworks/rounds/edit': ReturnType<typeof roundPage>
  }
}

export function roundList(t: T, lines: readonly RoundLine[], next: string | null, now: Instant) {
  const open = { text: t('rounds.open.button'), href: '/rounds/new' }
  return {
    title: t('rounds.title'),
    back: { text: t('home.title'), href: '/home' },
    open,
    empty:
      lines.length > 0
        ? null
        : { picture: 'door' as const, heading: t('rounds.none'), text: [t('rounds.none.why')], button: open },
    table: {
      caption: t('rounds.title'),
      captionSize: 'hidden' as const,
      columns: [
        t('rounds.column.name'),
        t('rounds.column.opens'),
        t('rounds.column.closes'),
        t('rounds.column.state'),
        t('rounds.column.applications'),
      ],
      rows: lines.map(round => ({
        cells: [
          { text: round.name, href: `/rounds/${round.id}` },
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
    graceMinutes: String(round.graceMinutes),
  },
  errors: [],
})

export const newRoundForm: Form = { values: { graceMinutes: '15' }, errors: [] }

export function roundPage(t: T, round: Round | null, form: Form) {
  return {
    title: round ? t('rounds.edit.title', { name: round.name }) : t('rounds.open.title'),
    back: { text: t('rounds.title'), href: '/rounds' },
    errors: errorSummary(form),
    version: hiddenField(form, 'version', 0),
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
