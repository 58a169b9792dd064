import { carriesToken, gathered as gatheredName } from '../../../email/templates.ts'
import { letterStatuses, type LetterStatus, type OutboxLetter } from '../../../email/outbox.store.ts'
import type { Link, Status, SummaryRow } from '../../../web/components.ts'
import { newFormId } from '../../../web/form-ids.ts'
import { dayAndTime } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { mayBeSentAgain } from './email.actions.ts'
import type { LetterLine } from './email.store.ts'
import type { ShownLine } from '../reminder-list/reminder-list.store.ts'
import { linesTable, remindingNow } from '../reminder-list/reminder-list.pages.ts'
import type { RemindingNow } from '../reminder-list/reminder-list.actions.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'notifications/emails/list': MailList
    'notifications/reminder-list/now': MailList['reminding']
    'notifications/emails/one': OneLetter
  }
}

export type MailList = ReturnType<typeof mailList>
export type OneLetter = ReturnType<typeof oneLetter>

interface Listed {
  lines: readonly LetterLine[]
  next: string | null
  status: LetterStatus | null
  isFirst: boolean
  isStuck: boolean
  reminding: RemindingNow
}

export const addressOfList = (status: LetterStatus | null): string =>
  status ? `/mail?status=${encodeURIComponent(status)}` : '/mail'

export function mailList(t: T, { lines, next, status, isFirst, isStuck, reminding }: Listed) {
  const filters = [null, ...letterStatuses].map(each => ({
    text: each ? t(`mail.status.${each}`) : t('mail.filter.all'),
    href: addressOfList(each),
    current: each === status,
  }))
  return {
    title: t('mail.title'),
    wide: true,
    reminding: remindingNow(t, reminding),
    stuck: isStuck ? { tone: 'stop' as const, icon: 'triangle' as const, text: [t('mail.stuck')] } : null,
    filters: { label: t('mail.filter.legend'), items: filters },
    empty:
      lines.length === 0 && !status
        ? { picture: 'letters' as const, heading: t('mail.none'), text: [t('mail.none.why')] }
        : null,
    noneSuch: lines.length === 0 && status ? t('mail.none_such') : null,
    table:
      lines.length === 0
        ? null
        : {
            caption: t('mail.title'),
            captionSize: 'hidden' as const,
            columns: [t('mail.column.letter'), t('mail.column.to'), t('mail.column.queued'), t('mail.column.state')],
            rows: lines.map(line => ({
              cells: [
                { text: t(`mail.name.${line.name}`), href: `/mail/${line.id}` },
                { text: line.address },
                { text: dayAndTime(t, line.queuedAt) },
                { status: stateOf(t, line.status) },
              ],
            })),
          },
    pagination: {
      previous: isFirst ? null : { text: t('mail.newest'), href: addressOfList(status) },
      next: next ? { text: t('mail.older'), href: next } : null,
    },
  }
}

/** @param gathered the lines of a letter that gathers some, of those that whoever looks may read; words that tell of others stay shut */
export function oneLetter(
  t: T,
  letter: OutboxLetter,
  gathered: { lines: readonly ShownLine[]; areAll: boolean } | null = null,
) {
  const isOpen = gathered?.areAll ?? true
  const words = isOpen ? letter.words : null
  return {
    title: t(`mail.name.${letter.name}`),
    back: { text: t('mail.title'), href: '/mail' },
    facts: { rows: factsOf(t, isOpen ? letter : { ...letter, subject: null }) },
    lines: gathered && gathered.lines.length > 0 ? linesTable(t, gathered.lines) : null,
    paragraphs: words ? { text: words.paragraphs.flatMap(paragraph => paragraph.split('\n')) } : null,
    link: words?.action ? ({ text: words.action.label, href: words.action.path } satisfies Link) : null,
    note: isOpen ? noteOn(t, letter) : t('mail.letter.of_others'),
    again: mayBeSentAgain(letter)
      ? {
          action: `/mail/${letter.id}/resending`,
          text: t('mail.again.button'),
          fields: [{ name: 'formId', value: newFormId() }],
        }
      : null,
  }
}

function factsOf(t: T, letter: OutboxLetter): SummaryRow[] {
  const { address, subject, queuedAt, status, sentAt, nextTryAt, tries, resent, notSentBecause, failure } = letter
  return [
    { key: t('mail.letter.to'), value: address },
    ...(subject ? [{ key: t('mail.letter.subject'), value: subject }] : []),
    { key: t('mail.letter.queued'), value: dayAndTime(t, queuedAt) },
    { key: t('mail.letter.state'), value: [], status: stateOf(t, status) },
    ...(notSentBecause ? [{ key: t('mail.letter.why'), value: t(`mail.because.${notSentBecause}`) }] : []),
    ...(sentAt ? [{ key: t('mail.letter.sent'), value: dayAndTime(t, sentAt) }] : []),
    ...(isStillToGo(status) && tries > 0 ? [{ key: t('mail.letter.next_try'), value: dayAndTime(t, nextTryAt) }] : []),
    ...(tries > 1 ? [{ key: t('mail.letter.tries'), value: String(tries) }] : []),
    ...(resent > 0 ? [{ key: t('mail.letter.resent'), value: t('mail.letter.resent.yes') }] : []),
    ...(failure ? [{ key: t('mail.letter.server_said'), value: failure }] : []),
  ]
}

/** Why the words, or a link in them, are not on this page. */
function noteOn(t: T, letter: OutboxLetter): string | null {
  if (letter.words) return carriesToken(letter) && !letter.words.action ? t('mail.letter.token') : null
  return (carriesToken(letter) || letter.name === gatheredName) && isStillToGo(letter.status)
    ? t(carriesToken(letter) ? 'mail.letter.not_drawn' : 'mail.letter.not_gathered')
    : t('mail.letter.gone')
}

const isStillToGo = (status: LetterStatus): boolean => status === 'waiting' || status === 'unknown'

const looks: Record<LetterStatus, Pick<Status, 'icon' | 'tone' | 'fill'>> = {
  waiting: { icon: 'hourglass', tone: 'us' },
  sending: { icon: 'hourglass', tone: 'us' },
  sent: { icon: 'tick', tone: 'done' },
  unknown: { icon: 'clock', tone: 'us' },
  failed: { icon: 'triangle', tone: 'stop', fill: true },
  'not sent': { icon: 'dash', tone: 'quiet' },
}

const stateOf = (t: T, status: LetterStatus): Status => ({ ...looks[status], text: t(`mail.status.${status}`) })
