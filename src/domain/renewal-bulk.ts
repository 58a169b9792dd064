import { membershipsIn, type Actor } from './actor.ts'
import { awardMovesOpenTo, type Award } from './award.ts'
import { ballOf, type OnBoard } from './renewal-board.ts'
import type { Day } from './time.ts'

/** Why an award is left out of a bulk action. The reason is shown beside its name. */
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

/** @param until the new last day, or null before it is chosen */
export function whyNotExtended(actor: Actor, it: OneOfMany, until: Day | null): LeftOut | null {
  if (!awardMovesOpenTo('coordinator', it.status).includes('extend')) return barredAs(actor, it) ?? 'not now'
  return barredAs(actor, it) ?? (until !== null && it.validTo !== null && until <= it.validTo ? 'not later' : null)
}

/** A manual email is for a library that must act, at most once a day. */
export function whyNotReminded(actor: Actor, it: OneOfMany & { remindedOn: Day | null }, today: Day): LeftOut | null {
  if (ballOf(it) !== 'library') return barredAs(actor, it) ?? 'nothing waits'
  if (it.leads === 0) return barredAs(actor, it) ?? 'nobody to tell'
  return barredAs(actor, it) ?? (it.remindedOn === today ? 'told today' : null)
}

/** People cannot move awards of their own library, or of one with which they declared a conflict. */
function barredAs(actor: Actor, { organisationId, barred }: OneOfMany): LeftOut | null {
  if (membershipsIn(actor, organisationId).length > 0) return 'own library'
  return barred.includes(actor.id) ? 'conflict' : null
}
