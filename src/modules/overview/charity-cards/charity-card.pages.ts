import type { ServiceProblem } from '../../../domain/service-problems.ts'
import { daysBetween, dayOf, type Day } from '../../../domain/time.ts'
import type { DueCard } from '../../../web/components.ts'
import { emphasis } from '../../../web/due-line.ts'
import { countUpTo, list, longDay, relativeDay } from '../../../words/format.ts'
import { problemWords } from '../../../email/templates/service.ts'
import type { T } from '../../../words/words.ts'
import { waitingSince } from '../casework-cards/casework-card.pages.ts'
import { task, waitingTask, type RankedCard } from '../due-cards/due-card.pages.ts'
import type { Answered } from './answer-to-read.store.ts'
import {
  failedSince,
  maxNotEmailed,
  maxOnCard,
  type CorrectionToConfirm,
  type EnquiriesWaiting,
  type OverdueAward,
  type ProblemNow,
  type RemindersStopped,
  type UndoToConfirm,
} from './charity-card.store.ts'

const daysForFailedEmails = 35
const maxNames = 3

export interface CharityToDo {
  overdue: readonly OverdueAward[]
  stopped: RemindersStopped
  answered: readonly Answered[]
  emailsFailed: number
  corrections: readonly CorrectionToConfirm[]
  enquiries: EnquiriesWaiting
  /** the number of organisations for which emails are not switched on */
  notEmailed: number
  /** the number of wrong clocks about which an administrator must decide; 0 for people who are not administrators */
  clocksHeld: number
  /** the service's problems; empty for people who are not administrators */
  problems: readonly ProblemNow[]
  /** a request to undo automatic changes made with a wrong clock, if this trustee can confirm it; otherwise null */
  undo: UndoToConfirm | null
}

/** Cards for the charity's tasks other than casework, such as overdue awards, failed emails and enquiries. */
export const charityCards = (
  t: T,
  {
    overdue,
    stopped,
    answered,
    emailsFailed,
    corrections,
    enquiries,
    notEmailed,
    clocksHeld,
    problems,
    undo,
  }: CharityToDo,
  today: Day,
) => [
  ...clockCards(t, clocksHeld),
  ...problemCards(t, problems),
  ...overdueCards(t, overdue, today),
  ...remindersCards(t, stopped),
  ...answered.map(each => answeredCard(t, each, today)),
  ...undoCards(t, undo, today),
  ...corrections.map(each => correctionCard(t, each, today)),
  ...failedEmailsCards(t, emailsFailed, today),
  ...enquiryCards(t, enquiries, today),
  ...notEmailedCards(t, notEmailed),
]

/**
 * The card for a wrong clock. It comes first, because jobs that depend on the date are on hold until an administrator
 * decides.
 */
function clockCards(t: T, count: number): RankedCard[] {
  const card = {
    title: t('home.clock'),
    href: '/settings/clock',
    button: t('home.clock.button'),
    text: t('home.clock.text'),
  }
  return count > 0 ? [task(card, { loss: 'service', days: -2 })] : []
}

const problemsWithEmails: readonly ServiceProblem[] = ['mail server', 'emails failing']

/** One card for all the service's problems. It leads to the emails only if a problem is about them. */
function problemCards(t: T, all: readonly ProblemNow[]): RankedCard[] {
  const problems = all.filter(({ name }) => name !== 'administrators') // this problem has its own notice
  if (problems.length === 0) return []
  const isAboutEmails = problems.some(({ name }) => problemsWithEmails.includes(name))
  const card = {
    title: t('home.service', { count: problems.length }),
    href: isAboutEmails ? '/mail' : null,
    button: isAboutEmails ? t('home.service.button') : null,
    text: problems.map(problem => problemWords(t, problem)).join(' '),
  }
  return [task(card, { loss: 'service', days: -1 })]
}

/** One card for all overdue awards. It says on which day the first of them will lapse. */
function overdueCards(t: T, awards: readonly OverdueAward[], today: Day): RankedCard[] {
  const [first] = awards
  if (!first) return []
  const count = awards.length
  const lapsesOn = awards.map(award => award.lapsesOn).reduce((a, b) => (a < b ? a : b))
  const days = daysBetween(today, lapsesOn)
  const lapses = { day: longDay(t, lapsesOn), distance: relativeDay(t, days) }
  const when = days < 0 ? 'due_to_lapse' : 'lapses' // the nightly job can be late
  const card: DueCard =
    count === 1
      ? {
          title: t('home.overdue.one', { organisation: first.organisation }),
          href: `/awards/${first.id}`,
          button: t('home.overdue.one.button'),
          due: { tone: 'late', ...emphasis(t(`home.overdue.one.${when}`, lapses), lapses.day) },
        }
      : {
          title: t('home.overdue', { count, shown: countUpTo(t, count, maxOnCard) }),
          href: '/renewals?show=overdue',
          button: t('home.overdue.button'),
          due: { tone: 'late', ...emphasis(t(`home.overdue.${when}`, lapses), lapses.day) },
          text: namesOf(t, awards),
        }
  return [task(card, { loss: 'lapse', days })]
}

function namesOf(t: T, awards: readonly OverdueAward[]): string {
  const names = awards.slice(0, maxNames).map(({ organisation }) => organisation)
  const isEach = awards.length <= maxNames
  return t(isEach ? 'home.overdue.these' : 'home.overdue.first', { organisations: list(t, names) })
}

/** Cards for reminders that are switched off or held. */
function remindersCards(t: T, { isOff, held }: RemindersStopped): RankedCard[] {
  const heldCard = held && {
    title: t('home.reminders.held', { day: longDay(t, held) }),
    href: '/mail',
    button: t('home.reminders.held.button'),
    text: t('home.reminders.held.text'),
  }
  const offCard = isOff && {
    title: t('home.reminders.off'),
    href: '/mail',
    button: t('home.reminders.off.button'),
    text: t('home.reminders.off.text'),
  }
  return [
    ...(heldCard ? [task(heldCard, { loss: 'service', days: -1 })] : []),
    ...(offCard ? [task(offCard, { loss: 'service', days: 0 })] : []),
  ]
}

function answeredCard(t: T, { organisationId, organisation, count, since }: Answered, today: Day): RankedCard {
  const card = {
    title:
      count === null
        ? t('home.charity.answered.many', { organisation })
        : t('home.charity.answered', { organisation, count }),
    href: `/organisations/${organisationId}/recommendations`,
    button: t('home.charity.answered.button'),
    text: waitingSince(t, since, today),
  }
  return waitingTask(card, daysBetween(dayOf(since), today))
}

function correctionCard(t: T, { awardId, organisation, since }: CorrectionToConfirm, today: Day): RankedCard {
  const card = {
    title: t('home.correction', { organisation }),
    href: `/awards/${awardId}/correction/answer`,
    button: t('home.correction.button'),
    text: waitingSince(t, since, today),
  }
  return waitingTask(card, daysBetween(dayOf(since), today))
}

function undoCards(t: T, undo: UndoToConfirm | null, today: Day): RankedCard[] {
  if (undo === null) return []
  const card = {
    title: t('home.clock_undo'),
    href: `/settings/clock/runs/${undo.runId}`,
    button: t('home.clock_undo.button'),
    text: waitingSince(t, undo.since, today),
  }
  return [waitingTask(card, daysBetween(dayOf(undo.since), today))]
}

function failedEmailsCards(t: T, count: number, today: Day): RankedCard[] {
  if (count === 0) return []
  const card = {
    title: t('home.emails_failed', { count, shown: countUpTo(t, count, maxOnCard) }),
    href: `/mail?${new URLSearchParams({ status: 'undelivered', from: failedSince(today) }).toString()}#emails`,
    button: t('home.emails_failed.button'),
    text: t('home.emails_failed.text', { count }),
  }
  return [task(card, { loss: 'wait', days: daysForFailedEmails })]
}

/** One card for all enquiries without an answer. */
function enquiryCards(t: T, { count, first }: EnquiriesWaiting, today: Day): RankedCard[] {
  if (!first) return []
  const card = {
    title:
      count === 1
        ? t('home.enquiry', { name: first.name })
        : t('home.enquiries', { count, shown: countUpTo(t, count, maxOnCard) }),
    href: count === 1 ? `/enquiries/${first.id}` : '/enquiries',
    button: t(count === 1 ? 'home.enquiry.button' : 'home.enquiries.button'),
    text: waitingSince(t, first.since, today),
  }
  return [waitingTask(card, daysBetween(dayOf(first.since), today))]
}

function notEmailedCards(t: T, count: number): RankedCard[] {
  if (count === 0) return []
  const card = {
    title: t('home.not_emailed', { count, shown: countUpTo(t, count, maxNotEmailed) }),
    href: '/imports/emails',
    button: t('home.not_emailed.button'),
    text: t('home.not_emailed.text'),
  }
  return [task(card, { loss: 'tidying', days: null })]
}
