import { isUnderWay, type ApplicationKind, type ApplicationStatus } from './application.ts'
import { isAward, type Outcome } from './judgements.ts'
import { addDays, type Day } from './time.ts'

/** What an award has to know of one of its renewals or reappraisals. */
export interface RenewalApplication {
  id: string
  kind: ApplicationKind
  status: ApplicationStatus
  isSubmitted: boolean
  decisionLetterReleased: boolean
  /** the last day of a return, or of a request for more evidence */
  until: Day | null
  /** of the latest decision whose letter went out; a case that is open again may have one */
  outcomeReleased: Outcome | null
  /** the last days of its open questions */
  questionsUntil: Day[]
}

/**
 * Whether a renewal is with us: handed in and under way, a return or a request for evidence up to its date. A case that
 * was opened again after an award is none: the award stands until the letter of the next decision.
 */
export function isWithUs(it: RenewalApplication, today: Day): boolean {
  if (!it.isSubmitted || it.status === 'draft' || !isUnderWay(it)) return false
  if (it.outcomeReleased !== null && isAward(it.outcomeReleased)) return false
  const until = returnedUntil(it)
  return until === null || today <= until
}

/** The days by which the library has to do something. While a case is on hold its dates stand still. */
export function waitsFor(it: RenewalApplication): Day[] {
  if (it.status === 'on hold' || !isUnderWay(it) || !it.isSubmitted) return []
  const until = returnedUntil(it)
  return [...(until === null ? [] : [until]), ...it.questionsUntil].toSorted()
}

/** The day on which it was handed back by a date that passed; null while none did. */
export function returnedToRenewalOn(cases: readonly RenewalApplication[], today: Day): Day | null {
  const days = cases.flatMap(it => {
    const until = it.isSubmitted ? returnedUntil(it) : null
    return until !== null && until < today ? [addDays(until, 1)] : []
  })
  return days.toSorted().at(-1) ?? null
}

const returnedUntil = (it: RenewalApplication): Day | null =>
  it.status === 'returned' || it.status === 'more evidence asked' ? it.until : null
