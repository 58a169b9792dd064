import type { ApplicationKind } from './application.ts'
import { isAward, type Judgement, type Outcome, type RecommendationKind } from './judgements.ts'
import type { Day } from './time.ts'

/** The facts stated in every decision letter. */
export interface LetterFacts {
  organisation: string
  kind: ApplicationKind
  outcome: Outcome
  /** the award period that the decision letter begins or confirms; null after `not yet` */
  period: { from: Day; to: Day } | null
  /** after `not yet`: the last valid day of the award that the library holds; null when it holds no valid award */
  validTo: Day | null
  /** the day on which the next renewal opens; null after `not yet` */
  renewalOpensOn: Day | null
  /** whether the award that the library holds is suspended */
  isSuspended: boolean
  /** the names of the branches in scope */
  branches: readonly string[]
  /** the panel's agreed findings; empty for a light renewal */
  findings: readonly { judgement: Judgement }[]
  recommendations: readonly LetterRecommendation[]
  /** the open recommendations from earlier decision letters about the award */
  stillOpen: readonly LetterRecommendation[]
  /** the last day to ask for a review */
  reviewUntil: Day
}

export interface LetterRecommendation {
  kind: RecommendationKind
  body: string
  owner: string
  dueOn: Day | null
}

/** The parts of a decision letter that people write. */
export interface LetterText {
  opening: string
  /** written by the panel, or by the trustee who confirms a light renewal */
  body: string
  closing: string
}

/**
 * Whether a decision letter has only the standard text. Coordinators are asked to confirm the release of such a letter.
 * @param drafts the texts that the form for the body can start with
 */
export const isUntouched = (
  now: Pick<LetterText, 'opening' | 'closing' | 'body'>,
  template: Pick<LetterText, 'opening' | 'closing'>,
  drafts: readonly string[],
): boolean =>
  now.opening === template.opening && now.closing === template.closing && (now.body === '' || drafts.includes(now.body))

/** The number of criteria with each judgement, in the order of the judgements; unused judgements are left out. */
export function countsOf(findings: LetterFacts['findings']): { judgement: Judgement; count: number }[] {
  const order: readonly Judgement[] = ['met', 'partly met', 'not yet', 'not applicable']
  return order
    .map(judgement => ({ judgement, count: findings.filter(each => each.judgement === judgement).length }))
    .filter(({ count }) => count > 0)
}

export const isAwarded = ({ outcome }: Pick<LetterFacts, 'outcome'>): boolean => isAward(outcome)
