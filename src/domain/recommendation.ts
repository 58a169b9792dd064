import type { RecommendationKind } from './judgements.ts'
import type { Day, Instant } from './time.ts'

/**
 * Written with a proposal or a decision; open from the release of the letter; answered by the library; closed by the
 * charity, and only then done.
 */
export const recommendationStatuses = ['proposed', 'open', 'answered', 'closed'] as const
export type RecommendationStatus = (typeof recommendationStatuses)[number]

/** What each side says of it: the library answers, the charity closes it or keeps it open. */
export const noteKinds = ['answer', 'kept open', 'closed'] as const
export type NoteKind = (typeof noteKinds)[number]

/** What was said makes its state. */
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

/** A tracked promise: it opens every renewal until the charity closes it. */
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

/** Carried to the next renewal. */
export const isOutstanding = ({ status }: Pick<Recommendation, 'status'>): boolean =>
  status === 'open' || status === 'answered'

/** The library may say something, and say it better later, until it is closed. */
export const waitsForLibrary = ({ status }: Pick<Recommendation, 'status'>): boolean => status === 'open'
