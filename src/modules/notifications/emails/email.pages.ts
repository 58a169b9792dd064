import type { Actor } from '../../../domain/actor.ts'
import { carriesToken } from '../../../email/templates.ts'
import { isMeetingEmail } from '../../../email/templates/meetings.ts'
import type { EmailStatus, OutboxEmail } from '../../../email/outbox.store.ts'
import type { Outage } from '../../../email/outage.store.ts'
import type { Link, Notice, Status, SummaryRow } from '../../../web/components.ts'
import { dateField, select, textField } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import { dayAndTime } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { mayBeSentAgain } from './email.actions.ts'
import { kindFilters, statusFilters } from './email.forms.ts'
import type { EmailFilters, EmailLine } from './email.store.ts'
import type { RemindersNow } from '../reminder-list/reminder-list.actions.ts'
import { offNotice, remindersSection, remindersTable } from '../reminder-list/reminder-list.pages.ts'
import type { ReminderLine } from '../reminder-list/reminder-list.store.ts'
import { weeklyList } from '../weekly/weekly.actions.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'notifications/emails/list': EmailList
    'notifications/reminder-list/now': EmailList['reminders']
    'notifications/emails/one': EmailPage
  }
}

export type EmailList = ReturnType<typeof emailList>
export type EmailPage = ReturnType<typeof emailPage>

interface Listed {
  lines: readonly EmailLine[]
  next: string | null
  filters: EmailFilters
  isFirst: boolean
  isStuck: boolean
  outage: Outage | null
  reminders: RemindersNow
  /** whether the person can edit the wording of decision letters and emails */
  mayEdit: boolean
}

/** The address of the emails list with these filters. */
export function addressOfList({ status, words, organisation, name, from, to }: EmailFilters): string {
  const asked = { status, words, organisation, email: name, from, to }
  const given = Object.entries(asked).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return given.length === 0 ? '/mail' : `/mail?${new URLSearchParams(given).toString()}`
}

export function emailList(t: T, listed: Listed) {
  const { lines, next, filters, isFirst, reminders, mayEdit } = listed
  const { status } = filters
  const isNarrowed = addressOfList(filters) !== '/mail'
  const isWaiting = status === 'waiting'
  const items = [null, ...statusFilters].map(each => ({
    text: each ? t(`outbox.status.${each}`) : t('outbox.filter.all'),
    href: addressOfList({ ...filters, status: each }),
    current: each === status,
  }))
  return {
    title: t('outbox.title'),
    back: { text: t('home.title'), href: '/home' },
    wide: true,
    links: [
      ...(mayEdit ? [{ text: t('wordings.link'), href: '/letters' }] : []),
      { text: t('addresses.link'), href: '/mail/addresses' },
      { text: t('outbox.bulk.link'), href: '/mail/resending' },
      { text: t('outbox.test.link'), href: '/mail/test' },
    ],
    off: offNotice(t, reminders),
    reminders: remindersSection(t, reminders),
    stuck: stuckNotice(t, listed),
    filters: { label: t('outbox.filter.legend'), items },
    search: searchFields(t, filters),
    empty:
      lines.length === 0 && !isNarrowed
        ? { picture: 'letters' as const, heading: t('outbox.none'), text: [t('outbox.none.why')] }
        : null,
    noneSuch: lines.length === 0 && isNarrowed ? t('outbox.none_such') : null,
    table: lines.length === 0 ? null : emailTable(t, lines, status),
    pagination: {
      previous: isFirst
        ? null
        : { text: t(isWaiting ? 'outbox.nearest' : 'outbox.newest'), href: addressOfList(filters) },
      next: next ? { text: t(isWaiting ? 'outbox.later' : 'outbox.older'), href: next } : null,
    },
  }
}

function stuckNotice(t: T, { isStuck, outage }: Pick<Listed, 'isStuck' | 'outage'>): Notice | null {
  if (!outage && !isStuck) return null
  const text = outage
    ? [t('outbox.outage', { since: dayAndTime(t, outage.since), reason: outage.reason }), t('outbox.outage.next')]
    : [t('outbox.stuck')]
  return { tone: 'stop', icon: 'triangle', text }
}

function emailTable(t: T, lines: readonly EmailLine[], status: EmailFilters['status']) {
  const time = status === 'waiting' ? t('outbox.column.next') : t('outbox.column.queued')
  return {
    caption: t('outbox.title'),
    captionSize: 'hidden' as const,
    columns: [t('outbox.column.email'), t('outbox.column.to'), time, t('outbox.column.state')],
    rows: lines.map(line => ({
      cells: [
        { text: t(`outbox.name.${line.name}`), href: `/mail/${line.id}` },
        { text: line.address },
        { text: dayAndTime(t, line.at) },
        { status: stateOf(t, line.status) },
      ],
    })),
  }
}

function searchFields(t: T, { status, words, organisation, name, from, to }: EmailFilters) {
  const values = { words, organisation, email: name ?? '', from: from ?? '', to: to ?? '' }
  const form: Form = { values, errors: [] }
  const kinds = kindFilters.map(value => ({ value, text: t(`outbox.name.${value}`) }))
  return {
    isOpen: Object.values(values).some(value => value !== ''),
    status: { name: 'status', value: status ?? '' },
    words: textField(form, 'words', t('outbox.search.words'), { type: 'search', width: 20 }),
    organisation: textField(form, 'organisation', t('outbox.search.organisation'), { type: 'search', width: 20 }),
    email: select(form, 'email', t('outbox.search.email'), {
      choices: kinds.toSorted((a, b) => a.text.localeCompare(b.text)),
      empty: t('outbox.filter.all'),
    }),
    from: dateField(form, 'from', t('outbox.search.from')),
    to: dateField(form, 'to', t('outbox.search.to')),
  }
}

interface Shown {
  email: OutboxEmail
  /** the id of the delivery record of the email's address; null if there is none */
  addressId: string | null
  /** the reminders in the email that the viewer can see; null for an email of another kind */
  reminders: { lines: readonly ReminderLine[]; areAll: boolean } | null
  outage: Outage | null
  /** whether what the email says is no longer true, so that it must not be sent again */
  isOutdated: boolean
  viewer: Actor
}

/** One email. Its text is left out when the viewer cannot see everything in it. */
export function emailPage(t: T, { email, addressId, reminders, outage, isOutdated, viewer }: Shown) {
  const closed = whyClosed(email, reminders, viewer)
  const text = closed ? null : email.text
  const waitsFor = isToBeSent(email.status) ? outage : null
  const failure = email.failure ?? waitsFor?.reason ?? null
  const isDown = waitsFor !== null || (isToBeSent(email.status) && email.failure !== null && email.tries === 0)
  return {
    title: t(`outbox.name.${email.name}`),
    back: { text: t('outbox.title'), href: '/mail' },
    facts: { rows: factsOf(t, { ...email, failure, ...(closed && { subject: null }) }) },
    lines: reminders && reminders.lines.length > 0 ? remindersTable(t, reminders.lines) : null,
    paragraphs: text ? { text: text.paragraphs.flatMap(paragraph => paragraph.split('\n')) } : null,
    link: text?.action ? ({ text: text.action.label, href: text.action.path } satisfies Link) : null,
    note: closed ? t(closed) : noteOn(t, email),
    means: t(`outbox.means.${isDown ? 'down' : email.status}`),
    outdated: isOutdated && mayBeSentAgain(email) ? t('outbox.again.outdated') : null,
    attached: [
      ...(text?.calendar ? [{ text: t('outbox.email.calendar.link'), href: `/mail/${email.id}/dates.ics` }] : []),
      ...(text?.unsubscribePath ? [{ text: t('outbox.email.unsubscribe.link'), href: text.unsubscribePath }] : []),
    ],
    address: addressId ? { text: t('outbox.email.address'), href: `/mail/addresses/${addressId}` } : null,
    again:
      mayBeSentAgain(email) && !isOutdated
        ? {
            action: `/mail/${email.id}/resending`,
            text: t('outbox.again.button'),
          }
        : null,
  }
}

/** The key of the reason why an email's text is hidden; null when it is shown. */
export function whyClosed({ name, personId }: OutboxEmail, reminders: Shown['reminders'], viewer: Actor) {
  // A weekly list shows everything that its recipient can see, and a meeting email shows their panel, so only the
  // recipient can read them.
  const isOfReader = name === weeklyList || isMeetingEmail(name)
  if (isOfReader && personId !== viewer.id) return 'outbox.email.of_reader'
  return reminders?.areAll === false ? 'outbox.email.of_others' : null
}

function factsOf(t: T, email: OutboxEmail): SummaryRow[] {
  const { address, subject, queuedAt, status, sentAt, nextTryAt, tries, resent, notSentReason, failure } = email
  return [
    { key: t('outbox.email.to'), value: address },
    ...(subject ? [{ key: t('outbox.email.subject'), value: subject }] : []),
    { key: t('outbox.email.queued'), value: dayAndTime(t, queuedAt) },
    { key: t('outbox.email.state'), value: [], status: stateOf(t, status) },
    ...(notSentReason ? [{ key: t('outbox.email.why'), value: t(`outbox.reason.${notSentReason}`) }] : []),
    ...(sentAt ? [{ key: t('outbox.email.sent'), value: dayAndTime(t, sentAt) }] : []),
    ...(isToBeSent(status) && tries > 0 ? [{ key: t('outbox.email.next_try'), value: dayAndTime(t, nextTryAt) }] : []),
    ...(tries > 1 ? [{ key: t('outbox.email.tries'), value: String(tries) }] : []),
    ...(resent > 0 ? [{ key: t('outbox.email.resent'), value: t('outbox.email.resent.yes') }] : []),
    ...(email.bounce ? [{ key: t('outbox.email.bounced'), value: t(`outbox.email.bounce.${email.bounce}`) }] : []),
    ...(failure ? [{ key: t('outbox.email.server_said'), value: failure }] : []),
  ]
}

/** Explains why the text, or the link in it, is missing; null when nothing is missing. */
function noteOn(t: T, email: OutboxEmail): string | null {
  if (email.text) return carriesToken(email) && !email.text.action ? t('outbox.email.token') : null
  if (email.subject !== null) return t('outbox.email.deleted') // the subject of a deleted text is kept
  if (!isToBeSent(email.status)) return t('outbox.email.never_written')
  return t(carriesToken(email) ? 'outbox.email.token_later' : 'outbox.email.digest_later')
}

const isToBeSent = (status: EmailStatus): boolean => status === 'waiting' || status === 'unknown'

const appearances: Record<EmailStatus, Pick<Status, 'icon' | 'tone' | 'fill'>> = {
  waiting: { icon: 'hourglass', tone: 'us' },
  sending: { icon: 'hourglass', tone: 'us' },
  sent: { icon: 'tick', tone: 'done' },
  unknown: { icon: 'clock', tone: 'us' },
  failed: { icon: 'triangle', tone: 'stop', fill: true },
  bounced: { icon: 'triangle', tone: 'stop', fill: true },
  'not sent': { icon: 'dash', tone: 'quiet' },
}

const stateOf = (t: T, status: EmailStatus): Status => ({ ...appearances[status], text: t(`outbox.status.${status}`) })
