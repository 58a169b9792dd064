import { keyOfName } from './similar-names.ts'

// The conflicts of interest that the service knows before a person declares. The other rules about conflicts:
// - who must declare: `mustDeclare` in actor.ts
// - nobody has a role before they declare "no conflict": `rolesIn` in actor.ts
// - what people see before they declare, and that they see nothing after declaring a conflict: `application.know`
// - who can lift a conflict that was declared by mistake: `declaration.lift` in permissions.ts
// - when a person joins a library, their declarations of "no conflict" on its applications end:
//   `endDeclarationsOfMember`
// - if they hold a seat on a decided application, their declaration on it ends only when the application is reopened:
//   `setSeatsAsideOnReopening`
// - a seat whose holder has a conflict does not count: `counts` in panel.ts
// - a person with a conflict cannot make the award's moves: `awardRoles` in award.ts, `barredAs` in renewal-bulk.ts
// - nobody acts for the charity on their own library: `hasRoleOutsideOwnLibrary` in permission-conditions.ts
// - no merge while a member of one organisation judges an application of the other: `hasMemberWhoJudges` in merge.ts
// - a trustee acts when every coordinator is barred: `charityRolesIn` in actor.ts

/** The reasons why a person might not be free to appraise an organisation. The first two bar them from the panel. */
export const possibleConflicts = ['member', 'declared', 'former member', 'past employer', 'council area'] as const
export type PossibleConflict = (typeof possibleConflicts)[number]

/** The facts about a person and one application that the service knows. */
export interface ConflictFacts {
  isMember: boolean
  wasMember: boolean
  hasDeclaredConflict: boolean
  wasEmployed: boolean
  councilArea: string
}

/**
 * The known conflicts of a person with an organisation, the most serious first.
 * @returns empty when none is known; the person must still declare
 */
export function conflictsWith(
  { place }: { place: string },
  { isMember, wasMember, hasDeclaredConflict, wasEmployed, councilArea }: ConflictFacts,
): PossibleConflict[] {
  const holds: Record<PossibleConflict, boolean> = {
    member: isMember,
    declared: hasDeclaredConflict,
    'former member': wasMember && !isMember,
    'past employer': wasEmployed,
    'council area': keyOfName(place) !== '' && keyOfName(councilArea) === keyOfName(place),
  }
  return possibleConflicts.filter(conflict => holds[conflict])
}

/** Whether any of these conflicts bars a person from the panel. Other conflicts are for the coordinator to judge. */
export const isBarredBy = (conflicts: readonly PossibleConflict[]): boolean =>
  conflicts.some(conflict => conflict === 'member' || conflict === 'declared')
