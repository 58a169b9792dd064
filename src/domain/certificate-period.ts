import type { Day } from './time.ts'

interface Period {
  startsOn: Day
  endsOn: Day
}

/**
 * The award period on the current certificate: the latest that has begun, or the last if none has.
 * @param terms at least one, oldest first
 */
export const presentPeriod = <Term extends Period>(terms: readonly Term[], today: Day): Term =>
  terms.findLast(({ startsOn }) => startsOn <= today) ?? terms.at(-1)!

/**
 * The last day that pages and certificates show for an award.
 * @param award.validTo its last valid day; null if a renewal keeps the award valid, or did until it was suspended or
 * ended
 * @param award.isValid whether it is valid today
 * @returns null while a renewal keeps the award valid
 */
export const lastDayShown = (award: { validTo: Day | null; isValid: boolean }, present: Period): Day | null =>
  award.validTo ?? (award.isValid ? null : present.endsOn)

/**
 * Why the certificate of an award period is superseded: the award was renewed, or the period is over.
 * @param validTo the award's last day, as `lastDayShown` gives it
 * @returns null while it is the current certificate
 */
export function supersededBecause(
  period: Period,
  terms: readonly Period[],
  { today, validTo }: { today: Day; validTo: Day | null },
): 'renewed' | 'over' | null {
  const present = presentPeriod(terms, today)
  if (period.startsOn < present.startsOn) return 'renewed'
  return validTo !== null && validTo < today && period.endsOn < today ? 'over' : null
}
