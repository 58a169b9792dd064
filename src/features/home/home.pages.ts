import type { Actor } from '../../domain/actor.ts'
import { dayOf, daysBetween, londonTimeOf, type Day, type Instant } from '../../domain/time.ts'
import type { DueCard, Link } from '../../web/components.ts'
import { longDay, weekdayInYear } from '../../words/format.ts'
import type { T } from '../../words/words.ts'
import type { CaseWaiting, SeatWaiting } from './home.store.ts'
import { libraryCards, type AboutLibraries } from './library-cards.pages.ts'

/** Everything a home page is made of; loaded in a handful of queries, whatever the person holds. */
export interface Loaded extends AboutLibraries {
  seats: readonly SeatWaiting[]
  desk: readonly CaseWaiting[]
  trustee: readonly CaseWaiting[]
  administrators: number | null
}

const most = 7

export function homePage(t: T, who: Actor, loaded: Loaded, now: Instant) {
  const today = dayOf(now)
  const cards = [
    ...loaded.seats.map(seat => seatCard(t, seat)),
    ...loaded.trustee.map(waiting => trusteeCard(t, waiting, today)),
    ...loaded.libraries.flatMap(library => libraryCards(t, library, loaded, now)),
    ...loaded.desk.map(waiting => deskCard(t, waiting, today)),
  ]
  const [library] = loaded.libraries
  return {
    title: t('home.title'),
    heading: { caption: t('home.caption', { place: library && loaded.libraries.length === 1 ? library.name : t('service.name'), day: weekdayInYear(t, today) }), text: greeting(t, who, now), size: 'xl' as const },
    lonely: loaded.administrators === 1 ? {
      tone: 'plain' as const, icon: 'people' as const, heading: t('home.administrator.second'), text: [t('home.administrator.why')], link: { text: t('home.administrator.invite'), href: '/people/invitations/new' },
    } : null,
    dues: cards.length > 0 ? { cards: cards.slice(0, most) } : null,
    more: cards.length > most ? t('home.more', { count: cards.length - most }) : null,
    quiet: cards.length === 0 ? quietLines(t, who) : [],
    libraries: loaded.libraries.map(({ organisationId, name, role }) => ({ text: name, href: `/organisations/${organisationId}`, role: t(`role.${role}`) })),
    addEvidence: loaded.libraries.filter(({ role }) => role !== 'observer').slice(0, 1).map(({ organisationId }) => `/organisations/${organisationId}/evidence/new`)[0] ?? null,
  }
}

/** Where nothing is due, everybody still learns what they are here for and what comes next. */
function quietLines(t: T, { charityRoles, memberships }: Actor): { text: string; link: Link | null }[] {
  const writes = memberships.some(({ role }) => role !== 'observer')
  return [
    ...(writes ? [{ text: t('home.quiet.library'), link: null }] : []),
    ...charityRoles.map(role => ({ text: t(`home.quiet.${role}`), link: role in placesToBegin ? { text: t(`home.quiet.${role as keyof typeof placesToBegin}.link`), href: placesToBegin[role as keyof typeof placesToBegin] } : null })),
  ]
}

const placesToBegin = { coordinator: '/organisations', administrator: '/people' } as const

function greeting(t: T, who: Actor, now: Instant): string {
  const hour = Number(londonTimeOf(now).slice(0, 2))
  const time = hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening'
  return t(`home.greeting.${time}`, { name: who.name })
}

function seatCard(t: T, seat: SeatWaiting): DueCard {
  const below = `/applications/${seat.applicationId}`
  const organisation = seat.organisation
  if (seat.seatStatus === 'offered') return { title: t('home.seat.offered', { organisation }), href: `${below}/seat`, button: t('home.seat.offered.button'), text: t('home.seat.offered.text') }
  if (!seat.declared) return { title: t('home.seat.declare', { organisation }), href: `${below}/declaration`, button: t('home.declare.button'), text: t('home.seat.declare.text') }
  if (seat.status !== 'with the panel') return { title: t('home.seat.waiting', { organisation }), href: below, text: t('home.seat.waiting.text') }
  if (!seat.hasGivenAll) return { title: t('home.seat.read', { organisation }), href: `${below}/appraisal`, button: t('home.seat.read.button'), text: readingText(t, seat) }
  return seat.chairs
    ? { title: t('home.seat.chair', { organisation }), href: `${below}/meeting`, button: t('home.seat.chair.button') }
    : { title: t('home.seat.given', { organisation }), href: `${below}/meeting`, text: t('home.seat.given.text') }
}

function readingText(t: T, { judged, openAgain }: SeatWaiting): string {
  if (openAgain) return t('home.seat.read.again')
  return judged > 0 ? t('appraisals.list.judged', { count: judged }) : t('home.seat.read.text')
}

function trusteeCard(t: T, waiting: CaseWaiting, today: Day): DueCard {
  const { organisation, declared } = waiting
  const title = t('home.trustee.decide', { organisation })
  return { title, href: `/applications/${waiting.id}/${declared ? 'decision' : 'declaration'}`, button: declared ? t('home.trustee.button') : t('home.declare.button'), text: since(t, waiting, today) }
}

/** Where the coordinator goes on with a case: the page of the step itself. */
const nextStep: Partial<Record<CaseWaiting['status'], string>> = { checked: '/panel', resubmitted: '/take-up', decided: '/decision' }

function deskCard(t: T, waiting: CaseWaiting, today: Day): DueCard {
  const { organisation, status, declared, unanswered } = waiting
  const below = `/applications/${waiting.id}`
  const isLate = status === 'returned' || status === 'more evidence asked'
  const button = declared ? t(isLate ? 'home.desk.button.late' : `home.desk.button.${status as 'submitted'}`) : t('home.declare.button')
  const href = declared ? `${below}${nextStep[status] ?? ''}` : `${below}/declaration`
  if (isLate) {
    return { title: t('home.desk.late', { organisation }), href, button, text: waiting.until ? t('home.desk.late.text', { day: longDay(t, waiting.until) }) : null }
  }
  const offers = status === 'checked' && declared && unanswered > 0 ? t('home.desk.offers', { count: unanswered }) : null
  return { title: t(`home.desk.${status as 'submitted'}`, { organisation }), href, button, text: offers ? `${since(t, waiting, today)} ${offers}` : since(t, waiting, today) }
}

function since(t: T, { statusSince }: CaseWaiting, today: Day): string {
  const day = dayOf(statusSince)
  const days = daysBetween(day, today)
  return days < 1 ? t('home.since.today') : t('home.since', { day: longDay(t, day), count: days })
}
