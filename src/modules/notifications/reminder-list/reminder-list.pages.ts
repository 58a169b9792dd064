import { notSentReasons } from '../../../domain/reminder-schedule.ts'
import type { Notice, Status, TableRow } from '../../../web/components.ts'
import { dateField, errorSummary, textArea } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { dayAndTime, longDay, shortDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { listDownloadLink, savedFiltersLink } from '../../access/access.public.ts'
import type { Preview } from '../previews/preview.actions.ts'
import { shownIn, type RemindersNow } from './reminder-list.actions.ts'
import { reminderStatuses } from './reminder-list.forms.ts'
import type { Filter, ReminderLine } from './reminder-list.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'notifications/reminder-list/list': ReminderList
    'notifications/reminder-list/preview': PreviewPage
    'notifications/reminder-list/switching-off': ReturnType<typeof switchingOffPage>
  }
}

export type ReminderList = ReturnType<typeof reminderList>
export type PreviewPage = ReturnType<typeof previewPage>

const back = (t: T) => ({ text: t('outbox.title'), href: '/mail' })

export function addressOfReminders({ status, reason }: Filter): string {
  const query = new URLSearchParams({ ...(status && { status }), ...(reason && { reason }) }).toString()
  return query === '' ? '/mail/reminders' : `/mail/reminders?${query}`
}

export function reminderList(
  t: T,
  {
    lines,
    next,
    filter,
    isFirst,
  }: { lines: readonly ReminderLine[]; next: string | null; filter: Filter; isFirst: boolean },
) {
  const isPlanned = filter.status === 'planned'
  return {
    title: t('reminders.title'),
    wide: true,
    back: back(t),
    filters: statusFilters(t, filter),
    reasons: filter.status === 'not sent' ? reasonFilters(t, filter) : null,
    downloads: [
      listDownloadLink(t, '/downloads/reminders', addressOfReminders(filter)),
      savedFiltersLink(t, 'reminders', addressOfReminders(filter)),
    ],
    none: lines.length === 0 ? t('reminders.none') : null,
    table: lines.length === 0 ? null : remindersTable(t, lines),
    pagination: {
      previous: isFirst
        ? null
        : { text: t(isPlanned ? 'reminders.nearest' : 'reminders.latest'), href: addressOfReminders(filter) },
      next: next ? { text: t(isPlanned ? 'reminders.later' : 'reminders.earlier'), href: next } : null,
    },
  }
}

const statusFilters = (t: T, { status: chosen }: Filter) => ({
  label: t('outbox.filter.legend'),
  items: [
    filterItem(t('reminders.filter.all'), { status: null, reason: null }, chosen === null),
    ...reminderStatuses.map(status =>
      filterItem(t(`reminders.status.${status}`), { status, reason: null }, status === chosen),
    ),
  ],
})

const reasonFilters = (t: T, { reason: chosen }: Filter) => ({
  label: t('reminders.filter.why'),
  items: [
    filterItem(t('reminders.filter.all'), { status: 'not sent', reason: null }, chosen === null),
    ...notSentReasons.map(reason =>
      filterItem(t(`reminders.reason.${reason}`), { status: 'not sent', reason }, reason === chosen),
    ),
  ],
})

const filterItem = (text: string, to: Filter, current: boolean) => ({ text, href: addressOfReminders(to), current })

export function remindersTable(t: T, lines: readonly ReminderLine[]) {
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
        { status: stateOf(t, line), reason: line.reason ? t(`reminders.reason.${line.reason}`) : null },
      ],
    })),
  }
}

export const whatIn = (
  t: T,
  { kind, organisation, about }: Pick<ReminderLine, 'kind' | 'organisation' | 'about'>,
): string => t(`reminders.line.${kind}`, { organisation, day: shortDay(t, about) })

export function stepIn(t: T, step: number): string {
  if (step === 0) return t('reminders.step.day')
  return step > 0 ? t('reminders.step.before', { count: step }) : t('reminders.step.after', { count: -step })
}

const looks = {
  planned: { icon: 'hourglass', tone: 'quiet' },
  'in an email': { icon: 'envelope', tone: 'us' },
  'not sent': { icon: 'dash', tone: 'quiet' },
} as const satisfies Record<ReminderLine['status'], Pick<Status, 'icon' | 'tone'>>

export function statusText(t: T, { status, emailStatus, reason }: ReminderLine): string {
  if (status === 'planned' && reason) return t('reminders.status.planned.not_today')
  return status === 'in an email' && emailStatus ? t(`outbox.status.${emailStatus}`) : t(`reminders.status.${status}`)
}

const stateOf = (t: T, line: ReminderLine): Status => ({
  ...looks[line.status === 'planned' && line.reason ? 'not sent' : line.status],
  text: statusText(t, line),
})

const maxEmails = 200

/**
 * @param readable ids of the applications about which this person can read emails. Reminders about other applications
 * are counted but not shown
 */
export function previewPage(t: T, preview: Preview, readable: ReadonlySet<string>) {
  return {
    title: t('reminders.preview.title', { day: longDay(t, preview.day) }),
    back: back(t),
    day: dateField(formOf({ day: preview.day }), 'day', t('reminders.preview.day')),
    ...previewTable(t, preview, readable),
    notes: [
      ...(preview.isOff ? [t('reminders.off')] : []),
      ...(preview.sendingLimit ? [t(`reminders.preview.limit.${preview.sendingLimit}`)] : []),
    ],
  }
}

const maxEmailsOnList = 50

/** The notice at the top of the emails page that all reminders are off, with the reason; null while they are on. */
export const offNotice = (t: T, { isOff, switchedOff }: RemindersNow): Notice | null =>
  isOff
    ? {
        tone: 'stop',
        icon: 'pause',
        text: [t('reminders.off')],
        quotes: switchedOff
          ? [
              {
                heading: t('reminders.off.by', { name: switchedOff.name, when: dayAndTime(t, switchedOff.at) }),
                text: paragraphs(switchedOff.reason),
              },
            ]
          : [],
        link: { text: t('reminders.off.link'), href: '#reminders' },
      }
    : null

/** The section about reminders on the emails page, with a button to release held reminders. */
export function remindersSection(t: T, { isOff, last, held }: RemindersNow) {
  return {
    held: held && {
      notice: {
        tone: 'stop' as const,
        icon: 'pause' as const,
        heading: t('reminders.held.heading', { day: longDay(t, held.morning.morning) }),
        text: [t(`reminders.held.${held.morning.reason ?? 'many'}`)],
      },
      ...previewTable(t, held.preview, held.readable, maxEmailsOnList),
      release: {
        action: '/mail/reminders/release',
        text: t('reminders.release.button'),
        fields: [{ name: 'morning', value: held.morning.morning }],
      },
    },
    last: last === null ? t('reminders.never') : t('reminders.last', { day: longDay(t, last) }),
    links: [
      { text: t('reminders.links.list'), href: '/mail/reminders' },
      { text: t('reminders.links.preview'), href: '/mail/preview' },
    ],
    switchOn: isOff ? { action: '/mail/reminders/on', text: t('reminders.switch.on'), kind: 'primary' as const } : null,
    switchOff: isOff
      ? null
      : { text: t('reminders.switch.off'), href: '/mail/reminders/off', kind: 'secondary' as const },
  }
}

/** Asks for the reason before all reminders are switched off, and explains what will happen. */
export function switchingOffPage(t: T, form: Form = emptyForm) {
  return {
    title: t('reminders.off.title'),
    back: back(t),
    errors: errorSummary(form),
    reason: textArea(form, 'reason', t('reminders.off.reason'), {
      hint: t('reminders.off.reason.hint'),
      rows: 3,
      most: 2_000,
      size: 's',
    }),
    button: { text: t('reminders.switch.off'), kind: 'warning' as const },
    cancel: { text: t('reminders.off.cancel'), href: '/mail' },
  }
}

function emailsInWords(t: T, { day, emails, isOver }: Preview): string {
  if (isOver) return t('reminders.preview.over')
  if (emails.length === 0) return t('reminders.preview.none', { day: longDay(t, day) })
  return t('reminders.preview.count', { count: emails.length, day: longDay(t, day) })
}

function previewTable(t: T, preview: Preview, readable: ReadonlySet<string>, max = maxEmails) {
  const shown = shownIn(preview, readable)
  const more = preview.emails.length - Math.min(shown.length, max)
  return {
    count: emailsInWords(t, preview),
    table:
      shown.length === 0
        ? null
        : {
            caption: t('reminders.preview.table'),
            captionSize: 'hidden' as const,
            columns: [t('reminders.column.to'), t('reminders.column.what')],
            rows: shown.slice(0, max).map(({ addressee, lines }): TableRow => ({
              cells: [{ text: addressee.address }, { text: lines.map(line => whatIn(t, line)).join(' · ') }],
            })),
          },
    more: more > 0 && preview.emails.length > 0 ? t('reminders.preview.more', { count: more }) : null,
  }
}
