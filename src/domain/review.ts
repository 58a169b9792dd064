import { addDays, dayOf, type Day, type Instant } from './time.ts'

// Requests to change a decision. Permissions, events and emails call a coordinator's request a "correction".
// Corrections of recorded awards are in award-correction.ts.

/** The number of days in which a library can ask for a review, counted from the release of the decision letter. */
export const daysToAskForReview = 28

/** The last day on which the library can ask for a review. */
export const reviewUntil = (releasedAt: Instant): Day => addDays(dayOf(releasedAt), daysToAskForReview)

/**
 * The kinds of request to change a decision:
 * - `reversal`: by a coordinator, before the decision letter is released
 * - `error`: by a coordinator, after the release
 * - `review`: by the library, after the release
 */
export const requestKinds = ['reversal', 'error', 'review'] as const
export type RequestKind = (typeof requestKinds)[number]

export type RequestStatus = 'asked' | 'answered' | 'withdrawn'

/**
 * The answers to a request to change a decision. `new decision`: the decision is reversed, or the application is
 * reopened, so that it is decided again.
 */
export const requestAnswers = ['as decided', 'new decision'] as const
export type RequestAnswer = (typeof requestAnswers)[number]

/** A request to change a decision. */
export interface DecisionRequest {
  id: string
  applicationId: string
  decisionId: string
  kind: RequestKind
  status: RequestStatus
  reason: string
  askedBy: string
  askedAt: Instant
  answer: RequestAnswer | null
  answerReason: string | null
  answeredAt: Instant | null
  version: number
}

/**
 * Why this trustee cannot answer a request: they made the request, or they made the decision and the decision letter is
 * released. Null when they can answer.
 */
export function reasonNotToAnswer(
  { kind, askedBy }: Pick<DecisionRequest, 'kind' | 'askedBy'>,
  { decidedBy }: { decidedBy: string },
  actor: { id: string },
): 'asked' | 'decided' | null {
  if (askedBy === actor.id) return 'asked'
  return kind !== 'reversal' && decidedBy === actor.id ? 'decided' : null
}
