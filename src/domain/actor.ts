import type { Application, Seat } from './application.ts'
import type { Day } from './time.ts'

export const memberRoles = ['lead', 'contributor', 'observer'] as const
export type MemberRole = (typeof memberRoles)[number]
export const charityRoles = ['appraiser', 'trustee', 'coordinator', 'administrator'] as const
export type CharityRole = (typeof charityRoles)[number]

/** Whoever acts. Only memberships and roles that hold now. */
export interface Actor {
  id: string
  name: string
  language: string
  memberships: { organisationId: string; role: MemberRole }[]
  charityRoles: CharityRole[]
  /** the day on which they act, where it is known: consents end by themselves */
  today?: Day
}

/** Moves that fall due by themselves are the clock's; what follows from the release of a letter is the letter's. */
export const theClock: Actor = { id: 'the clock', name: 'the clock', language: 'en', memberships: [], charityRoles: [] }
export const theDecisionLetter: Actor = {
  id: 'the decision letter',
  name: 'the decision letter',
  language: 'en',
  memberships: [],
  charityRoles: [],
}

/** Writes what belongs to nobody: sessions, counters, clearing up. */
export const theService: Actor = {
  id: 'the service',
  name: 'the service',
  language: 'en',
  memberships: [],
  charityRoles: [],
}

/** A person by id alone, with no rights: for what people do before they are signed in. */
export const withoutRights = (id: string): Actor => ({
  id,
  name: '',
  language: 'en',
  memberships: [],
  charityRoles: [],
})

/** As what somebody meets one application or one award. */
export const allRoles = [
  ...memberRoles,
  'panel',
  'chair',
  'coordinator',
  'trustee',
  'clock',
  'decision letter',
] as const
export type Role = (typeof allRoles)[number]

/** As what this person meets this application: nothing for a stranger, before the declaration, and after a conflict. */
export function rolesIn(actor: Actor, it: Application): Role[] {
  if (actor === theClock) return ['clock']
  if (actor === theDecisionLetter) return ['decision letter']
  // one's own application is never read from the other side
  if (isMember(actor, it)) return membershipsIn(actor, it.organisationId)
  if (declarationOf(actor, it) !== 'no conflict') return [] // seat, coordinator and trustee alike declare first
  const seat = seatOf(actor, it)
  if (seat?.status === 'offered') return [] // an offer must be answered before anything else
  if (seat) return seat.chairs ? ['panel', 'chair'] : ['panel'] // whoever sits neither coordinates nor decides
  return charityRolesIn(actor, it).filter(role => role !== 'trustee' || !hasJudged(actor, it))
}

/** The roles somebody holds in one organisation; none for everybody else. */
export function membershipsIn(actor: Actor, organisationId: string): MemberRole[] {
  return actor.memberships.filter(membership => membership.organisationId === organisationId).map(({ role }) => role)
}

/**
 * Seats, coordinators and trustees: those who are to declare. A library's own people never are, and no trustee on a
 * draft.
 */
export function isConcerned(actor: Actor, it: Application): boolean {
  if (isMember(actor, it)) return false
  return seatOf(actor, it) !== null || charityRolesIn(actor, it).some(role => role === 'coordinator' || it.isSubmitted)
}

export function declarationOf(actor: Actor, it: Application): 'no conflict' | 'conflict' | null {
  return it.declarations.find(({ personId }) => personId === actor.id)?.says ?? null
}

/** The seat that somebody holds here or is offered; null once it is declined or withdrawn. */
export function seatOf(actor: Actor, it: Application): Seat | null {
  return (
    it.seats.find(({ personId, status }) => personId === actor.id && (status === 'accepted' || status === 'offered')) ??
    null
  )
}

function isMember(actor: Actor, it: { organisationId: string }): boolean {
  return membershipsIn(actor, it.organisationId).length > 0
}

/** Appraisers are the pool and administrators keep the house: neither opens a case. */
function charityRolesIn(actor: Actor, it: Application): ('coordinator' | 'trustee')[] {
  const held = (['coordinator', 'trustee'] as const).filter(role => actor.charityRoles.includes(role))
  const standsIn = it.everyCoordinatorIsBarred && held.includes('trustee') && !held.includes('coordinator')
  return standsIn ? ['coordinator', ...held] : held
}

/** Somebody who judged on the panel does not decide, even when the seat was given up since. */
function hasJudged(actor: Actor, it: Application): boolean {
  return it.seats.some(({ personId, findingsGiven }) => personId === actor.id && findingsGiven > 0)
}
