import { daysBetween, dayOf, type Day, type Instant } from '../../../domain/time.ts'
import type { DueCard } from '../../../web/components.ts'
import { dayAndTime, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { aboutApplication, informationCard, task, waitingTask, type RankedCard } from '../due-cards/due-card.pages.ts'
import type { CaseWaiting } from './case-waiting.store.ts'
import type { Casework, IncompletePanel } from './casework-card.store.ts'
import type { WaitingElsewhere } from './waiting-elsewhere.store.ts'
import type { RequestWaiting } from './decision-request.store.ts'

const daysForLostSeats = 5

/** Cards for the applications and requests that need a trustee or a coordinator. */
export const caseworkCards = (t: T, { trustee, coordinator, notValid, lostSeats, requests }: Casework, today: Day) => [
  ...requests.map(request => requestCard(t, request, today)),
  ...trustee.map(waiting => firstIfNotValid(t, trusteeCard(t, waiting, today), waiting, { notValid, today })),
  ...lostSeats.map(lost => aboutApplication(lost.id, lostSeatCard(t, lost))),
  ...coordinator.map(waiting =>
    aboutApplication(waiting.id, firstIfNotValid(t, coordinatorCard(t, waiting, today), waiting, { notValid, today })),
  ),
]

/**
 * Marks a card whose award is not valid while its renewal is with the charity. The text says so, and the card ranks as
 * a loss of validity.
 */
function firstIfNotValid(
  t: T,
  ranked: RankedCard,
  { id, statusSince }: CaseWaiting,
  { notValid, today }: { notValid: ReadonlySet<string>; today: Day },
): RankedCard {
  if (!notValid.has(id)) return ranked
  const text = [t('home.charity.not_valid'), ranked.card.text].filter(Boolean).join(' ')
  return task({ ...ranked.card, text }, { loss: 'validity', days: daysBetween(today, dayOf(statusSince)) })
}

/**
 * Tasks for other people at the charity, for the weekly list: light renewals and proposals for a trustee, and panels
 * that need their chair.
 */
export const elsewhereTasks = (
  t: T,
  elsewhere: readonly WaitingElsewhere[],
  toConfirm: readonly CaseWaiting[],
  today: Day,
): RankedCard[] =>
  [
    ...elsewhere,
    ...toConfirm.map(({ id, organisation, statusSince }) => ({
      id,
      organisation,
      waitsFor: 'trustee' as const,
      since: statusSince,
    })),
  ].map(({ id, organisation, waitsFor, since }) =>
    waitingTask(
      {
        title: t(`home.elsewhere.${waitsFor}`, { organisation }),
        href: `/applications/${id}`,
        text: waitingSince(t, since, today),
      },
      daysBetween(dayOf(since), today),
    ),
  )

/** A card for a proposal to decide on, or for a light renewal to confirm. */
function trusteeCard(t: T, { id, organisation, declared, status, statusSince }: CaseWaiting, today: Day): RankedCard {
  const step = status === 'checked' ? 'confirm' : 'decide'
  const card = {
    title: t(`home.trustee.${step}`, { organisation }),
    href: `/applications/${id}/${declared ? 'decision' : 'declaration'}`,
    button: declared ? t(`home.trustee.${step}.button`) : t('home.declare.button'),
    text: waitingSince(t, statusSince, today),
  }
  return waitingTask(card, daysBetween(dayOf(statusSince), today))
}

function requestCard(t: T, { id, organisation, kind, askedAt, declared }: RequestWaiting, today: Day): RankedCard {
  const card = {
    title: t(`home.trustee.request.${kind}`, { organisation }),
    href: `/applications/${id}/${declared ? 'decision/answer' : 'declaration'}`,
    button: declared ? t('home.trustee.request.button') : t('home.declare.button'),
    text: waitingSince(t, askedAt, today),
  }
  return waitingTask(card, daysBetween(dayOf(askedAt), today))
}

/** A card for a panel that is no longer complete. */
function lostSeatCard(t: T, { id, organisation, lacksOnlyIndependence }: IncompletePanel): RankedCard {
  const card = {
    title: t(lacksOnlyIndependence ? 'home.charity.not_independent' : 'home.charity.seat_lost', { organisation }),
    href: `/applications/${id}/panel`,
    button: t('home.charity.button.checked'),
    text: t('home.charity.seat_lost.text'),
  }
  return task(card, { loss: 'panel', days: daysForLostSeats })
}

/** The path of the page for a coordinator's next step, to add to the application's address. */
const nextStep: Partial<Record<CaseWaiting['status'], string>> = {
  checked: '/panel',
  resubmitted: '/take-up',
  decided: '/decision',
  returned: '/date',
  'more evidence asked': '/date',
  'on hold': '/hold/ending',
}

function coordinatorCard(t: T, waiting: CaseWaiting, today: Day): RankedCard {
  const { id, status, declared, statusSince } = waiting
  const isLate = status === 'returned' || status === 'more evidence asked'
  const href = `/applications/${id}${declared ? (nextStep[status] ?? '') : '/declaration'}`
  if (isLate) return lateCard(t, waiting, href, today)
  if (waiting.releaseAt !== null) return releaseCard(t, waiting, { href, at: waiting.releaseAt })
  const card: DueCard = {
    title: coordinatorTitle(t, waiting),
    href,
    button: declared ? t(`home.charity.button.${status as 'submitted'}`) : t('home.declare.button'),
    text: [waitingSince(t, statusSince, today), offersText(t, waiting)].filter(Boolean).join(' '),
  }
  return status === 'on hold' ? informationCard(card) : waitingTask(card, daysBetween(dayOf(statusSince), today))
}

/** A card for an application that the library did not submit again by its deadline. */
function lateCard(t: T, { organisation, declared, until }: CaseWaiting, href: string, today: Day): RankedCard {
  const card = {
    title: t('home.charity.late', { organisation }),
    href,
    button: declared ? t('home.charity.button.late') : t('home.declare.button'),
    text: until ? t('home.charity.late.text', { day: longDay(t, until) }) : null,
  }
  return task(card, { loss: 'application', days: until ? daysBetween(today, until) : null })
}

/** A card for a decision letter that will be released at a set time. It needs no action. */
function releaseCard(t: T, { organisation, declared }: CaseWaiting, { href, at }: { href: string; at: Instant }) {
  return informationCard({
    title: t('home.charity.release_set', { organisation }),
    href,
    button: declared ? t('home.charity.button.decided') : t('home.declare.button'),
    text: t('home.charity.release_set.text', { moment: dayAndTime(t, at) }),
  })
}

const coordinatorTitle = (t: T, { status, kind, organisation }: CaseWaiting): string =>
  status === 'submitted' && kind !== 'first'
    ? t('home.charity.submitted.renewal', { organisation })
    : t(`home.charity.${status as 'submitted'}`, { organisation })

const offersText = (t: T, { status, declared, unanswered }: CaseWaiting): string | null =>
  status === 'checked' && declared && unanswered > 0 ? t('home.charity.offers', { count: unanswered }) : null

export function waitingSince(t: T, at: Instant, today: Day): string {
  const day = dayOf(at)
  const days = daysBetween(day, today)
  return days < 1 ? t('home.since.today') : t('home.since', { day: longDay(t, day), count: days })
}
