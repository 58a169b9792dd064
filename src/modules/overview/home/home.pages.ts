import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { dayOf, londonTimeOf, type Instant } from '../../../domain/time.ts'
import type { Link } from '../../../web/components.ts'
import { weekdayInYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import {
  answeredCard,
  charityCard,
  failedCards,
  firstIfNotValid,
  lostSeatCard,
  overdueCards,
  stoppedCards,
  trusteeCard,
  type Overdue,
} from './charity-cards.pages.ts'
import type { Answered, RemindersStopped } from './charity-home.store.ts'
import type { CaseWaiting, SeatWaiting } from './home.store.ts'
import { libraryCards, type AboutLibraries } from './library-cards.pages.ts'
import { inOrder } from './ranked.ts'
import { recurringCards } from './recurring-cards.pages.ts'
import { seatCards } from './seat-cards.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'overview/home/start': Page
    'overview/home/show': ReturnType<typeof homePage>
  }
}

/** Everything a home page is made of; loaded in a handful of queries, whatever the person holds. */
export interface Loaded extends AboutLibraries {
  seats: readonly SeatWaiting[]
  casework: readonly CaseWaiting[]
  trustee: readonly CaseWaiting[]
  /** of these, and of others: those whose award is not valid until they are decided */
  notValid: ReadonlySet<string>
  overdue: Overdue
  stopped: RemindersStopped
  answered: readonly Answered[]
  lostSeats: readonly { id: string; organisation: string }[]
  emailsFailed: number
  administrators: number | null
}

/** @param most how many cards are shown */
export function homePage(t: T, actor: Actor, loaded: Loaded, now: Instant, most: number) {
  const today = dayOf(now)
  const cards = inOrder([
    ...loaded.seats.map(seat => seatCards(t, seat)),
    ...loaded.trustee.map(waiting =>
      firstIfNotValid(t, trusteeCard(t, waiting, today), waiting, loaded.notValid, today),
    ),
    ...loaded.libraries.flatMap(library => [
      ...libraryCards(t, library, loaded, now),
      ...recurringCards(t, actor, library, loaded, today),
    ]),
    ...overdueCards(t, loaded.overdue, today),
    ...loaded.lostSeats.map(lost => lostSeatCard(t, lost)),
    ...loaded.casework.map(waiting =>
      firstIfNotValid(t, charityCard(t, waiting, today), waiting, loaded.notValid, today),
    ),
    ...stoppedCards(t, loaded.stopped),
    ...loaded.answered.map(answered => answeredCard(t, answered, today)),
    ...failedCards(t, loaded.emailsFailed),
  ])
  const [library] = loaded.libraries
  return {
    title: t('home.title'),
    heading: {
      caption: t('home.caption', {
        place: library && loaded.libraries.length === 1 ? library.name : t('service.name'),
        day: weekdayInYear(t, today),
      }),
      text: greeting(t, actor, now),
      size: 'xl' as const,
    },
    lonely:
      loaded.administrators === 1
        ? {
            tone: 'plain' as const,
            icon: 'people' as const,
            heading: t('home.administrator.second'),
            text: [t('home.administrator.why')],
            link: { text: t('home.administrator.invite'), href: '/people/invitations/new' },
          }
        : null,
    dues: cards.length > 0 ? { cards: cards.slice(0, most) } : null,
    more:
      cards.length > most
        ? {
            text: t('home.more', { count: cards.length - most }),
            links: [{ text: t('home.more.all'), href: '/home?show=all' }, ...morePlaces(t, actor)],
          }
        : null,
    quiet: cards.length === 0 ? quietLines(t, actor) : [],
    libraries: loaded.libraries.map(({ organisationId, name, role }) => ({
      text: name,
      href: `/organisations/${organisationId}`,
      role: t(`role.${role}`),
    })),
    addEvidence:
      loaded.libraries
        .filter(({ role }) => role !== 'observer')
        .slice(0, 1)
        .map(({ organisationId }) => `/organisations/${organisationId}/evidence/quick`)[0] ?? null,
  }
}

/** Where the rest of a long list stands. */
function morePlaces(t: T, actor: Actor): Link[] {
  const [membership] = actor.memberships
  return [
    ...(can(actor, 'renewals.list')
      ? [
          { text: t('home.more.renewals'), href: '/renewals' },
          { text: t('home.more.applications'), href: '/applications' },
        ]
      : []),
    ...(actor.charityRoles.includes('appraiser') ? [{ text: t('home.more.appraisals'), href: '/appraisals' }] : []),
    ...(membership ? [{ text: t('home.more.library'), href: `/organisations/${membership.organisationId}` }] : []),
  ]
}

/** Where nothing is due, everybody still learns what they are here for and what comes next. */
function quietLines(t: T, { charityRoles, memberships }: Actor): { text: string; link: Link | null }[] {
  const writes = memberships.some(({ role }) => role !== 'observer')
  return [
    ...(writes ? [{ text: t('home.quiet.library'), link: null }] : []),
    ...charityRoles.map(role => ({
      text: t(`home.quiet.${role}`),
      link:
        role in placesToBegin
          ? {
              text: t(`home.quiet.${role as keyof typeof placesToBegin}.link`),
              href: placesToBegin[role as keyof typeof placesToBegin],
            }
          : null,
    })),
  ]
}

const placesToBegin = { coordinator: '/organisations', administrator: '/people' } as const

function greeting(t: T, actor: Actor, now: Instant): string {
  const hour = Number(londonTimeOf(now).slice(0, 2))
  const time = hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening'
  return t(`home.greeting.${time}`, { name: actor.name })
}
