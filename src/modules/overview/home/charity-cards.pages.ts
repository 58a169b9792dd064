import type { ApplicationRecord } from '../../access/access.public.ts'
import { daysBetween, dayOf, type Day, type Instant } from '../../../domain/time.ts'
import type { DueCard } from '../../../web/components.ts'
import { emphasis } from '../../../web/due-line.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { CaseWaiting } from './home.store.ts'
import type { Answered, RemindersStopped } from './charity-home.store.ts'
import { toDo, toKnow, urgent, waitedFor, type Ranked } from './ranked.ts'

/** The award of this case is not valid until it is decided: that goes first, and is said. */
export function firstIfNotValid(
  t: T,
  { card, rank }: Ranked,
  { id, statusSince }: CaseWaiting,
  notValid: ReadonlySet<string>,
  today: Day,
): Ranked {
  return notValid.has(id)
    ? urgent(
        { ...card, text: [t('home.charity.not_valid'), card.text].filter(Boolean).join(' ') },
        daysBetween(dayOf(statusSince), today),
      )
    : { card, rank }
}

/** What waits for a trustee: a proposal to decide on, or a light renewal to confirm. */
export function trusteeCard(t: T, waiting: CaseWaiting, today: Day): Ranked {
  const { organisation, declared, status, statusSince } = waiting
  const isRenewal = status === 'checked'
  const button = t(
    declared ? (isRenewal ? 'home.trustee.confirm.button' : 'home.trustee.button') : 'home.declare.button',
  )
  const card = {
    title: t(isRenewal ? 'home.trustee.confirm' : 'home.trustee.decide', { organisation }),
    href: `/applications/${waiting.id}/${declared ? 'decision' : 'declaration'}`,
    button,
    text: since(t, statusSince, today),
  }
  return waitedFor(card, daysBetween(dayOf(statusSince), today))
}

/** Where the coordinator goes on with a case: the page of the step itself. */
const nextStep: Partial<Record<CaseWaiting['status'], string>> = {
  checked: '/panel',
  resubmitted: '/take-up',
  decided: '/decision',
  returned: '/date',
  'more evidence asked': '/date',
  'on hold': '/hold/ending',
}

export function charityCard(t: T, waiting: CaseWaiting, today: Day): Ranked {
  const { organisation, status, declared, unanswered, until, statusSince } = waiting
  const below = `/applications/${waiting.id}`
  const isLate = status === 'returned' || status === 'more evidence asked'
  const button = declared
    ? t(isLate ? 'home.charity.button.late' : `home.charity.button.${status as 'submitted'}`)
    : t('home.declare.button')
  const href = declared ? `${below}${nextStep[status] ?? ''}` : `${below}/declaration`
  if (isLate) {
    const card = {
      title: t('home.charity.late', { organisation }),
      href,
      button,
      text: until ? t('home.charity.late.text', { day: longDay(t, until) }) : null,
    }
    return toDo(card, until ? daysBetween(today, until) : null)
  }
  const offers =
    status === 'checked' && declared && unanswered > 0 ? t('home.charity.offers', { count: unanswered }) : null
  const title =
    status === 'submitted' && waiting.kind !== 'first'
      ? t('home.charity.submitted.renewal', { organisation })
      : t(`home.charity.${status as 'submitted'}`, { organisation })
  const text = since(t, statusSince, today)
  const card = { title, href, button, text: offers ? `${text} ${offers}` : text }
  return status === 'on hold' ? toKnow(card) : waitedFor(card, daysBetween(dayOf(statusSince), today))
}

/** A light renewal as the desk's lists have it. */
export const asWaiting = (actor: { id: string }, it: ApplicationRecord): CaseWaiting => ({
  id: it.id,
  organisation: it.organisationName,
  kind: it.kind,
  status: it.status,
  statusSince: it.statusSince,
  until: it.until,
  declared: it.declarations.some(({ personId }) => personId === actor.id),
  unanswered: it.seats.filter(({ status }) => status === 'offered').length,
})

export interface Overdue {
  awards: readonly { id: string; organisation: string; lapsesOn: Day }[]
  more: boolean
}

/** One card for all that are overdue: the first to lapse by name. */
export function overdueCards(t: T, { awards, more }: Overdue, today: Day): Ranked[] {
  const [first] = awards
  if (!first) return []
  const only = awards.length === 1 && !more
  const named = list(
    t,
    awards.slice(0, 3).map(({ organisation }) => organisation),
  )
  const card: DueCard = {
    title: only
      ? t('home.overdue.one', { organisation: first.organisation })
      : t('home.overdue', { count: awards.length }),
    href: only ? `/awards/${first.id}` : '/renewals?show=overdue',
    button: only ? t('home.overdue.one.button') : t('home.overdue.button'),
    due: {
      tone: 'late',
      ...emphasis(
        t(only ? 'home.overdue.one.lapses' : 'home.overdue.lapses', {
          day: longDay(t, first.lapsesOn),
          count: Math.max(0, daysBetween(today, first.lapsesOn)),
        }),
        longDay(t, first.lapsesOn),
      ),
    },
    text: only
      ? null
      : t(more || awards.length > 3 ? 'home.overdue.first' : 'home.overdue.these', { organisations: named }),
  }
  return [toDo(card, -500)]
}

export const lostSeatCard = (t: T, { id, organisation }: { id: string; organisation: string }): Ranked =>
  toDo(
    {
      title: t('home.charity.seat_lost', { organisation }),
      href: `/applications/${id}/panel`,
      button: t('home.charity.button.checked'),
      text: t('home.charity.seat_lost.text'),
    },
    5,
  )

/** Nobody is reminded until somebody presses a button. */
export const stoppedCards = (t: T, { isOff, held }: RemindersStopped): Ranked[] => [
  ...(held
    ? [
        urgent(
          {
            title: t('home.reminders.held', { day: longDay(t, held) }),
            href: '/mail',
            button: t('home.reminders.held.button'),
            text: t('home.reminders.held.text'),
          },
          1,
        ),
      ]
    : []),
  ...(isOff
    ? [
        urgent(
          {
            title: t('home.reminders.off'),
            href: '/mail',
            button: t('home.reminders.off.button'),
            text: t('home.reminders.off.text'),
          },
          0,
        ),
      ]
    : []),
]

export const answeredCard = (t: T, { organisationId, organisation, count, since: at }: Answered, today: Day): Ranked =>
  waitedFor(
    {
      title: t('home.charity.answered', { organisation, count }),
      href: `/organisations/${organisationId}/recommendations`,
      button: t('home.charity.answered.button'),
      text: since(t, at, today),
    },
    daysBetween(dayOf(at), today),
  )

export const failedCards = (t: T, count: number): Ranked[] =>
  count === 0
    ? []
    : [
        toDo(
          {
            title: t('home.emails_failed', { count }),
            href: '/mail',
            button: t('home.emails_failed.button'),
            text: t('home.emails_failed.text'),
          },
          35,
        ),
      ]

function since(t: T, at: Instant, today: Day): string {
  const day = dayOf(at)
  const days = daysBetween(day, today)
  return days < 1 ? t('home.since.today') : t('home.since', { day: longDay(t, day), count: days })
}
