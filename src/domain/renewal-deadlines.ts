import { isUnderWay, type ApplicationKind, type ApplicationStatus } from './application.ts'
import { isAward, type Outcome } from './judgements.ts'
import { addDays, type Day } from './time.ts'

/** The facts about a renewal or reappraisal that the rules of its award need. */
export interface RenewalApplication {
  id: string
  kind: ApplicationKind
  status: ApplicationStatus
  isSubmitted: boolean
  decisionLetterReleased: boolean
  /** the deadline of a return or of a request for more evidence; null when there is none */
  until: Day | null
  /**
   * the outcome in the latest released decision letter, even while the application is reopened; null when none is
   * released
   */
  outcomeReleased: Outcome | null
  /**
   * the library has asked for a review of the decision, no trustee has answered yet, and no later application has
   * renewed the award
   */
  isUnderReview: boolean
  /** the deadline of each open question */
  questionsUntil: Day[]
}

/**
 * Whether a renewal counts as with the charity, so that its award does not lapse. It counts while it is submitted and
 * under way; after a return or a request for more evidence, only until the deadline. Once a decision letter is
 * released, it counts only if the outcome was `not yet` and it is under review or reopened. `isWithTheCharity`
 * (application.ts), `statusesWithCharity` and `waitingFor` (renewal-board.ts) follow other rules.
 */
export function preventsLapse(it: RenewalApplication, today: Day): boolean {
  if (it.isUnderReview) return it.outcomeReleased === 'not yet'
  if (!it.isSubmitted || it.status === 'draft' || !isUnderWay(it)) return false
  // an award that was granted stays as it is until the reopened application's next decision letter
  if (it.outcomeReleased !== null && isAward(it.outcomeReleased)) return false
  const until = returnedUntil(it)
  return until === null || today <= until
}

/**
 * The dates by which the library must answer, earliest first. There are none before submission, while the application
 * is on hold, or once it is no longer under way.
 */
export function libraryDeadlines(it: RenewalApplication): Day[] {
  if (it.status === 'on hold' || !isUnderWay(it) || !it.isSubmitted) return []
  const until = returnedUntil(it)
  return [...(until === null ? [] : [until]), ...it.questionsUntil].toSorted()
}

/**
 * The day after the latest deadline of a return, or of a request for more evidence, that the library missed; null if it
 * missed none.
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
