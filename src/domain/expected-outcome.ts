import type { Framework } from './framework.ts'
import { isAward, type Judgement, type Outcome } from './judgements.ts'

/**
 * The outcomes that one trustee can choose when confirming a light renewal: those that give the award. Any other
 * outcome needs a panel.
 */
export const confirmingOutcomes = (framework: Framework): Outcome[] =>
  framework.decisions.map(({ id }) => id).filter(isAward)

/**
 * Whether this framework version expects the outcome after these agreed findings on required criteria. An outcome
 * that lists no judgements is expected when no other outcome is. An unexpected outcome needs a reason.
 */
export function isOutcomeExpected(
  framework: Framework,
  outcome: Outcome,
  findings: readonly { itemId: string; judgement: Judgement }[],
): boolean {
  const expected = framework.decisions.find(({ id }) => id === outcome)?.expects ?? []
  if (expected.length === 0)
    return !framework.decisions.some(
      ({ id, expects }) => id !== outcome && expects.length > 0 && isOutcomeExpected(framework, id, findings),
    )
  const required = new Set(
    framework.criteria.filter(({ requirement }) => requirement === 'required').map(({ id }) => id),
  )
  return findings.filter(({ itemId }) => required.has(itemId)).every(({ judgement }) => expected.includes(judgement))
}
