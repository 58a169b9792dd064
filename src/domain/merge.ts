/** The facts about two organisations that a merge depends on. */
export interface MergeFacts {
  isSame: boolean
  from: SideOfMerge
  into: SideOfMerge
  /** a member of one organisation reads or judges an application of the other that is under way */
  hasMemberWhoJudges: boolean
  /** another merge of either organisation is waiting for agreement */
  isAnotherOpen: boolean
}

export interface SideOfMerge {
  isMerged: boolean
  isClosed: boolean
  hasEvidence: boolean
  hasApplicationsOrTargets: boolean
  /** the number of applications under way */
  underWay: number
  members: number
  leads: number
  /** the number of leads who can be reached */
  leadsReached: number
}

export const mergeObstacles = [
  'same organisation',
  'merged already',
  'survivor is closed',
  'both have applications under way',
  'conflict of interest',
  'another merge is open',
  'no lead to agree',
] as const
export type MergeObstacle = (typeof mergeObstacles)[number]

/**
 * The facts about each organisation that decide whose lead must agree to a merge. `hasEvidence` includes uploads in the
 * inbox and partners. `hasApplicationsOrTargets` includes withdrawn and decided applications, because the team can
 * still read their answers and comments.
 */
type Holding = Pick<SideOfMerge, 'hasEvidence' | 'hasApplicationsOrTargets' | 'members' | 'leads' | 'leadsReached'>
const hasContent = ({ hasEvidence, hasApplicationsOrTargets }: Holding): boolean =>
  hasEvidence || hasApplicationsOrTargets

/**
 * The organisations whose lead must agree to a merge, so that nobody reads a library's evidence, applications or
 * targets without its agreement:
 * - both, if both have any of these
 * - `from`, if only `from` has them, and `into` has members or a lead of `from` can be reached
 * - `into`, if only `into` has them, it has a lead, and `from` has members; without a lead, two people from the charity
 *   approve each new member instead
 */
export function agreementNeeded({ from, into }: Record<'from' | 'into', Holding>): ('from' | 'into')[] {
  if (hasContent(from) && hasContent(into)) return ['from', 'into']
  if (hasContent(from) && (into.members > 0 || from.leadsReached > 0)) return ['from']
  return hasContent(into) && from.members > 0 && into.leads > 0 ? ['into'] : []
}

/**
 * The obstacles, in the order of `mergeObstacles`. If both sides are the same organisation, nothing else is checked.
 */
export function obstaclesTo(facts: MergeFacts): MergeObstacle[] {
  const { isSame, from, into } = facts
  if (isSame) return ['same organisation']
  const found: Record<Exclude<MergeObstacle, 'same organisation'>, boolean> = {
    'merged already': from.isMerged || into.isMerged,
    'survivor is closed': into.isClosed,
    'both have applications under way': from.underWay > 0 && into.underWay > 0,
    'conflict of interest': facts.hasMemberWhoJudges,
    'another merge is open': facts.isAnotherOpen,
    'no lead to agree': agreementNeeded(facts).some(side => facts[side].leads === 0),
  }
  return mergeObstacles.filter(obstacle => obstacle !== 'same organisation' && found[obstacle])
}
