/** The facts about two organisations on which a merge depends. */
export interface MergeFacts {
  isSame: boolean
  from: SideOfMerge
  into: SideOfMerge
  /** a member of one reads or judges an application of the other that is under way */
  hasOwnJudge: boolean
  /** another merge of one of them waits for agreement */
  isAnotherOpen: boolean
}

export interface SideOfMerge {
  isMerged: boolean
  isClosed: boolean
  hasEvidence: boolean
  hasDrafts: boolean
  /** applications under way */
  underWay: number
  members: number
  leads: number
}

export const mergeObstacles = [
  'same organisation',
  'merged already',
  'survivor is closed',
  'both have applications under way',
  'own judge',
  'another merge is open',
  'nobody can agree',
] as const
export type MergeObstacle = (typeof mergeObstacles)[number]

/** The facts about one organisation on which agreement depends. */
type Holding = Pick<SideOfMerge, 'hasEvidence' | 'hasDrafts' | 'members' | 'leads'>
const holds = ({ hasEvidence, hasDrafts }: Holding): boolean => hasEvidence || hasDrafts

/**
 * The organisations whose lead must agree, so that no evidence or draft gets new readers without consent. Both, if both
 * hold any. `from`, if only it does and `into` has members. `into`, if only it does, `from` has members, and `into` has
 * a lead: without a lead, two people of the charity approve each new member instead.
 */
export function agreementNeeded({ from, into }: Record<'from' | 'into', Holding>): ('from' | 'into')[] {
  if (holds(from) && holds(into)) return ['from', 'into']
  if (holds(from) && into.members > 0) return ['from']
  return holds(into) && from.members > 0 && into.leads > 0 ? ['into'] : []
}

/** What prevents a merge; empty when nothing does. */
export function obstaclesTo(facts: MergeFacts): MergeObstacle[] {
  const { isSame, from, into } = facts
  if (isSame) return ['same organisation']
  const found: Record<Exclude<MergeObstacle, 'same organisation'>, boolean> = {
    'merged already': from.isMerged || into.isMerged,
    'survivor is closed': into.isClosed,
    'both have applications under way': from.underWay > 0 && into.underWay > 0,
    'own judge': facts.hasOwnJudge,
    'another merge is open': facts.isAnotherOpen,
    'nobody can agree': agreementNeeded(facts).some(side => facts[side].leads === 0),
  }
  return mergeObstacles.filter(obstacle => obstacle !== 'same organisation' && found[obstacle])
}
