import type { RecipientRole, ReminderKind } from '../../domain/ladder.ts'
import type { BrakeReason } from '../../domain/reminding.ts'
import { daysBetween, type Day } from '../../domain/time.ts'
import { longDay } from '../../words/format.ts'
import type { T } from '../../words/words.ts'
import { letter, type Drawn } from '../email.ts'

/** One line of the morning's letter, as its reader meets it now. */
export interface DigestLine {
  kind: ReminderKind
  thingId: string
  as: RecipientRole
  about: Day
  organisationId: string
  organisation: string
  applicationId: string | null
  lapsesAfter: Day | null
  isSuspended: boolean
  nobodyToTell: boolean
}

/** What is due to one reader this morning: one sentence each, what comes first first, and one link. */
export function drawDigest(t: T, lines: readonly DigestLine[], today: Day): Drawn {
  const [first, ...more] = lines.toSorted((a, b) => daysBetween(b.about, a.about))
  if (!first) throw new Error('a letter of reminders without a line')
  const all = [first, ...more]
  return {
    subject:
      more.length === 0
        ? subjectOf(t, first, today)
        : t('letters.reminders.many.subject', { count: all.length, day: longDay(t, first.about) }),
    paragraphs: [
      ...(more.length === 0 ? [] : [t('letters.reminders.many.body')]),
      ...new Set(all.map(line => sentenceOf(t, line, today))),
    ],
    action:
      more.length === 0
        ? { label: t(`letters.reminders.${wordOf(first)}.action`), path: pathOf(first) }
        : { label: t('letters.reminders.many.action'), path: '/home' },
    note: choiceOf(t, first),
  }
}

/** What a calendar shows on the day. */
export function entryOf(t: T, line: DigestLine): { title: string; text: string; path: string } {
  return {
    title: t(`letters.reminders.${line.kind}.entry`, { organisation: line.organisation }),
    text: t('letters.reminders.entry.body'),
    path: pathOf(line),
  }
}

function subjectOf(t: T, line: DigestLine, today: Day): string {
  const { kind, as, organisation, about } = line
  const day = longDay(t, about)
  if (as === 'coordinator')
    return line.nobodyToTell
      ? t('letters.reminders.nobody.subject', { organisation })
      : t('letters.reminders.overdue.subject', { organisation, day })
  const left = daysBetween(today, about)
  if ((kind === 'consent' || kind === 'recurring') && left < 0)
    return t(`letters.reminders.${kind}.past.subject`, { day })
  if (kind !== 'award') return t(`letters.reminders.${kind}.subject`, { day })
  if (left < 0) return t('letters.reminders.award.past.subject', { day })
  return left === 0
    ? t('letters.reminders.award.today.subject', { day })
    : t('letters.reminders.award.subject', { day, count: left })
}

function sentenceOf(t: T, line: DigestLine, today: Day): string {
  const { kind, as, organisation, about, lapsesAfter } = line
  const day = longDay(t, about)
  if (as === 'coordinator' && line.nobodyToTell) return nobodyThere(t, line, today)
  const left = daysBetween(today, about)
  if ((kind === 'consent' || kind === 'recurring') && left < 0)
    return t(`letters.reminders.${kind}.past`, { organisation, day })
  if (kind !== 'award') return t(`letters.reminders.${kind}.body`, { organisation, day })
  const until = longDay(t, lapsesAfter ?? about)
  if (left < 0)
    return t(`letters.reminders.award.past.${as === 'mailbox' || as === 'owner' ? 'observer' : as}`, {
      organisation,
      day,
      until,
    })
  if (as !== 'lead')
    return t(line.isSuspended ? 'letters.reminders.award.suspended.observer' : 'letters.reminders.award.observer', {
      organisation,
      day,
    })
  if (line.isSuspended) return t('letters.reminders.award.suspended', { organisation, day })
  return left === 0
    ? t('letters.reminders.award.today', { organisation, day })
    : t('letters.reminders.award.lead', { organisation, day, count: left })
}

function nobodyThere(t: T, { kind, organisation, about, lapsesAfter, isSuspended }: DigestLine, today: Day): string {
  const words = { organisation, day: longDay(t, about), until: longDay(t, lapsesAfter ?? about) }
  if (kind === 'consent') return t('letters.reminders.nobody.consent', words)
  if (kind !== 'award') return t('letters.reminders.nobody.case', words)
  if (about < today) return t('letters.reminders.nobody.award.past', words)
  return t(isSuspended ? 'letters.reminders.nobody.award.suspended' : 'letters.reminders.nobody.award', words)
}

const choiceOf = (t: T, { as, organisation }: DigestLine): string =>
  as === 'mailbox' ? t('letters.reminders.choice.mailbox', { organisation }) : t('letters.reminders.choice')

const wordOf = ({ kind, as }: DigestLine): ReminderKind | 'look' => (as === 'lead' || as === 'owner' ? kind : 'look')

function pathOf({ kind, as, thingId, organisationId, applicationId }: DigestLine): string {
  if (kind === 'award') return as === 'lead' ? `/awards/${thingId}/renewal` : `/awards/${thingId}`
  if (kind === 'consent')
    return as === 'coordinator' ? `/organisations/${organisationId}` : `/evidence/${thingId}/consents`
  if (kind === 'recurring') return `/recurring-evidence/${thingId}`
  if (kind === 'recommendation' && as !== 'coordinator') return `/organisations/${organisationId}/recommendations`
  return kind === 'question' ? `/applications/${applicationId}/questions` : `/applications/${applicationId}`
}

/** To whoever can let it go. */
export const brakeLetters = {
  'reminders held': letter<{ because: BrakeReason; day: Day; people: number }>((t, { because, day, people }) => ({
    subject: t('letters.reminders_held.subject'),
    paragraphs: [
      t(`letters.reminders_held.${because}`, { day: longDay(t, day) }),
      t('letters.reminders_held.people', { count: people }),
      t('letters.reminders_held.next'),
    ],
    action: { label: t('letters.reminders_held.action'), path: '/mail' },
  })),
}
