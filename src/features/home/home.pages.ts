import type { Actor } from '../../domain/actor.ts'
import { statusShownToLibrary } from '../../domain/application.ts'
import { criteriaAskedBy, type Framework } from '../../domain/framework.ts'
import { stateOf, type AnswerFacts } from '../../domain/progress.ts'
import { dayOf, daysBetween, londonTimeOf, type Day, type Instant } from '../../domain/time.ts'
import type { DueCard, Link, SpineState } from '../../web/components.ts'
import { dueLine } from '../../web/due-line.ts'
import { shelf } from '../../web/shelf.ts'
import { distance, longDay, weekdayAndDay, weekdayInYear } from '../../words/format.ts'
import type { T } from '../../words/words.ts'
import type { CaseWaiting, LibraryHome, SeatWaiting } from './home.store.ts'

/** Everything a home page is made of; loaded in a handful of queries, whatever the person holds. */
export interface Loaded {
  libraries: readonly LibraryHome[]
  answers: ReadonlyMap<string, readonly AnswerFacts[]>
  frameworks: ReadonlyMap<string, Framework>
  roundOpen: { name: string; closesAt: Instant } | null
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
    ...loaded.libraries.flatMap(library => libraryCards(t, library, loaded, today)),
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

function libraryCards(t: T, library: LibraryHome, loaded: Loaded, today: Day): DueCard[] {
  const { application, award } = library
  const several = loaded.libraries.length > 1 ? library.name : null
  if (!application) return library.role === 'lead' && !award ? [startCard(t, library, loaded.roundOpen, today, several)] : awardCards(t, library, several)
  const href = `/applications/${application.id}`
  const isWriting = ['draft', 'returned', 'more evidence asked'].includes(application.status)
  const last = application.until ?? (application.closesAt && application.status === 'draft' ? dayOf(application.closesAt) : null)
  const question: DueCard[] = library.openQuestions === 0 ? [] : [{
    title: t('home.questions', { count: library.openQuestions }), href: `${href}/questions`, text: several, button: t('home.questions.button'),
    due: library.replyBy ? dueBy(t, library.replyBy, today) : null,
  }]
  if (isWriting && library.role !== 'observer') {
    return [...question, { ...progressOf(t, library, loaded), title: t(`home.write.${application.status as 'draft'}`), href, due: last ? dueBy(t, last, today) : null, button: t('home.write.button') }]
  }
  if (application.letterReleased) return [...question, ...awardCards(t, library, several), ...(award ? [] : [{ title: t('home.letter'), href: `${href}/decision`, text: several }])]
  return [...question, { title: t('home.with_us', { organisation: library.name }), href, text: t(`application.status_own.${statusShownToLibrary(application)}`), status: { icon: 'hourglass', text: t('home.with_us.status'), tone: 'us' } }]
}

function progressOf(t: T, { application, name }: LibraryHome, { answers, frameworks, libraries }: Loaded): Pick<DueCard, 'shelf' | 'text'> {
  const framework = application && frameworks.get(application.frameworkVersionId)
  if (!application || !framework) return { text: name }
  const facts = new Map((answers.get(application.id) ?? []).map(answer => [answer.itemId, answer]))
  const criteria = criteriaAskedBy(framework, application.kind)
  const states = criteria.map(item => stateOf(item, facts.get(item.id), []))
  const written = states.filter(state => state === 'written').length
  const spines = framework.areas.map(area => criteria.flatMap((item, index) => (item.area === area.id ? [spineOf(states[index])] : [])))
  const sentence = t('home.progress', { written, of: criteria.length })
  return { shelf: shelf(spines), text: libraries.length > 1 ? t('home.progress.of', { organisation: name, sentence }) : sentence }
}

const spineOf = (state: string | undefined): SpineState => (state === 'written' ? 'written' : state === 'not started' ? 'not started' : 'needs evidence')

function startCard(t: T, { organisationId }: LibraryHome, round: Loaded['roundOpen'], today: Day, several: string | null): DueCard {
  return {
    title: t('home.start'), href: `/organisations/${organisationId}/applications/new`, button: t('home.start.button'),
    due: round ? dueBy(t, dayOf(round.closesAt), today) : null,
    text: several ?? (round ? t('home.start.open', { round: round.name }) : t('home.start.no_round')),
  }
}

function awardCards(t: T, { award }: LibraryHome, several: string | null): DueCard[] {
  if (!award) return []
  const text = award.validTo ? t('home.award.valid', { day: longDay(t, award.validTo) }) : t('home.award.with_us')
  return [{ title: t('home.award'), href: `/awards/${award.id}`, text: several ? t('home.award.of', { organisation: several, text }) : text, status: { icon: 'tick', text: t('home.award.status'), tone: 'done' } }]
}

function dueBy(t: T, day: Day, today: Day) {
  const days = daysBetween(today, day)
  const strong = weekdayAndDay(t, day)
  return dueLine(t('home.due', { day: strong, distance: distance(t, days) }), strong, days)
}

function seatCard(t: T, seat: SeatWaiting): DueCard {
  const below = `/applications/${seat.applicationId}`
  const organisation = seat.organisation
  if (seat.seatStatus === 'offered') return { title: t('home.seat.offered', { organisation }), href: '/appraisals', button: t('home.seat.offered.button'), text: t('home.seat.offered.text') }
  if (!seat.declared) return { title: t('home.seat.declare', { organisation }), href: `${below}/declaration`, button: t('home.seat.declare.button'), text: t('home.seat.declare.text') }
  if (seat.status !== 'with the panel') return { title: t('home.seat.waiting', { organisation }), href: below, text: t('home.seat.waiting.text') }
  if (!seat.hasGivenAll) return { title: t('home.seat.read', { organisation }), href: `${below}/appraisal`, button: t('home.seat.read.button'), text: t('home.seat.read.text') }
  return seat.chairs
    ? { title: t('home.seat.chair', { organisation }), href: `${below}/meeting`, button: t('home.seat.chair.button') }
    : { title: t('home.seat.given', { organisation }), href: `${below}/meeting`, text: t('home.seat.given.text') }
}

function trusteeCard(t: T, waiting: CaseWaiting, today: Day): DueCard {
  const { organisation } = waiting
  const title = t('home.trustee.decide', { organisation })
  return { title, href: `/applications/${waiting.id}/${waiting.declared ? 'decision' : 'declaration'}`, button: t('home.trustee.button'), text: since(t, waiting, today) }
}

function deskCard(t: T, waiting: CaseWaiting, today: Day): DueCard {
  const { organisation, status } = waiting
  const title = t(`home.desk.${status as 'submitted'}`, { organisation })
  return { title, href: waiting.declared ? `/applications/${waiting.id}` : `/applications/${waiting.id}/declaration`, button: t('home.desk.button'), text: since(t, waiting, today) }
}

const since = (t: T, { statusSince }: CaseWaiting, today: Day): string => {
  const day = dayOf(statusSince)
  return daysBetween(day, today) < 1 ? t('home.since.today') : t('home.since', { day: longDay(t, day) })
}
