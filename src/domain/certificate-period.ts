import type { Day } from './time.ts'

interface Period {
  startsOn: Day
  endsOn: Day
}

/**
 * The award period that the current certificate shows: the latest one that has begun, or the last one if none has.
 * After an early renewal, the newest period has not begun yet.
 * @param terms at least one, oldest first
 */
export const presentPeriod = <Term extends Period>(terms: readonly Term[], today: Day): Term =>
  terms.findLast(({ startsOn }) => startsOn <= today) ?? terms.at(-1)!

/**
 * Why the certificate of an award period is superseded: the award has been renewed since, or the period is over. Null
 * while it is the current one.
 * @param validTo the last valid day of the award; null while a renewal keeps it valid
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
