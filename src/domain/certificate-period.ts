import type { Award, AwardChange } from './award.ts'
import { addDays, type Day } from './time.ts'
import { lastValidDay, wasValidOn } from './validity.ts'

interface Period {
  startsOn: Day
  endsOn: Day
}

/**
 * The award period on the current certificate: the latest one that has begun or, if none has, the last one.
 * @param terms at least one, oldest first
 */
export const presentPeriod = <Term extends Period>(terms: readonly Term[], today: Day): Term =>
  terms.findLast(({ startsOn }) => startsOn <= today) ?? terms.at(-1)!

/**
 * The last day that pages and certificates show for an award; null while a renewal keeps it valid. An award that was
 * suspended or ended in that time has no `validTo`, so the last day of its award period is shown.
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

/** The days that decide what a certificate shows. */
interface CertificateDays {
  /** the certificate has the name of the organisation that held the award on this day */
  holderOn: Day
  /** the certificate counts the branches in the award on this day; null for those in it today */
  branchesOn: Day | null
}

/**
 * The days that decide which name and which branches a certificate shows.
 * - current certificate: today or, if the award is over, its last valid day
 * - earlier certificate: the last day of its award period; for the branches, the day before the next decision letter
 *   was released, if that is earlier
 * @param facts.terms at least one, oldest first
 * @param facts.period the award period that the reader asked for; null for the current one
 * @param facts.released the day on which the decision letter of each award period was released, by the number of the
 *   period
 */
export function certificateDays(
  award: Pick<Award, 'status' | 'validTo'>,
  facts: {
    terms: readonly (Period & { number: number })[]
    period: (Period & { number: number }) | null
    changes: readonly AwardChange[]
    released: ReadonlyMap<number, Day>
  },
  today: Day,
): CertificateDays {
  const { terms, period, changes, released } = facts
  const present = presentPeriod(terms, today)
  if (period === null || period.startsOn >= present.startsOn) {
    const last = isOver(award, { changes, present }, today) ? lastValidDay(changes, today) : null
    return { holderOn: last ?? today, branchesOn: last }
  }
  const next = released.get(period.number + 1)
  const dayBeforeNext = next ? addDays(next, -1) : period.endsOn
  return { holderOn: period.endsOn, branchesOn: dayBeforeNext < period.endsOn ? dayBeforeNext : period.endsOn }
}

/**
 * Whether the award ended, lapsed or passed its last valid day. A suspended award can be restored, so it is not over
 * before that day.
 */
function isOver(
  { status, validTo }: Pick<Award, 'status' | 'validTo'>,
  { changes, present }: { changes: readonly AwardChange[]; present: Period },
  today: Day,
): boolean {
  if (status === 'ended' || status === 'lapsed') return true
  const shown = lastDayShown({ validTo, isValid: wasValidOn(changes, today) }, present)
  return shown !== null && shown < today
}
