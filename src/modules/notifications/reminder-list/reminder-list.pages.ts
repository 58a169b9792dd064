import { notSentReason } from '../../../domain/ladder.ts'

import type { Status, TableRow } from '../../../web/components.ts'
import { dateField } from '../../../web/fields.ts'
import { formOf } from '../../../web/form.ts'
import { list, longDay, shortDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { Preview } from '../reminders/preview.actions.ts'
import { lineStatuses } from './reminder-list.forms.ts'
import type { Asked, ShownLine } from './reminder-list.store.ts'
import type { RemindingNow } from './reminder-list.actions.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'notifications/reminder-list/list': ReminderList
    'notifications/reminder-list/preview': PreviewPage
  }
}

export type ReminderList = ReturnType<typeof reminderList>
export type PreviewPage = ReturnType<typeof previewPage>

const back = (t: T) => ({ text: t('outbox.title'), href: '/mail' })

export function addressOfLines({ status, reason }: Asked): string {
  const asked = new URLSearchParams({ ...(status ? { status } : {}), ...(reason ? { reason } : {}) }).toString()
  return asked === '' ? '/mail/reminders' : `/mail/reminders?${asked}`
}

export function reminderList(
  t: T,
  { lines, next, asked, isFirst }: { lines: readonly ShownLine[]; next: string | null; asked: Asked; isFirst: boolean },
) {
  const filter = (text: string, to: Asked, current: boolean) => ({ text, href: addressOfLines(to), current })
  return {
    title: t('reminders.title'),
    wide: true,
    back: back(t),
    filters: {
      label: t('outbox.filter.legend'),
      items: [
        filter(t('reminders.filter.all'), { status: null, reason: null }, asked.status === null),
        ...lineStatuses.map(status =>
          filter(t(`reminders.status.${status}`), { status, reason: null }, status === asked.status),
        ),
      ],
    },
    reasons:
      asked.status !== 'not sent'
        ? null
        : {
            label: t('reminders.filter.why'),
            items: [
              filter(t('reminders.filter.all'), { status: 'not sent', reason: null }, asked.reason === null),
              ...notSentReason.map(reason =>
                filter(t(`reminders.because.${reason}`), { status: 'not sent', reason }, reason === asked.reason),
              ),
            ],
          },
    none: lines.length === 0 ? t('reminders.none') : null,
    table: lines.length === 0 ? null : linesTable(t, lines),
    pagination: {
      previous: isFirst ? null : { text: t('reminders.latest'), href: addressOfLines(asked) },
      next: next ? { text: t('reminders.earlier'), href: next } : null,
    },
  }
}

export function linesTable(t: T, lines: readonly ShownLine[]) {
  return {
    caption: t('reminders.title'),
    captionSize: 'hidden' as const,
    columns: [
      t('reminders.column.what'),
      t('reminders.column.step'),
      t('reminders.column.to'),
      t('reminders.column.due'),
      t('reminders.column.state'),
    ],
    rows: lines.map((line): TableRow => ({
      cells: [
        { text: whatIn(t, line), href: line.emailId ? `/mail/${line.emailId}` : null },
        { text: stepIn(t, line.step) },
        { text: line.address },
        { text: shortDay(t, line.dueOn), figures: true },
        { status: stateOf(t, line), reason: line.reason ? t(`reminders.because.${line.reason}`) : null },
      ],
    })),
  }
}

const whatIn = (t: T, { kind, organisation, about }: Pick<ShownLine, 'kind' | 'organisation' | 'about'>): string =>
  t(`reminders.line.${kind}`, { organisation, day: shortDay(t, about) })

function stepIn(t: T, step: number): string {
  if (step === 0) return t('reminders.step.day')
  return step > 0 ? t('reminders.step.before', { count: step }) : t('reminders.step.after', { count: -step })
}

const looks = {
  planned: { icon: 'hourglass', tone: 'quiet' },
  'in an email': { icon: 'envelope', tone: 'us' },
  'not sent': { icon: 'dash', tone: 'quiet' },
} as const satisfies Record<ShownLine['status'], Pick<Status, 'icon' | 'tone'>>

const stateOf = (t: T, { status, emailStatus }: ShownLine): Status => ({
  ...looks[status],
  text: status === 'in an email' && emailStatus ? t(`outbox.status.${emailStatus}`) : t(`reminders.status.${status}`),
})

const mostReaders = 200

/** @param served the applications whose mail this person reads: lines of others are counted only */
export function previewPage(t: T, preview: Preview, served: ReadonlySet<string>) {
  return {
    title: t('reminders.preview.title', { day: longDay(t, preview.day) }),
    back: back(t),
    day: dateField(formOf({ day: preview.day }), 'day', t('reminders.preview.day')),
    ...wouldGoOut(t, preview, served),
    notes: [
      ...(preview.isOver ? [t('reminders.preview.over')] : []),
      ...(preview.isOff ? [t('reminders.off')] : []),
      ...(preview.sendingLimit ? [t(`reminders.preview.brake.${preview.sendingLimit}`)] : []),
    ],
  }
}

const onTheDesk = 50

/**
 * What the page of the mail says of reminders: what waits with its list and button, the switch, and where to read on.
 */
export function remindingNow(t: T, { isOff, last, held }: RemindingNow) {
  return {
    off: isOff ? { tone: 'stop' as const, icon: 'pause' as const, text: [t('reminders.off')] } : null,
    held: held && {
      notice: {
        tone: 'stop' as const,
        icon: 'pause' as const,
        heading: t('reminders.held.heading', { day: longDay(t, held.morning.morning) }),
        text: [t(`reminders.held.${held.morning.reason ?? 'many'}`)],
      },
      ...wouldGoOut(t, held.preview, held.served, onTheDesk),
      release: {
        action: '/mail/reminders/release',
        text: t('reminders.release.button'),
        fields: [{ name: 'morning', value: held.morning.morning }],
      },
    },
    last: last === null ? t('reminders.never') : t('reminders.last', { day: longDay(t, last) }),
    links: [
      { text: t('reminders.links.lines'), href: '/mail/reminders' },
      { text: t('reminders.links.preview'), href: '/mail/preview' },
    ],
    switch: {
      action: '/mail/reminders/switch',
      text: t(isOff ? 'reminders.switch.on' : 'reminders.switch.off'),
      kind: isOff ? ('primary' as const) : ('secondary' as const),
      fields: [{ name: 'to', value: isOff ? 'on' : 'off' }],
    },
  }
}

function wouldGoOut(t: T, preview: Preview, served: ReadonlySet<string>, most = mostReaders) {
  const shown = preview.readers
    .map(({ reader, lines }) => ({
      reader,
      lines: lines.filter(({ applicationId }) => applicationId === null || served.has(applicationId)),
    }))
    .filter(({ lines }) => lines.length > 0)
  const more = preview.readers.length - Math.min(shown.length, most)
  return {
    count: t('reminders.preview.count', { count: preview.readers.length, day: longDay(t, preview.day) }),
    table:
      shown.length === 0
        ? null
        : {
            caption: t('reminders.preview.table'),
            captionSize: 'hidden' as const,
            columns: [t('reminders.column.to'), t('reminders.column.what')],
            rows: shown.slice(0, most).map(({ reader, lines }): TableRow => ({
              cells: [
                { text: reader.address },
                {
                  text: list(
                    t,
                    lines.map(line => whatIn(t, line)),
                  ),
                },
              ],
            })),
          },
    more: more > 0 && preview.readers.length > 0 ? t('reminders.preview.more', { count: more }) : null,
  }
}
