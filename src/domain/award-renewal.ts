import { isUnderWay, type ApplicationKind, type ApplicationStatus } from './application.ts'
import { isAward, type Outcome } from './judgements.ts'
import { addDays, type Day } from './time.ts'

/** The facts about a renewal or reappraisal that its award's rules need. */
export interface RenewalApplication {
  id: string
  kind: ApplicationKind
  status: ApplicationStatus
  isSubmitted: boolean
  decisionLetterReleased: boolean
  /** the last day of a return, or of a request for more evidence */
  until: Day | null
  /** the outcome of the latest decision whose letter is released; a reopened application may have one */
  outcomeReleased: Outcome | null
  /** the library has asked for a review of its decision, and no trustee has answered yet */
  isUnderReview: boolean
  /** the last day to answer each open question */
  questionsUntil: Day[]
}

/**
 * Whether the charity has to act on a renewal: it is submitted and open, which includes a return or request for
 * evidence until its date. False for one that was reopened after it was awarded: that award stays until the next
 * decision letter. A decision `not yet` that is under review counts too.
 */
export function isWithUs(it: RenewalApplication, today: Day): boolean {
  if (it.isUnderReview) return it.outcomeReleased === 'not yet'
  if (!it.isSubmitted || it.status === 'draft' || !isUnderWay(it)) return false
  if (it.outcomeReleased !== null && isAward(it.outcomeReleased)) return false
  const until = returnedUntil(it)
  return until === null || today <= until
}

/** The days by which the library must answer. An application on hold has none. */
export function waitsFor(it: RenewalApplication): Day[] {
  if (it.status === 'on hold' || !isUnderWay(it) || !it.isSubmitted) return []
  const until = returnedUntil(it)
  return [...(until === null ? [] : [until]), ...it.questionsUntil].toSorted()
}

/**
 * The day after the latest date that the library missed, so that the renewal went back to it; null if it missed none.
 */
export function returnedToRenewalOn(applications: readonly RenewalApplication[], today: Day): Day | null {
  const days = applications.flatMap(it => {
    const until = it.isSubmitted ? returnedUntil(it) : null
    return until !== null && until < today ? [addDays(until, 1)] : []
  })
  return days.toSorted().at(-1) ?? null
}

const returnedUntil = (it: RenewalApplication): Day | null =>
  it.status === 'returned' || it.status === 'more evidence asked' ? it.until : null
