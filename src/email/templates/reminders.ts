import type { ConsentEnd } from '../../domain/consent.ts'
import {
  charityReminders,
  teamReminders,
  type RecipientRole,
  type ReminderKind,
} from '../../domain/reminder-schedule.ts'
import type { SendingLimitReason } from '../../domain/reminder-recipients.ts'
import { daysBetween, type Day } from '../../domain/time.ts'
import { longDay } from '../../words/format.ts'
import type { T } from '../../words/words.ts'
import { email, type EmailText } from '../email.ts'
import { charityActionOf, charityPathOf, charitySentenceOf, charitySubjectOf } from './charity-reminders.ts'

/** One reminder in an email, for the reader's current role. */
export interface DigestLine {
  kind: ReminderKind
  entityId: string
  as: RecipientRole
  about: Day
  organisationId: string
  organisation: string
  applicationId: string | null
  lapsesAfter: Day | null
  isSuspended: boolean
  /** for an award: whether its next renewal, or the one that the library is writing, is a full reappraisal */
  isFullNext?: boolean
  /** for a consent: the use that ends */
  consentUse?: ConsentEnd['use']
  /** for regular evidence: the number of earlier due dates without evidence */
  earlierLate?: number
  hasNoReachableLead: boolean
  /** true when the library has no lead at all */
  hasNoLead?: boolean
}

export type CharityLine = DigestLine & { kind: (typeof charityReminders)[number] }
type LibraryLine = DigestLine & { kind: Exclude<ReminderKind, CharityLine['kind']> }

const isForCharity = (line: DigestLine): line is CharityLine =>
  (charityReminders as readonly ReminderKind[]).includes(line.kind)

/**
 * The reminder email for one reader, the earliest date first.
 * @throws Error when `lines` is empty
 */
export function renderDigest(t: T, lines: readonly DigestLine[], today: Day): EmailText {
  const [first, ...more] = lines.toSorted((a, b) => daysBetween(b.about, a.about))
  if (!first) throw new Error('an email of reminders needs at least one')
  const all = [first, ...more]
  return {
    subject:
      more.length === 0
        ? subjectOf(t, first, today)
        : t('emails.reminders.many.subject', { count: all.length, day: longDay(t, first.about) }),
    paragraphs: [...(more.length === 0 ? [] : [t('emails.reminders.many.body')]), ...sentencesOf(t, all, today)],
    action:
      more.length === 0
        ? { label: actionOf(t, first), path: pathOf(first) }
        : { label: t('emails.reminders.many.action'), path: '/home' },
    note: choiceOf(t, first),
  }
}

/** A reminder whose date can be added to a calendar. */
export type CalendarLine = DigestLine & {
  kind: Exclude<ReminderKind, 'decision' | 'inbox' | (typeof teamReminders)[number]>
}

/**
 * Whether a date can be added to the reader's calendar. Decision dates cannot, because they are in the past, and dates
 * of the inbox cannot, because they move.
 */
export const isForCalendar = (line: DigestLine): line is CalendarLine =>
  line.kind !== 'decision' &&
  line.kind !== 'inbox' &&
  !isForTeam(line) &&
  line.as !== 'chair' &&
  line.as !== 'coordinator'

/** Kinds of reminder whose subject and sentence are different once the date has passed. */
const kindsWithPastWords = [
  'consent',
  'recurring',
  'return',
  'more evidence',
  'recommendation',
  'assignment',
  'target',
] as const satisfies readonly ReminderKind[]

const hasPastWords = (kind: ReminderKind): kind is (typeof kindsWithPastWords)[number] =>
  kindsWithPastWords.some(each => each === kind)

const isForTeam = ({ kind }: DigestLine): boolean => (teamReminders as readonly ReminderKind[]).includes(kind)

/** The calendar entry for a date. */
export function calendarEntryOf(t: T, line: CalendarLine): { title: string; text: string; path: string } {
  return {
    title: t(`emails.reminders.${line.kind}.entry`, { organisation: line.organisation }),
    text: t('emails.reminders.entry.body'),
    path: pathOf(line),
  }
}

function subjectOf(t: T, line: DigestLine, today: Day): string {
  return isForCharity(line) ? charitySubjectOf(t, line, today) : librarySubjectOf(t, line as LibraryLine, today)
}

function librarySubjectOf(t: T, line: LibraryLine, today: Day): string {
  const { kind, as, organisation, about, isSuspended } = line
  const day = longDay(t, about)
  if (as === 'coordinator' && line.hasNoReachableLead)
    return t(`emails.reminders.${leadProblem(line)}.subject`, { organisation })
  if (as === 'coordinator')
    return t(`emails.reminders.overdue${isSuspended ? '.suspended' : ''}.subject`, { organisation, day })
  const left = daysBetween(today, about)
  if (hasPastWords(kind) && left < 0) return t(`emails.reminders.${kind}.past.subject`, { day })
  if (kind !== 'award') return t(`emails.reminders.${kind}.subject`, { day })
  if (left < 0)
    return isSuspended
      ? t('emails.reminders.award.suspended.past.subject')
      : t('emails.reminders.award.past.subject', { day })
  return left === 0
    ? t('emails.reminders.award.today.subject', { day })
    : t('emails.reminders.award.subject', { day, count: left })
}

/** The sentences of the reminders. Those with the same sentence share it, and a second line says how many there are. */
function sentencesOf(t: T, lines: readonly DigestLine[], today: Day): string[] {
  const counts = new Map<string, number>()
  for (const line of lines) {
    const sentence = sentenceOf(t, line, today)
    counts.set(sentence, (counts.get(sentence) ?? 0) + 1)
  }
  return [...counts].map(([sentence, count]) =>
    count === 1 ? sentence : `${sentence}\n${t('emails.reminders.same', { count })}`,
  )
}

function sentenceOf(t: T, line: DigestLine, today: Day): string {
  return isForCharity(line) ? charitySentenceOf(t, line, today) : librarySentenceOf(t, line as LibraryLine, today)
}

function librarySentenceOf(t: T, line: LibraryLine, today: Day): string {
  const { kind, as, organisation, about, lapsesAfter } = line
  const day = longDay(t, about)
  if (as === 'coordinator' && line.hasNoReachableLead) return noLeadSentence(t, line, today)
  const left = daysBetween(today, about)
  if (kind === 'consent' && line.consentUse === 'council')
    return t(`emails.reminders.consent.council.${left < 0 ? 'past' : 'body'}`, { organisation, day })
  if (kind === 'recurring') return recurringSentence(t, line, left)
  if (hasPastWords(kind) && left < 0) return t(`emails.reminders.${kind}.past`, { organisation, day })
  if (kind !== 'award') return t(`emails.reminders.${kind}.body`, { organisation, day })
  const until = longDay(t, lapsesAfter ?? about)
  const award = line.isSuspended ? 'award.suspended' : 'award'
  if (left < 0)
    return withReappraisal(
      t,
      line,
      t(`emails.reminders.${award}.past.${as === 'lead' || as === 'coordinator' ? as : 'observer'}`, {
        organisation,
        day,
        until,
      }),
    )
  const next = line.isFullNext ? '.reappraisal' : ''
  if (as !== 'lead') return t(`emails.reminders.${award}.observer${next}`, { organisation, day })
  if (line.isSuspended) return t(`emails.reminders.award.suspended.lead${next}`, { organisation, day })
  return left === 0
    ? t(`emails.reminders.award.today${next}`, { organisation, day })
    : withReappraisal(t, line, t('emails.reminders.award.lead', { organisation, day, count: left }))
}

/** Tells a lead that a full reappraisal is needed. */
const withReappraisal = (t: T, { as, isFullNext }: LibraryLine, sentence: string): string =>
  as === 'lead' && isFullNext ? `${sentence} ${t('emails.reminders.award.full')}` : sentence

function recurringSentence(t: T, { organisation, about, earlierLate = 0 }: LibraryLine, left: number): string {
  const sentence = t(`emails.reminders.recurring.${left < 0 ? 'past' : 'body'}`, {
    organisation,
    day: longDay(t, about),
  })
  return earlierLate === 0 ? sentence : `${sentence} ${t('emails.reminders.recurring.earlier', { count: earlierLate })}`
}

const leadProblem = ({ hasNoLead }: DigestLine) => (hasNoLead ? 'no_lead' : 'leads_not_reached')

function noLeadSentence(t: T, line: DigestLine, today: Day): string {
  const { kind, organisation, about, lapsesAfter, isSuspended } = line
  const problem = leadProblem(line)
  const words = { organisation, day: longDay(t, about), until: longDay(t, lapsesAfter ?? about) }
  const what = kind === 'award' || kind === 'consent' ? kind : 'application'
  const subject = isSuspended && what === 'award' ? 'award.suspended' : what
  return about < today
    ? t(`emails.reminders.${problem}.${subject}.past`, words)
    : t(`emails.reminders.${problem}.${subject}`, words)
}

const isWithoutLead = ({ as, hasNoLead }: DigestLine): boolean => as === 'coordinator' && hasNoLead === true

function choiceOf(t: T, { as, organisation }: DigestLine): string {
  if (as === 'invited') return t('emails.reminders.choice.invited')
  return as === 'mailbox' ? t('emails.reminders.choice.mailbox', { organisation }) : t('emails.reminders.choice')
}

function actionOf(t: T, line: DigestLine): string {
  if (isForCharity(line)) return charityActionOf(t, line)
  const { kind, as } = line as LibraryLine
  if (isWithoutLead(line)) return t('emails.reminders.no_lead.action')
  const isWithAccess = as === 'lead' || as === 'owner' || as === 'named' || as === 'contributor'
  return t(`emails.reminders.${isWithAccess ? kind : 'other'}.action`)
}

function pathOf(line: DigestLine): string {
  if (isForCharity(line)) return charityPathOf(line)
  const { kind, as, entityId, organisationId, applicationId } = line as LibraryLine
  const organisation = `/organisations/${organisationId}`
  if (isWithoutLead(line)) return organisation
  const application = `/applications/${applicationId}`
  switch (kind) {
    case 'award':
      return as === 'lead' ? `/awards/${entityId}/renewal` : `/awards/${entityId}`
    case 'draft':
      return as === 'coordinator' ? organisation : application
    case 'consent':
      return as === 'coordinator' ? organisation : `/evidence/${entityId}/consents`
    case 'recommendation':
      return as === 'coordinator' ? application : `${organisation}/recommendations`
    case 'recurring':
      return `/regular-evidence/${entityId}`
    case 'inbox':
      return `${organisation}/inbox`
    case 'target':
      return `${organisation}/targets`
    case 'assignment':
      return `${application}?show=yours`
    case 'mention':
      return `${application}/comments?show=you`
    case 'sign-off':
      return `${application}/sign-off`
    case 'question':
      return `${application}/questions`
    case 'return':
    case 'more evidence':
      return application
  }
}

/** The email that lists everything that needs the charity's action, most urgent first. */
export const weeklyListEmails = {
  'weekly list': email<{ tasks: readonly { title: string; text: string | null }[] }>((t, { tasks }) => ({
    subject: t('emails.weekly_list.subject', { count: tasks.length }),
    paragraphs: [
      t('emails.weekly_list.body'),
      ...tasks.map(({ title, text }) => (text === null ? title : `${title}\n${text}`)),
    ],
    action: { label: t('emails.weekly_list.action'), path: '/home?show=all' },
  })),
}

/** Emails to coordinators and administrators about reminders that are held, or switched off or on. */
export const sendingLimitEmails = {
  'reminders held': email<{ reason: SendingLimitReason; day: Day; people: number }>((t, { reason, day, people }) => ({
    subject: t('emails.reminders_held.subject', { day: longDay(t, day) }),
    paragraphs: [
      t(`emails.reminders_held.${reason}`, { day: longDay(t, day) }),
      t('emails.reminders_held.people', { count: people }),
      t('emails.reminders_held.next'),
    ],
    action: { label: t('emails.reminders_held.action'), path: '/mail' },
  })),
  'reminders switched': email<{ to: 'on' | 'off'; name: string; reason: string | null }>((t, { to, name, reason }) => ({
    subject: t(`emails.reminders_switched.${to}.subject`),
    paragraphs: [
      t(`emails.reminders_switched.${to}.body`, { name }),
      ...(reason === null ? [] : [t('emails.reminders_switched.reason', { reason })]),
    ],
    action: { label: t('emails.reminders_switched.action'), path: '/mail' },
  })),
}
