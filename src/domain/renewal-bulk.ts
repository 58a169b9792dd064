import { membershipsIn, type Actor } from './actor.ts'
import { awardMovesOpenTo, type Award } from './award.ts'
import { waitingFor, type BoardAward } from './renewal-board.ts'
import type { Day } from './time.ts'

/** The reasons for which a bulk action leaves out an award. The page shows the reason beside the award. */
export const leftOutReasons = [
  'own library',
  'conflict',
  'not now',
  'not later',
  'not waiting for it',
  'no lead',
  'emails not started',
  'reminded today',
  'changed',
] as const
export type LeftOut = (typeof leftOutReasons)[number]

type OneOfMany = BoardAward & Pick<Award, 'organisationId' | 'barred'>

/**
 * Why an award cannot be extended; null when it can.
 * @param until the new end date; null before one is chosen
 */
export function whyNotExtended(actor: Actor, it: OneOfMany, until: Day | null): LeftOut | null {
  if (!awardMovesOpenTo('coordinator', it.status).includes('extend')) return barredAs(actor, it) ?? 'not now'
  return barredAs(actor, it) ?? (until !== null && it.validTo !== null && until <= it.validTo ? 'not later' : null)
}

/**
 * Why a library cannot be reminded; null when it can. Only a library that has to act is reminded, at most once a day. A
 * library does not have to start a reappraisal of a lapsed award.
 */
export function whyNotReminded(
  actor: Actor,
  it: OneOfMany & { remindedOn: Day | null; getsEmails: boolean },
  today: Day,
): LeftOut | null {
  const isOptional = it.status === 'lapsed' && it.application === null
  if (waitingFor(it) !== 'library' || isOptional) return barredAs(actor, it) ?? 'not waiting for it'
  if (!it.getsEmails) return barredAs(actor, it) ?? 'emails not started'
  if (it.leads === 0) return barredAs(actor, it) ?? 'no lead'
  return barredAs(actor, it) ?? (it.remindedOn === today ? 'reminded today' : null)
}

/** Why a person cannot change an award: it is their own library's, or they declared a conflict; null when they can. */
function barredAs(actor: Actor, { organisationId, barred }: OneOfMany): LeftOut | null {
  if (membershipsIn(actor, organisationId).length > 0) return 'own library'
  return barred.includes(actor.id) ? 'conflict' : null
}
