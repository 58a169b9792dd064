import type { RecommendationKind } from './judgements.ts'
import type { Day, Instant } from './time.ts'

/**
 * The statuses of a recommendation:
 * - `proposed`: written with a proposal or a decision
 * - `open`: the decision letter is released
 * - `answered`: by the library
 * - `closed`: by the charity
 */
export const recommendationStatuses = ['proposed', 'open', 'answered', 'closed'] as const
export type RecommendationStatus = (typeof recommendationStatuses)[number]

/** The notes of both sides: the library answers, and the charity closes the recommendation or keeps it open. */
export const noteKinds = ['answer', 'kept open', 'closed'] as const
export type NoteKind = (typeof noteKinds)[number]

/** The status after a note of each kind. The last note counts. */
export const statusAfter = { answer: 'answered', 'kept open': 'open', closed: 'closed' } as const satisfies Record<
  NoteKind,
  RecommendationStatus
>

export interface RecommendationNote {
  says: NoteKind
  body: string
  by: string
  at: Instant
}

/** A task from a decision letter. Every renewal lists it until the charity closes it. */
export interface Recommendation {
  id: string
  kind: RecommendationKind
  body: string
  /** a role at the library, such as “library manager” */
  owner: string
  dueOn: Day | null
  itemId: string | null
  status: RecommendationStatus
  version: number
}

/** Whether a recommendation is carried over to the next renewal. */
export const isOutstanding = ({ status }: Pick<Recommendation, 'status'>): boolean =>
  status === 'open' || status === 'answered'

/**
 * Whether a recommendation is due by `readableFrom`, the first day on which the library can read it. Such a
 * recommendation cannot be proposed or accepted.
 */
export const isAlreadyDue = ({ dueOn }: Pick<Recommendation, 'dueOn'>, readableFrom: Day): boolean =>
  dueOn !== null && dueOn <= readableFrom

/** Whether a recommendation needs a response from the library. */
export const waitsForLibrary = ({ status }: Pick<Recommendation, 'status'>): boolean => status === 'open'
