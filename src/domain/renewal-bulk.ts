import { membershipsIn, type Actor } from './actor.ts'
import { awardMovesOpenTo, type Award } from './award.ts'
import { ballOf, type OnBoard } from './renewal-board.ts'
import type { Day } from './time.ts'

/** Why one of many awards is left alone; each is said beside its name. */
export const leftOutReasons = [
  'own library',
  'conflict',
  'not now',
  'not later',
  'nothing waits',
  'nobody to tell',
  'told today',
  'changed meanwhile',
] as const
export type LeftOut = (typeof leftOutReasons)[number]

type OneOfMany = OnBoard & Pick<Award, 'organisationId' | 'barred'>

/** @param until the new last day; null while it is not chosen yet */
export function whyNotExtended(who: Actor, it: OneOfMany, until: Day | null): LeftOut | null {
  if (!awardMovesOpenTo('coordinator', it.status).includes('extend')) return barredAs(who, it) ?? 'not now'
  return barredAs(who, it) ?? (until !== null && it.validTo !== null && until <= it.validTo ? 'not later' : null)
}

/** A letter by hand is for a library that has something to do, and one a day is enough. */
export function whyNotNudged(who: Actor, it: OneOfMany & { nudgedOn: Day | null }, today: Day): LeftOut | null {
  if (ballOf(it) !== 'library') return barredAs(who, it) ?? 'nothing waits'
  if (it.leads === 0) return barredAs(who, it) ?? 'nobody to tell'
  return barredAs(who, it) ?? (it.nudgedOn === today ? 'told today' : null)
}

/** Nobody moves the award of a library of their own, nor of one whose case they declared a conflict on. */
function barredAs(who: Actor, { organisationId, barred }: OneOfMany): LeftOut | null {
  if (membershipsIn(who, organisationId).length > 0) return 'own library'
  return barred.includes(who.id) ? 'conflict' : null
}
