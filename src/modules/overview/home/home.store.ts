import type { Db } from '../../../db/connection.ts'
import { runLookups, type Answers } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { agreeingWith } from '../../../domain/clock-check.ts'
import { libraryStream } from '../../../domain/framework.ts'
import { leadsSeenSince } from '../../../domain/lead-reach.ts'
import { can } from '../../../domain/permissions.ts'
import { addMinutes, dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { ownRequests, requestsWaitingFor, type OwnRequest, type RequestsWaiting } from '../../access/access.public.ts'
import {
  libraryContacts,
  targetsDueFor,
  assignedItemsOf,
  assignedWork,
  type LibraryContacts,
} from '../../applications/applications.public.ts'
import { calibrationDue, examplesWaitingCount } from '../../appraisal/appraisal.public.ts'
import {
  consentsMissing,
  filesNeedingCopies,
  inboxesOf,
  incompleteEvidence,
  recurringDue,
  withdrawnUses,
} from '../../evidence/evidence.public.ts'
import { coordinatorsOf, type NamedCoordinator } from '../../applications/applications.public.ts'
import { roundToStartIn } from '../../frameworks/frameworks.public.ts'
import { mostApprovals } from '../approval-cards/approval-card.pages.ts'
import {
  correctionsToConfirm,
  emailsFailed,
  clocksHeld,
  countWith,
  enquiriesWaiting,
  organisationsNotEmailed,
  overdueAwards,
  remindersStopped,
  serviceProblemsNow,
  undoToConfirm,
} from '../charity-cards/charity-card.store.ts'
import { answersToRead } from '../charity-cards/answer-to-read.store.ts'
import type { CharityToDo } from '../charity-cards/charity-card.pages.ts'
import { caseworkFrom, caseworkOf, hasMoreThan, type Casework } from '../casework-cards/casework-card.store.ts'
import {
  expiredFrom,
  expiredLookups,
  type InvitationsToRenew,
} from '../expired-invitations/expired-invitation.store.ts'
import { mergesWaiting, type MergeWaiting } from '../merge-cards/merge-card.store.ts'
import type { AboutLibraries } from '../library-home/library-home.pages.ts'
import { answersBegun } from '../library-home/answers-begun.store.ts'
import { frameworksOf } from '../library-home/library-frameworks.store.ts'
import { aboutLibraries, librariesFrom, type LibraryHome } from '../library-home/library-home.store.ts'
import { withNextKinds } from '../library-home/next-renewal.store.ts'
import { expiredOffers, type ExpiredOffer } from '../seat-cards/expired-offer.store.ts'
import { lateFindings, type LateFindings } from '../seat-cards/late-findings.store.ts'
import { stoppedAwards, type StoppedAwards } from '../stopped-awards/stopped-award.store.ts'
import { thisWeek, type ThisWeek, type WeeksShown } from '../this-week/this-week.store.ts'
import { figuresOfToday, type TodayFigures } from '../today/today.store.ts'
import { seatsWaiting, type SeatWaiting } from '../seat-cards/seat-card.store.ts'

/** Everything that a home page shows. */
export interface Loaded extends AboutLibraries {
  /** the coordinators whom the person's libraries can ask */
  contacts: LibraryContacts
  seats: readonly SeatWaiting[]
  /** for a coordinator, the seat offers that expired */
  expired: readonly ExpiredOffer[]
  /** for a coordinator, the panels whose findings are late */
  lateFindings: readonly LateFindings[]
  /** whether the person is an appraiser who has not finished this year's calibration, and a case is available */
  isCalibrationDue: boolean
  /** the number of applications that libraries share and that no coordinator has published as examples */
  examplesWaiting: number
  /** roles that the person accepted and that need approval */
  own: readonly OwnRequest[]
  /** the number of access requests that the person can answer, and the one that has waited longest */
  approvals: RequestsWaiting
  merges: readonly MergeWaiting[]
  /** expired invitations that the person can send again or cancel */
  invitations: InvitationsToRenew
  casework: Casework
  charity: CharityToDo
  /** lapsed and suspended awards, for a coordinator or trustee */
  stopped: StoppedAwards
  /** the number of administrators who can sign in, counted up to 2; null for people who are not administrators */
  administrators: number | null
  /** the number of coordinators who can sign in, counted up to 2; null for people who are not administrators */
  coordinatorCount: number | null
  /** the dates of the next one or four weeks; null for people who are not coordinators */
  week: ThisWeek | null
  /** the numbers of awards and applications by state; null for people who are not coordinators */
  today: TodayFigures | null
  /** whether a list of tasks reached its limit, so that there may be more tasks than were loaded */
  isCut: boolean
  /** the coordinators named for applications, by the id of the application */
  coordinators: ReadonlyMap<string, NamedCoordinator>
}

/**
 * The limit in the queries for offers, merges, corrections and similar lists. A list with this many entries may be
 * incomplete.
 */
const mostPerList = 20
const isFull = (list: readonly unknown[] | null): boolean => list !== null && list.length >= mostPerList

/**
 * Loads the home page with one SQL statement and, for some roles, a few more.
 * @param limit the maximum number of cases and stopped awards of each kind
 */
export async function loadHome(
  db: Db,
  actor: Actor,
  { now, limit, weeks = 1 }: { now: Instant; limit: number; weeks?: WeeksShown },
): Promise<Loaded> {
  const today = dayOf(now)
  const isCoordinator = actor.charityRoles.includes('coordinator')
  const isAdministrator = actor.charityRoles.includes('administrator')
  const found = await runLookups(db, {
    // Lookups that read many rows come first, because SQLite runs each more slowly the more of them precede it.
    approvals: can(actor, 'approvals.list') ? requestsWaitingFor(db, actor, { now, limit: mostApprovals + 1 }) : null,
    ...coordinatorLookups(db, actor, { today, weeks }),
    ...charityLookups(db, actor, now),
    ...caseworkOf(db, actor, { today, limit: limit + 1 }),
    ...libraryLookups(db, actor, now),
    ...expiredLookups(db, actor, today),
    seats: seatsWaiting(db, actor),
    calibration: actor.charityRoles.includes('appraiser') ? calibrationDue(db, actor.id, now) : null,
    own: ownRequests(db, actor, now),
    merges:
      isCoordinator || leads(actor) ? mergesWaiting(db, actor, { seenSince: leadsSeenSince(today), today }) : null,
    stoppedAwards: can(actor, 'awards.list') ? stoppedAwards(db, actor, { today, limit }) : null,
    administrators: isAdministrator ? countWith(db, 'administrator') : null,
    coordinatorCount: isAdministrator ? countWith(db, 'coordinator') : null,
  })
  const casework = await caseworkFrom(db, actor, found, limit + 1)
  const { seats, expired, lateFindings: late, merges, checked, lost, answered, corrections } = found
  const limited = [seats, expired, late, merges, checked, lost, answered, corrections]
  return {
    ...(await aboutLibrariesFrom(db, actor, found, now)),
    contacts: found.contacts ?? new Map(),
    seats: found.seats,
    expired: found.expired ?? [],
    lateFindings: found.lateFindings ?? [],
    isCalibrationDue: found.calibration ?? false,
    examplesWaiting: found.examples ?? 0,
    own: found.own,
    approvals: found.approvals ?? { count: 0, first: null },
    merges: found.merges ?? [],
    invitations: expiredFrom(found),
    casework,
    stopped: found.stoppedAwards ?? { awards: [], more: false },
    charity: charityFrom(found),
    administrators: found.administrators,
    coordinatorCount: found.coordinatorCount,
    week: isCoordinator ? weekFrom(found) : null,
    today: found.figures,
    isCut: hasMoreThan(limit, casework) || limited.some(isFull) || (answered ?? []).some(({ count }) => count === null),
    coordinators: isCoordinator ? await coordinatorsOf(db, idsOf(casework, found)) : new Map(),
  }
}

const leads = ({ memberships }: Actor): boolean => memberships.some(({ role }) => role === 'lead')

function libraryLookups(db: Db, actor: Actor, now: Instant) {
  const today = dayOf(now)
  const own = [...new Set(actor.memberships.map(({ organisationId }) => organisationId))]
  const led = actor.memberships.filter(({ role }) => role === 'lead').map(({ organisationId }) => organisationId)
  if (own.length === 0)
    return {
      organisations: null,
      applications: null,
      awards: null,
      answers: null,
      consents: null,
      withdrawn: null,
      recurring: null,
      assigned: null,
      targets: null,
      contacts: null,
      inboxes: null,
      toRedact: null,
      incomplete: null,
    }
  return {
    ...aboutLibraries(db, own, now),
    answers: answersBegun(db, own, today),
    consents: consentsMissing(db, actor, today),
    withdrawn: withdrawnUses(db, actor, today),
    recurring: recurringDue(db, actor, today),
    assigned: assignedItemsOf(db, actor),
    targets: targetsDueFor(db, actor, today),
    contacts: libraryContacts(db, own),
    inboxes: led.length > 0 ? inboxesOf(db, led) : null,
    toRedact: led.length > 0 ? filesNeedingCopies(db, led) : null,
    incomplete: incompleteEvidence(db, actor),
  }
}

async function aboutLibrariesFrom(
  db: Db,
  actor: Actor,
  found: Answers<ReturnType<typeof libraryLookups>>,
  now: Instant,
): Promise<AboutLibraries> {
  const known = librariesFrom(actor, {
    organisations: found.organisations ?? [],
    applications: found.applications ?? [],
    awards: found.awards ?? [],
  })
  const libraries = await withNextKinds(db, known, dayOf(now))
  return {
    libraries,
    frameworks: await frameworksOf(db, libraries, found.withdrawn ?? []),
    answers: found.answers ?? new Map(),
    consents: found.consents ?? [],
    withdrawn: found.withdrawn ?? [],
    inboxes: found.inboxes ?? [],
    toRedact: found.toRedact ?? [],
    incomplete: found.incomplete ?? [],
    recurring: found.recurring ?? [],
    targets: found.targets ?? [],
    work: await assignedWork(db, actor, found.assigned ?? [], now),
    roundOpen: libraries.some(canStart) ? await roundToStartIn(db, libraryStream, now) : null,
  }
}

/** A lead of an open library without applications and awards can start its first application. */
const canStart = ({ applications, awards, role, isClosed }: LibraryHome): boolean =>
  !isClosed && applications.length === 0 && awards.length === 0 && role === 'lead'

function coordinatorLookups(db: Db, actor: Actor, { today, weeks }: { today: Day; weeks: WeeksShown }) {
  if (!actor.charityRoles.includes('coordinator'))
    return {
      expired: null,
      lateFindings: null,
      examples: null,
      figures: null,
      weekMeetings: null,
      weekFindings: null,
      weekRounds: null,
      weekAwards: null,
    }
  return {
    expired: expiredOffers(db, actor),
    lateFindings: lateFindings(db, actor, today),
    examples: examplesWaitingCount(db, actor),
    figures: figuresOfToday(db, actor, today),
    ...thisWeek(db, actor, { today, weeks }),
  }
}

const weekFrom = (found: Answers<ReturnType<typeof coordinatorLookups>>): ThisWeek => ({
  meetings: found.weekMeetings ?? [],
  findings: found.weekFindings ?? [],
  rounds: found.weekRounds ?? [],
  awards: found.weekAwards ?? [],
})

function charityLookups(db: Db, actor: Actor, now: Instant) {
  const today = dayOf(now)
  const { charityRoles } = actor
  return {
    overdue: charityRoles.includes('coordinator') ? overdueAwards(db, actor, today) : null,
    stopped: can(actor, 'reminders.manage') ? remindersStopped(db) : null,
    answered: charityRoles.includes('coordinator') ? answersToRead(db, actor) : null,
    corrections: charityRoles.includes('trustee') ? correctionsToConfirm(db, actor) : null,
    failed: can(actor, 'outbox.read') ? emailsFailed(db, actor, today) : null,
    enquiries: can(actor, 'enquiries.manage') ? enquiriesWaiting(db) : null,
    undo: can(actor, 'clock_moves.confirm') ? undoToConfirm(db, actor) : null,
    problems: can(actor, 'settings.manage') ? serviceProblemsNow(db, addMinutes(now, -60)) : null,
    clocksHeld: can(actor, 'settings.manage') ? clocksHeld(db, agreeingWith(now)) : null,
    notEmailed: can(actor, 'imports.manage') ? organisationsNotEmailed(db) : null,
  }
}

const charityFrom = (found: Answers<ReturnType<typeof charityLookups>>): CharityToDo => ({
  overdue: found.overdue ?? [],
  stopped: found.stopped ?? { isOff: false, held: null },
  answered: found.answered ?? [],
  emailsFailed: found.failed ?? 0,
  corrections: found.corrections ?? [],
  enquiries: found.enquiries ?? { count: 0, first: null },
  notEmailed: found.notEmailed ?? 0,
  clocksHeld: found.clocksHeld ?? 0,
  problems: found.problems ?? [],
  undo: found.undo ?? null,
})

/** Ids of the applications that a coordinator's tasks are about. */
const idsOf = (
  { coordinator, lostSeats }: Casework,
  found: { expired: readonly ExpiredOffer[] | null; lateFindings: readonly LateFindings[] | null },
): string[] => [
  ...[...coordinator, ...lostSeats].map(({ id }) => id),
  ...[...(found.expired ?? []), ...(found.lateFindings ?? [])].map(({ applicationId }) => applicationId),
]
