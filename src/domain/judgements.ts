/** The scale for findings, agreed findings and the library's own rating. */
export const judgements = ['met', 'partly met', 'not yet', 'not applicable'] as const
export type Judgement = (typeof judgements)[number]

/**
 * The possible decisions of a trustee. After a `not yet`, the next renewal is a full reappraisal (`nextKind` in
 * terms.ts). After the first `not yet` in an award period, a valid award stays valid for at least 28 more days
 * (`validToAfterNotYet` in valid-to.ts). The award makes the move `handBack`, or `shorten` if the application had
 * already been awarded and was reopened (award.ts).
 */
export const outcomes = ['awarded', 'awarded with recommendations', 'not yet'] as const
export type Outcome = (typeof outcomes)[number]

export const recommendationKinds = ['required', 'improvement'] as const
export type RecommendationKind = (typeof recommendationKinds)[number]

export function isAward(outcome: Outcome): boolean {
  return outcome !== 'not yet'
}
