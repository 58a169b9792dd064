import { carriesToken, gathered as gatheredName } from '../../../email/templates.ts'
import { emailStatuses, type EmailStatus, type OutboxEmail } from '../../../email/outbox.store.ts'
import type { Link, Status, SummaryRow } from '../../../web/components.ts'
import { dayAndTime } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { mayBeSentAgain } from './email.actions.ts'
import type { EmailLine } from './email.store.ts'
import type { ShownLine } from '../reminder-list/reminder-list.store.ts'
import { linesTable, remindingNow } from '../reminder-list/reminder-list.pages.ts'
import type { RemindingNow } from '../reminder-list/reminder-list.actions.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'notifications/emails/list': EmailList
    'notifications/reminder-list/now': EmailList['reminding']
    'notifications/emails/one': EmailPage
  }
}

export type EmailList = ReturnType<typeof emailList>
export type EmailPage = ReturnType<typeof emailPage>

interface Listed {
  lines: readonly EmailLine[]
  next: string | null
  status: EmailStatus | null
  isFirst: boolean
  isStuck: boolean
  reminding: RemindingNow
}

export const addressOfList = (status: EmailStatus | null): string =>
  status ? `/mail?status=${encodeURIComponent(status)}` : '/mail'

export function emailList(t: T, { lines, next, status, isFirst, isStuck, reminding }: Listed) {
  const filters = [null, ...emailStatuses].map(each => ({
    text: each ? t(`outbox.status.${each}`) : t('outbox.filter.all'),
    href: addressOfList(each),
    current: each === status,
  }))
  return {
    title: t('outbox.title'),
    wide: true,
    reminding: remindingNow(t, reminding),
    stuck: isStuck ? { tone: 'stop' as const, icon: 'triangle' as const, text: [t('outbox.stuck')] } : null,
    filters: { label: t('outbox.filter.legend'), items: filters },
    empty:
      lines.length === 0 && !status
        ? { picture: 'letters' as const, heading: t('outbox.none'), text: [t('outbox.none.why')] }
        : null,
    noneSuch: lines.length === 0 && status ? t('outbox.none_such') : null,
    table:
      lines.length === 0
        ? null
        : {
            caption: t('outbox.title'),
            captionSize: 'hidden' as const,
            columns: [
              t('outbox.column.letter'),
              t('outbox.column.to'),
              t('outbox.column.queued'),
              t('outbox.column.state'),
            ],
            rows: lines.map(line => ({
              cells: [
                { text: t(`outbox.name.${line.name}`), href: `/mail/${line.id}` },
                { text: line.address },
                { text: dayAndTime(t, line.queuedAt) },
                { status: stateOf(t, line.status) },
              ],
            })),
          },
    pagination: {
      previous: isFirst ? null : { text: t('outbox.newest'), href: addressOfList(status) },
      next: next ? { text: t('outbox.older'), href: next } : null,
    },
  }
}

/**
 * @param gathered the lines of a letter that gathers some, of those that whoever looks may read; words that tell of
 * others stay shut
 */
export function emailPage(
  t: T,
  email: OutboxEmail,
  gathered: { lines: readonly ShownLine[]; areAll: boolean } | null = null,
) {
  const isOpen = gathered?.areAll ?? true
  const words = isOpen ? email.words : null
  return {
    title: t(`outbox.name.${email.name}`),
    back: { text: t('outbox.title'), href: '/mail' },
    facts: { rows: factsOf(t, isOpen ? email : { ...email, subject: null }) },
    lines: gathered && gathered.lines.length > 0 ? linesTable(t, gathered.lines) : null,
    paragraphs: words ? { text: words.paragraphs.flatMap(paragraph => paragraph.split('\n')) } : null,
    link: words?.action ? ({ text: words.action.label, href: words.action.path } satisfies Link) : null,
    note: isOpen ? noteOn(t, email) : t('outbox.letter.of_others'),
    again: mayBeSentAgain(email)
      ? {
          action: `/mail/${email.id}/resending`,
          text: t('outbox.again.button'),
        }
      : null,
  }
}

function factsOf(t: T, email: OutboxEmail): SummaryRow[] {
  const { address, subject, queuedAt, status, sentAt, nextTryAt, tries, resent, notSentReason, failure } = email
  return [
    { key: t('outbox.letter.to'), value: address },
    ...(subject ? [{ key: t('outbox.letter.subject'), value: subject }] : []),
    { key: t('outbox.letter.queued'), value: dayAndTime(t, queuedAt) },
    { key: t('outbox.letter.state'), value: [], status: stateOf(t, status) },
    ...(notSentReason ? [{ key: t('outbox.letter.why'), value: t(`outbox.because.${notSentReason}`) }] : []),
    ...(sentAt ? [{ key: t('outbox.letter.sent'), value: dayAndTime(t, sentAt) }] : []),
    ...(isStillToGo(status) && tries > 0
      ? [{ key: t('outbox.letter.next_try'), value: dayAndTime(t, nextTryAt) }]
      : []),
    ...(tries > 1 ? [{ key: t('outbox.letter.tries'), value: String(tries) }] : []),
    ...(resent > 0 ? [{ key: t('outbox.letter.resent'), value: t('outbox.letter.resent.yes') }] : []),
    ...(failure ? [{ key: t('outbox.letter.server_said'), value: failure }] : []),
  ]
}

/** Why the words, or a link in them, are not on this page. */
function noteOn(t: T, email: OutboxEmail): string | null {
  if (email.words) return carriesToken(email) && !email.words.action ? t('outbox.letter.token') : null
  return (carriesToken(email) || email.name === gatheredName) && isStillToGo(email.status)
    ? t(carriesToken(email) ? 'outbox.letter.not_drawn' : 'outbox.letter.not_gathered')
    : t('outbox.letter.gone')
}

const isStillToGo = (status: EmailStatus): boolean => status === 'waiting' || status === 'unknown'

const looks: Record<EmailStatus, Pick<Status, 'icon' | 'tone' | 'fill'>> = {
  waiting: { icon: 'hourglass', tone: 'us' },
  sending: { icon: 'hourglass', tone: 'us' },
  sent: { icon: 'tick', tone: 'done' },
  unknown: { icon: 'clock', tone: 'us' },
  failed: { icon: 'triangle', tone: 'stop', fill: true },
  'not sent': { icon: 'dash', tone: 'quiet' },
}

const stateOf = (t: T, status: EmailStatus): Status => ({ ...looks[status], text: t(`outbox.status.${status}`) })
