import type { ApplicationKind } from './application.ts'
import { criteriaAskedBy, type Framework, type PanelReason } from './framework.ts'
import type { Judgement } from './judgements.ts'

/** The facts that can send a light renewal to a panel. */
export interface PanelFacts {
  kind: ApplicationKind
  /** the framework version of the award's last decision; null if unknown */
  frameworkBefore: Framework | null
  /** the library's own ratings; only `not yet` is a reason for a panel */
  ownRatings: readonly { itemId: string; ownRating: Judgement | null }[]
  /** ids of the branches in scope at the last decision */
  scopeBefore: readonly string[]
  /** ids of the branches in scope now */
  scope: readonly string[]
  /** the number of required recommendations of the award that are not closed */
  requiredRecommendationsOpen: number
  /** the reason that a coordinator or trustee entered for a panel; null when nobody asked for one */
  panelReason: string | null
}

/** @returns why this light renewal needs a panel, by the rules of its framework version; empty for other kinds */
export function panelReasons(framework: Framework, it: PanelFacts): PanelReason[] {
  if (it.kind !== 'renewal') return []
  const holds: Record<PanelReason, boolean> = {
    'required recommendation open': it.requiredRecommendationsOpen > 0,
    'own rating not yet': criteriaRated(framework, it, 'not yet').length > 0,
    'required criterion new': newRequiredCriteria(framework, it).length > 0,
    'scope grew': grewByPercent(it) > framework.scopeGrewByPercent,
    'staff say so': it.panelReason !== null,
  }
  return framework.renewalAsksWhen.filter(reason => holds[reason])
}

export const isPanelAskedFor = (framework: Framework, it: PanelFacts): boolean =>
  it.kind !== 'renewal' || panelReasons(framework, it).length > 0

/** The criteria of this kind of application that the library gave this rating. */
export const criteriaRated = (
  framework: Framework,
  { kind, ownRatings }: Pick<PanelFacts, 'kind' | 'ownRatings'>,
  judgement: Judgement,
) =>
  criteriaAskedBy(framework, kind).filter(({ id }) =>
    ownRatings.some(({ itemId, ownRating }) => itemId === id && ownRating === judgement),
  )

/**
 * The required criteria that the version of the award's last decision did not have. Empty if that version is unknown.
 */
export function newRequiredCriteria(
  framework: Framework,
  { kind, frameworkBefore }: Pick<PanelFacts, 'kind' | 'frameworkBefore'>,
) {
  if (frameworkBefore === null) return []
  const known = new Set(frameworkBefore.criteria.map(({ id }) => id))
  return criteriaAskedBy(framework, kind).filter(({ id, requirement }) => requirement === 'required' && !known.has(id))
}

/**
 * The number of new branches as a percentage of the earlier ones; 0 if there were none. A branch that closed does not
 * offset a new one.
 */
function grewByPercent({ scopeBefore, scope }: Pick<PanelFacts, 'scopeBefore' | 'scope'>): number {
  if (scopeBefore.length === 0) return 0
  return (scope.filter(branch => !scopeBefore.includes(branch)).length / scopeBefore.length) * 100
}
