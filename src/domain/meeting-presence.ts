import type { Instant } from './time.ts'

export const movementReasons = ['came', 'left', 'not on the item', 'item over'] as const
export type MovementReason = (typeof movementReasons)[number]

/** A person entering or leaving the room of a meeting. */
export interface Movement {
  personId: string
  says: 'here' | 'away'
  because: MovementReason
  /** the application that was being discussed; null when none was */
  applicationId: string | null
  at: Instant
}

/** The last movement of each person, in the order in which they first arrived. */
export function lastMovements(movements: readonly Movement[]): Movement[] {
  return [...new Map(movements.map(movement => [movement.personId, movement])).values()]
}

/** The ids of the people in the room now. */
export const presentPeopleIds = (movements: readonly Movement[]): string[] =>
  lastMovements(movements)
    .filter(({ says }) => says === 'here')
    .map(({ personId }) => personId)

/** The ids of the people who wait outside until an item that they must not hear has ended. */
export const waitingOutside = (movements: readonly Movement[]): string[] =>
  lastMovements(movements)
    .filter(({ says, because }) => says === 'away' && because === 'not on the item')
    .map(({ personId }) => personId)

/**
 * The ids of the people who were in the room at any time from `from` until `to`, which is null while the item
 * continues. Someone who left exactly at `from` is not included.
 */
export function presentDuring(
  movements: readonly Movement[],
  { from, to }: { from: Instant; to: Instant | null },
): string[] {
  const people = [...new Set(movements.map(({ personId }) => personId))]
  return people.filter(personId => {
    const own = movements.filter(movement => movement.personId === personId)
    const atStart = own.findLast(({ at }) => at <= from)
    const cameLater = own.some(({ says, at }) => says === 'here' && at > from && (to === null || at < to))
    return atStart?.says === 'here' || cameLater
  })
}

/**
 * The people who must leave and who can return when an item begins or ends.
 * @param mayFollow whether a person can hear the item that begins; true for everyone when none begins
 */
export function roomChanges(
  movements: readonly Movement[],
  mayFollow: (personId: string) => boolean,
): Pick<Movement, 'personId' | 'says' | 'because'>[] {
  const leave = presentPeopleIds(movements).filter(personId => !mayFollow(personId))
  const back = waitingOutside(movements).filter(mayFollow)
  return [
    ...leave.map(personId => ({ personId, says: 'away' as const, because: 'not on the item' as const })),
    ...back.map(personId => ({ personId, says: 'here' as const, because: 'item over' as const })),
  ]
}
