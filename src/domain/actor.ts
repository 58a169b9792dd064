import type { Application, Seat } from './application.ts'
import type { Day } from './time.ts'

/** The roles in a library, the one with the most rights first. */
export const memberRoles = ['lead', 'contributor', 'observer'] as const
export type MemberRole = (typeof memberRoles)[number]
/** The roles in the charity. A `helper` assists someone with a seat on a panel, for example as an interpreter. */
export const charityRoles = ['appraiser', 'trustee', 'coordinator', 'administrator', 'helper'] as const
export type CharityRole = (typeof charityRoles)[number]

/** Who makes a request or a change, with their memberships and roles. */
export interface Actor {
  id: string
  name: string
  language: string
  memberships: { organisationId: string; role: MemberRole }[]
  charityRoles: CharityRole[]
  /** today in London, if known */
  today?: Day
}

/** The actor of moves that fall due on a date. */
export const theClock: Actor = { id: 'the clock', name: 'the clock', language: 'en', memberships: [], charityRoles: [] }
/** The actor of moves that follow the release of a decision letter. */
export const theDecisionLetter: Actor = {
  id: 'the decision letter',
  name: 'the decision letter',
  language: 'en',
  memberships: [],
  charityRoles: [],
}

/**
 * The actor of changes by jobs, and by people who are not signed in. Events of such changes name another actor, such as
 * the clock, because `recordEvent` would take this one for a person.
 */
export const theService: Actor = {
  id: 'the service',
  name: 'the service',
  language: 'en',
  memberships: [],
  charityRoles: [],
}

/** An actor without rights. The id is that of a person, or a name such as 'an upload link'. */
export const withoutRights = (id: string): Actor => ({
  id,
  name: '',
  language: 'en',
  memberships: [],
  charityRoles: [],
})

/** The roles that an actor can have for one application or one award. */
export const allRoles = [
  ...memberRoles,
  'panel',
  'chair',
  'helper',
  'coordinator',
  'trustee',
  'clock',
  'decision letter',
] as const
export type Role = (typeof allRoles)[number]

/**
 * The actor's roles for this application. People outside its organisation have none before they declare that they have
 * no conflict of interest, or while they are offered a seat on its panel.
 */
export function rolesIn(actor: Actor, it: Application): Role[] {
  if (actor === theClock) return ['clock']
  if (actor === theDecisionLetter) return ['decision letter']
  // a member of the applying organisation never has another role for the application
  if (isMember(actor, it)) return membershipsIn(actor, it.organisationId)
  if (declarationOf(actor, it) !== 'no conflict') return []
  const seat = seatOf(actor, it)
  if (seat?.status === 'offered') return [] // an offered seat gives no role until it is accepted
  if (seat) return seat.chairs ? ['panel', 'chair'] : ['panel'] // a person with a seat neither coordinates nor decides
  if (helpedSeat(actor, it)) return ['helper'] // a helper neither coordinates nor decides
  return charityRolesIn(actor, it).filter(role => role !== 'trustee' || !hasJudged(actor, it))
}

/** Whether a person's only roles are appraiser or helper. False for a person without any role. */
export const holdsOnlySeats = ({ memberships, charityRoles: roles }: Actor): boolean =>
  memberships.length === 0 && roles.length > 0 && roles.every(role => role === 'appraiser' || role === 'helper')

/** A person's roles in one organisation. */
export function membershipsIn(actor: Pick<Actor, 'memberships'>, organisationId: string): MemberRole[] {
  return actor.memberships.filter(membership => membership.organisationId === organisationId).map(({ role }) => role)
}

/** A person's role with the most rights in one organisation; null when they are not a member. */
export function strongestRoleIn(actor: Pick<Actor, 'memberships'>, organisationId: string): MemberRole | null {
  const roles = membershipsIn(actor, organisationId)
  return memberRoles.find(role => roles.includes(role)) ?? null
}

/**
 * Whether a person must make a declaration about conflicts of interest. Members of the applying organisation never do.
 * People with a seat, helpers and coordinators always do. Trustees do once the application is submitted, or earlier if
 * every coordinator is barred.
 */
export function mustDeclare(actor: Actor, it: Application): boolean {
  if (isMember(actor, it)) return false
  if (seatOf(actor, it) !== null || helpedSeat(actor, it) !== null) return true
  return charityRolesIn(actor, it).some(role => role === 'coordinator' || it.isSubmitted)
}

export function declarationOf(actor: Actor, it: Application): 'no conflict' | 'conflict' | null {
  return it.declarations.find(({ personId }) => personId === actor.id)?.says ?? null
}

/**
 * A person's offered or accepted seat on this application. Null when they have none, or have no role in the charity.
 */
export function seatOf(actor: Actor, it: Application): Seat | null {
  if (actor.charityRoles.length === 0) return null
  return (
    it.seats.find(({ personId, status }) => personId === actor.id && (status === 'accepted' || status === 'offered')) ??
    null
  )
}

/**
 * The accepted seat whose holder this person helps. Null when there is none, when it is set aside, and for people
 * without a role in the charity.
 */
export function helpedSeat(actor: Actor, it: Application): Seat | null {
  if (actor.charityRoles.length === 0) return null
  const helped = it.helpers.filter(({ personId }) => personId === actor.id).map(({ seatId }) => seatId)
  return it.seats.find(({ id, status, setAside }) => helped.includes(id) && status === 'accepted' && !setAside) ?? null
}

function isMember(actor: Actor, it: { organisationId: string }): boolean {
  return membershipsIn(actor, it.organisationId).length > 0
}

/**
 * The person's roles as coordinator and trustee. A trustee also acts as coordinator when every coordinator is barred.
 */
export function charityRolesIn(
  actor: Actor,
  it: Pick<Application, 'everyCoordinatorIsBarred'>,
): ('coordinator' | 'trustee')[] {
  const held = (['coordinator', 'trustee'] as const).filter(role => actor.charityRoles.includes(role))
  const standsIn = it.everyCoordinatorIsBarred && held.includes('trustee') && !held.includes('coordinator')
  return standsIn ? ['coordinator', ...held] : held
}

/**
 * Whether a person has given findings on this application, or helped a member who gave some. If so, the person cannot
 * decide on the application, even after leaving the panel.
 */
function hasJudged(actor: Actor, it: Application): boolean {
  const help = [...it.helpers, ...it.formerHelpers].filter(({ personId }) => personId === actor.id)
  const helped = help.map(({ seatId }) => seatId)
  return it.seats.some(
    ({ id, personId, findingsGiven }) => findingsGiven > 0 && (personId === actor.id || helped.includes(id)),
  )
}
