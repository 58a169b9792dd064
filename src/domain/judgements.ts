/** The scale for findings, agreed findings and the library's own rating. */
export const judgements = ['met', 'partly met', 'not yet', 'not applicable'] as const
export type Judgement = (typeof judgements)[number]

/**
 * The possible decisions of a trustee. For what follows from a `not yet`, see `nextKind` (terms.ts) and
 * `validToAfterNotYet` (valid-to.ts).
 */
export const outcomes = ['awarded', 'awarded with recommendations', 'not yet'] as const
export type Outcome = (typeof outcomes)[number]

export const recommendationKinds = ['required', 'improvement'] as const
export type RecommendationKind = (typeof recommendationKinds)[number]

export function isAward(outcome: Outcome): boolean {
  return outcome !== 'not yet'
}
