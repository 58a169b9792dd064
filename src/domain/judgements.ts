/**
 * The scale for findings, agreed findings and the applicant's own rating. Each judgement needs a reason. Judgements are
 * never added up.
 */
export const judgements = ['met', 'partly met', 'not yet', 'not applicable'] as const
export type Judgement = (typeof judgements)[number]

/**
 * The possible decisions of a trustee. After `not yet` on a renewal, a valid award stays so for at least 28 days
 * (`validToAfterNotYet` in valid-to.ts), and the next renewal is a full reappraisal (`nextKind` in terms.ts). The
 * award's moves are `return` and, if the letter replaces one that awarded it, `shorten` (award.ts).
 */
export const outcomes = ['awarded', 'awarded with recommendations', 'not yet'] as const
export type Outcome = (typeof outcomes)[number]

export const recommendationKinds = ['required', 'improvement'] as const
export type RecommendationKind = (typeof recommendationKinds)[number]

export function isAward(outcome: Outcome): boolean {
  return outcome !== 'not yet'
}
