import type { ApplicationKind } from './application.ts'
import { criteriaAskedBy, type Framework, type PanelReason } from './framework.ts'
import type { Judgement } from './judgements.ts'

/** What may ask for a panel where a trustee alone could confirm. */
export interface PanelFacts {
  kind: ApplicationKind
  /** the version that the award was decided on before; null where nothing is known of it */
  frameworkBefore: Framework | null
  ownRatings: readonly { itemId: string; ownRating: Judgement | null }[]
  /** branch ids, then and now */
  scopeBefore: readonly string[]
  scope: readonly string[]
  /** of the award, required and not closed */
  requiredRecommendationsOpen: number
  panelReason: string | null
}

/**
 * Why this renewal goes to a panel: those reasons that its framework version knows. Every other kind goes to one
 * whatever is in it.
 */
export function panelReasons(framework: Framework, it: PanelFacts): PanelReason[] {
  if (it.kind !== 'renewal') return []
  const holds: Record<PanelReason, boolean> = {
    'required recommendation open': it.requiredRecommendationsOpen > 0,
    'own rating not yet': rated(framework, it, 'not yet').length > 0,
    'required criterion new': newRequiredCriteria(framework, it).length > 0,
    'scope grew': grewByPercent(it) > framework.scopeGrewByPercent,
    'staff say so': it.panelReason !== null,
  }
  return framework.renewalAsksWhen.filter(reason => holds[reason])
}

export const isPanelAskedFor = (framework: Framework, it: PanelFacts): boolean =>
  it.kind !== 'renewal' || panelReasons(framework, it).length > 0

/** The criteria that this kind asks and that the library rates so itself. */
export const rated = (
  framework: Framework,
  { kind, ownRatings }: Pick<PanelFacts, 'kind' | 'ownRatings'>,
  judgement: Judgement,
) =>
  criteriaAskedBy(framework, kind).filter(({ id }) =>
    ownRatings.some(({ itemId, ownRating }) => itemId === id && ownRating === judgement),
  )

/** Required criteria that nobody ever judged for this award, because the version before did not have them. */
export function newRequiredCriteria(
  framework: Framework,
  { kind, frameworkBefore }: Pick<PanelFacts, 'kind' | 'frameworkBefore'>,
) {
  if (frameworkBefore === null) return []
  const known = new Set(frameworkBefore.criteria.map(({ id }) => id))
  return criteriaAskedBy(framework, kind).filter(({ id, requirement }) => requirement === 'required' && !known.has(id))
}

/** Branches that came, against those there were: one that closed does not hide one that opened. */
function grewByPercent({ scopeBefore, scope }: Pick<PanelFacts, 'scopeBefore' | 'scope'>): number {
  if (scopeBefore.length === 0) return 0
  return (scope.filter(branch => !scopeBefore.includes(branch)).length / scopeBefore.length) * 100
}
