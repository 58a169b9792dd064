import {
  declarationOf,
  mustDeclare,
  membershipsIn,
  rolesIn,
  helpedSeat,
  seatOf,
  type Actor,
  type CharityRole,
  type MemberRole,
  type Role,
} from './actor.ts'
import type { Application } from './application.ts'
import { hasConsent } from './consent.ts'
import type { EvidenceSubject } from './evidence.ts'

// The conditions of the permission table: how a person relates to an application, a library or evidence.

/** The facts about a merge of two organisations that permissions depend on. */
export interface MergeSubject {
  fromId: string
  intoId: string
}

export const libraryRoles = ['lead', 'contributor', 'observer'] as const
/**
 * The roles at the charity that can read a submitted application, once the person has declared no conflict of interest.
 */
export const charityReaders = ['panel', 'coordinator', 'trustee'] as const

export const mayManageMerge = (actor: Actor, { fromId, intoId }: MergeSubject): boolean =>
  [fromId, intoId].every(id => hasRoleOutsideOwnLibrary(actor, id, 'coordinator'))

export const leadsOneOf = (actor: Actor, { fromId, intoId }: MergeSubject): boolean =>
  [fromId, intoId].some(id => isMemberAs(actor, id, 'lead'))

export function hasRole(actor: Actor, it: Application, ...wanted: readonly Role[]): boolean {
  return rolesIn(actor, it).some(role => wanted.includes(role))
}

export function mayKnowBeforeDeclaring(actor: Actor, it: Application): boolean {
  return mustDeclare(actor, it) && declarationOf(actor, it) !== 'conflict'
}

export function isReader(actor: Actor, it: Application): boolean {
  return it.isSubmitted && hasRole(actor, it, ...charityReaders)
}

/** Whether a person helps a member of the panel of a submitted application, for example as an interpreter. */
export function isHelper(actor: Actor, it: Application): boolean {
  return it.isSubmitted && hasRole(actor, it, 'helper')
}

/** Whether a person can attend a meeting that discusses an application. */
export function mayAttend(actor: Actor, it: Application): boolean {
  return it.isSubmitted && hasRole(actor, it, 'panel', 'coordinator')
}

/** Whether a person is expected at a meeting: they accepted a seat, and have not declared a conflict. */
export function isExpectedAtMeeting(actor: Actor, it: Application): boolean {
  return seatOf(actor, it)?.status === 'accepted' && mayKnowBeforeDeclaring(actor, it)
}

/** Whether a person can follow an item of a meeting as a helper: the member whom they help has declared no conflict. */
export function mayFollowAsHelper(actor: Actor, it: Application): boolean {
  return isHelper(actor, it) && declarationOfHelped(actor, it) === 'no conflict'
}

/**
 * Whether a person is expected at a meeting as a helper: neither they nor the member whom they help has declared a
 * conflict.
 */
export function isHelperExpected(actor: Actor, it: Application): boolean {
  return (
    helpedSeat(actor, it) !== null && mayKnowBeforeDeclaring(actor, it) && declarationOfHelped(actor, it) !== 'conflict'
  )
}

function declarationOfHelped(actor: Actor, it: Application): 'no conflict' | 'conflict' | null {
  const holder = helpedSeat(actor, it)?.personId
  return it.declarations.find(({ personId }) => personId === holder)?.says ?? null
}

export function isHolder(actor: Actor, it: Application, seatId: string): boolean {
  return seatOf(actor, it)?.id === seatId
}

export function hasGivenAll(actor: Actor, it: Application): boolean {
  return seatOf(actor, it)?.hasGivenAll === true
}

/**
 * Whether a person can read the others' findings: with a seat, only after giving all their own. True for anyone without
 * a seat, so callers must also check that the person is a reader.
 */
export function mayReadOthers(actor: Actor, it: Application): boolean {
  return seatOf(actor, it)?.hasGivenAll ?? true
}

export function hasDecisionLetter(actor: Actor, it: Application): boolean {
  return it.hasReleasedDecision && hasRole(actor, it, ...libraryRoles)
}

export function hasCharityRole(actor: Actor, ...roles: readonly CharityRole[]): boolean {
  return actor.charityRoles.some(role => roles.includes(role))
}

export function isMemberAs(actor: Actor, organisationId: string, ...roles: readonly MemberRole[]): boolean {
  return membershipsIn(actor, organisationId).some(role => roles.includes(role))
}

/** Whether a person has one of these roles in the charity and is not a member of this library. */
export function hasRoleOutsideOwnLibrary(
  actor: Actor,
  organisationId: string,
  ...roles: readonly CharityRole[]
): boolean {
  return membershipsIn(actor, organisationId).length === 0 && hasCharityRole(actor, ...roles)
}

/**
 * Whether a member can read their library's evidence. Restricted evidence is for leads, and for its owner if they are a
 * contributor. Other evidence is for all members, but not for observers once a consent is withdrawn.
 */
export function mayReadOwn(actor: Actor, it: EvidenceSubject): boolean {
  if (isMemberAs(actor, it.organisationId, 'lead')) return true
  if (isMemberAs(actor, it.organisationId, 'contributor'))
    return it.sensitivity === 'ordinary' || it.ownerId === actor.id
  return isMemberAs(actor, it.organisationId, 'observer') && it.sensitivity === 'ordinary' && !it.isConsentWithdrawn
}

/**
 * Whether a person can read evidence through an application. Evidence that shows people needs their consent. Only the
 * panel and, once the application reaches them, trustees can read restricted evidence.
 * @param through an application whose submission or reply includes the evidence; the caller checks that it does
 */
export function mayReadThrough(actor: Actor, it: EvidenceSubject, through: Application | null): boolean {
  if (
    !through ||
    through.organisationId !== it.organisationId ||
    !(isReader(actor, through) || isHelper(actor, through)) ||
    !hasConsent(it, actor.today)
  )
    return false
  if (it.sensitivity === 'ordinary' || hasRole(actor, through, 'panel')) return true
  return (
    hasRole(actor, through, 'trustee') &&
    (['with a trustee', 'decided'].includes(through.status) ||
      (through.kind === 'renewal' && through.status === 'checked'))
  )
}
