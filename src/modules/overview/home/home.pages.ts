import type { Actor } from '../../../domain/actor.ts'
import { can, type CharityPermission } from '../../../domain/permissions.ts'
import { dayOf, londonTimeOf, type Instant } from '../../../domain/time.ts'
import type { Link, Notice } from '../../../web/components.ts'
import { weekdayAndDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { contactLink, targetsAddress, type NamedCoordinator } from '../../applications/applications.public.ts'
import { approvalCards, waitingNotice } from '../approval-cards/approval-card.pages.ts'
import { caseworkCards } from '../casework-cards/casework-card.pages.ts'
import { charityCards } from '../charity-cards/charity-card.pages.ts'
import { aboutApplication, byUrgency, type RankedCard } from '../due-cards/due-card.pages.ts'
import { charityInvitationCards, ownInvitationCards } from '../expired-invitations/expired-invitation.pages.ts'
import { libraryCards } from '../library-home/library-home.pages.ts'
import { mergeCards } from '../merge-cards/merge-card.pages.ts'
import {
  calibrationCard,
  examplesCard,
  expiredOfferCard,
  lateFindingsCard,
  rankedSeatCard,
} from '../seat-cards/seat-card.pages.ts'
import { todayPart } from '../today/today.pages.ts'
import { weekPart } from '../this-week/this-week.pages.ts'
import type { WeeksShown } from '../this-week/this-week.store.ts'
import { stoppedSection, type StoppedSection } from '../stopped-awards/stopped-award.pages.ts'
import type { Loaded } from './home.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'overview/home/start': Page
    'overview/home/show': ReturnType<typeof homePage>
    'overview/home/stopped': StoppedSection
  }
}

export const maxCards = 7
export const maxCardsOfAll = 100

interface HomeShown {
  now: Instant
  /** the maximum number of cards */
  max: number
  /** the service's email address, for libraries without a coordinator */
  shared: string
  /** how many weeks of dates a coordinator sees */
  weeks: WeeksShown
  /** whether a virus scanner is set up */
  isScanned: boolean
}

/** The home page for the person's roles. */
export function homePage(t: T, actor: Actor, loaded: Loaded, { now, max, shared, weeks, isScanned }: HomeShown) {
  const ranked = rankedCards(t, actor, loaded, now)
  const cards = byUrgency(ranked)
  const stopped = stoppedSection(t, actor, loaded.stopped, dayOf(now))
  const [library] = loaded.libraries
  const place = library && loaded.libraries.length === 1 ? library.name : t('service.name')
  const writesIn = loaded.libraries.find(({ role, isClosed }) => role !== 'observer' && !isClosed)
  return {
    title: t('home.title'),
    heading: {
      caption: t('home.caption', { place, day: weekdayAndDay(t, dayOf(now)) }),
      text: greeting(t, actor, now),
      size: 'xl' as const,
    },
    waiting: waitingNotice(t, loaded.own),
    onlyAdministrator: loaded.administrators === 1 ? onlyAdministrator(t) : null,
    noCoordinator: loaded.coordinatorCount === 0 ? noCoordinator(t) : null,
    tasks: cards.length > 0 ? { cards: cards.slice(0, max) } : null,
    hasTasks: ranked.some(({ task }) => task !== null),
    more:
      cards.length > max || loaded.isCut ? moreCards(t, actor, { ...loaded, max, count: cards.length - max }) : null,
    stopped,
    notScanned: actor.charityRoles.includes('administrator') && !isScanned ? t('home.not_scanned') : null,
    week: weekPart(t, loaded.week, { today: dayOf(now), weeks }),
    today: todayPart(t, loaded.today),
    quiet: cards.length === 0 && stopped === null ? quietLines(t, actor, loaded.own.length > 0) : [],
    libraries: loaded.libraries.map(({ organisationId, name, role }) => ({
      text: name,
      href: `/organisations/${organisationId}`,
      role: t(`role.${role}`),
      targets: { text: t('home.targets.link'), href: targetsAddress({ id: organisationId }), hidden: name },
      contact: contactLink(t, { coordinator: loaded.contacts.get(organisationId) ?? null, shared }, name),
    })),
    linkGroups: linkGroups(t, actor, { hasToday: loaded.today !== null }),
    addEvidence: writesIn ? `/organisations/${writesIn.organisationId}/evidence/quick` : null,
  }
}

function rankedCards(t: T, actor: Actor, loaded: Loaded, now: Instant): RankedCard[] {
  const today = dayOf(now)
  return [
    ...loaded.seats.map(seat => rankedSeatCard(t, seat, today)),
    ...loaded.libraries.flatMap(library => libraryCards(t, actor, library, { ...loaded, now })),
    ...ownInvitationCards(t, loaded.invitations, today),
    ...approvalCards(t, loaded.approvals, today),
    ...mergeCards(t, loaded.merges, today),
    ...[
      ...loaded.expired.map(offer => aboutApplication(offer.applicationId, expiredOfferCard(t, offer))),
      ...loaded.lateFindings.map(late => aboutApplication(late.applicationId, lateFindingsCard(t, late, today))),
      ...caseworkCards(t, loaded.casework, today),
      ...charityCards(t, loaded.charity, today),
      ...charityInvitationCards(t, actor, loaded.invitations, today),
    ].map(ranked => withWho(t, actor, loaded, ranked)),
    ...(loaded.isCalibrationDue ? [calibrationCard(t)] : []),
    ...(loaded.examplesWaiting > 0 ? [examplesCard(t, loaded.examplesWaiting)] : []),
  ]
}

/**
 * On a coordinator's card for a task, adds who can do the task: the coordinator named for its application or, if none
 * is named, anyone.
 */
function withWho(t: T, actor: Actor, { week, coordinators }: Loaded, ranked: RankedCard): RankedCard {
  if (week === null || ranked.task === null) return ranked
  const named = coordinators.get(ranked.applicationId ?? '')
  return { ...ranked, card: { ...ranked.card, who: t('home.who', { who: whoText(t, actor, named) }) } }
}

function whoText(t: T, actor: Actor, named: NamedCoordinator | undefined): string {
  if (!named) return t('home.who.anyone')
  return named.id === actor.id ? t('home.who.you') : named.name
}

function greeting(t: T, actor: Actor, now: Instant): string {
  return t(`home.greeting.${partOfDay(Number(londonTimeOf(now).slice(0, 2)))}`, { name: actor.name })
}

function partOfDay(hour: number): 'morning' | 'afternoon' | 'evening' {
  if (hour < 12) return 'morning'
  return hour < 18 ? 'afternoon' : 'evening'
}

const onlyAdministrator = (t: T): Notice => ({
  tone: 'plain',
  icon: 'people',
  heading: t('home.administrator.only'),
  text: [t('home.administrator.why')],
  link: { text: t('home.administrator.invite'), href: '/people/invitations/new' },
})

const noCoordinator = (t: T): Notice => ({
  tone: 'plain',
  icon: 'people',
  heading: t('home.coordinator.none'),
  text: [t('home.coordinator.why')],
  link: { text: t('home.coordinator.invite'), href: invitationAddress },
})

interface LinkGroup {
  heading: string
  links: Link[]
}

/**
 * Links to pages that do not fit in the menu, by subject. The year's figures are left out when the page shows today's
 * figures, which already link to them.
 */
function linkGroups(t: T, actor: Actor, { hasToday }: { hasToday: boolean }): LinkGroup[] {
  const link = (permission: CharityPermission, text: string, href: string): Link[] =>
    can(actor, permission) ? [{ text, href }] : []
  return [
    {
      heading: t('home.links.award'),
      links: [
        ...(hasToday ? [] : link('overview.read', t('year.title'), '/overview')),
        ...link('overview.read', t('capacity.title'), '/capacity'),
        ...link('frameworks.list', t('frameworks.title'), '/frameworks'),
        ...link('rounds.manage', t('navigation.rounds'), '/rounds'),
        ...link('examples.read', t('examples.title'), '/examples'),
        ...(can(actor, 'rounds.manage') ? link('decisions.list', t('home.links.decisions'), '/decisions') : []),
      ],
    },
    {
      heading: t('home.links.panels'),
      links: [
        ...(isOnPanels(actor) ? link('meetings.list', t('panel_meetings.title'), '/meetings') : []),
        ...link('pool.read', t('pool.link'), '/pool'),
        ...link('appraiser_profile.edit', t('profiles.link'), '/account/appraising'),
      ],
    },
    {
      heading: t('home.links.libraries'),
      links: [
        ...link('imports.manage', t('imports.title'), '/imports'),
        ...link('enquiries.manage', t('enquiries.link'), '/enquiries'),
      ],
    },
    {
      heading: t('home.links.people'),
      links: [
        ...link('approvals.list', t('approvals.title'), '/approvals'),
        ...(can(actor, 'people.manage') ? [] : link('people.invite', t('people.invite.title.pool'), invitationAddress)),
      ],
    },
    {
      heading: t('home.links.records'),
      links: [
        ...link('outbox.read', t('navigation.mail'), '/mail'),
        ...link('wordings.manage', t('wordings.link'), '/letters'),
        ...link('history.all', t('navigation.history'), '/history'),
        ...link('settings.manage', t('clock.link'), '/settings/clock'),
      ],
    },
  ].filter(({ links }) => links.length > 0)
}

/** Whether one of the person's charity roles attends panel meetings. */
const isOnPanels = ({ charityRoles }: Actor): boolean =>
  charityRoles.some(role => role === 'coordinator' || role === 'appraiser' || role === 'helper')

const invitationAddress = '/people/invitations/new'

/** @param shown.count loaded cards minus the most that the page shows; 0 or less when it shows them all */
function moreCards(
  t: T,
  actor: Actor,
  shown: { count: number; isCut: boolean; max: number },
): { text: string; links: Link[] } {
  const [membership] = actor.memberships
  const isAppraiser = actor.charityRoles.includes('appraiser')
  const renewals = [
    { text: t('home.more.renewals'), href: '/renewals' },
    { text: t('home.more.applications'), href: '/applications' },
  ]
  return {
    text: moreText(t, shown),
    links: [
      ...(shown.max < maxCardsOfAll ? [{ text: t('home.more.all'), href: '/home?show=all' }] : []),
      ...(can(actor, 'renewals.list') ? renewals : []),
      ...(isAppraiser ? [{ text: t('home.more.appraisals'), href: '/appraisals' }] : []),
      ...(membership ? [{ text: t('home.more.library'), href: `/organisations/${membership.organisationId}` }] : []),
    ],
  }
}

function moreText(t: T, { count, isCut }: { count: number; isCut: boolean }): string {
  if (!isCut) return t('home.more', { count })
  return t(count > 0 ? 'home.more.many' : 'home.more.later')
}

const pagesOfRoles = { coordinator: '/organisations', administrator: '/people', helper: '/appraisals' } as const

interface QuietLine {
  text: string
  link: Link | null
}

/** The lines of a page without tasks: for each of the person's roles, its purpose and what comes next. */
function quietLines(t: T, { charityRoles, memberships }: Actor, isWaiting: boolean): QuietLine[] {
  const writes = memberships.some(({ role }) => role !== 'observer')
  const observes = memberships.some(({ role }) => role === 'observer')
  const hasRole = memberships.length + charityRoles.length > 0
  if (!hasRole) return isWaiting ? [] : [{ text: t('home.quiet.no_role'), link: null }]
  return [
    ...(writes ? [{ text: t('home.quiet.library'), link: null }] : []),
    ...(observes ? [{ text: t('home.quiet.observer'), link: null }] : []),
    ...charityRoles.map(role => ({
      text: t(`home.quiet.${role}`),
      link:
        role === 'coordinator' || role === 'administrator' || role === 'helper'
          ? { text: t(`home.quiet.${role}.link`), href: pagesOfRoles[role] }
          : null,
    })),
  ]
}
