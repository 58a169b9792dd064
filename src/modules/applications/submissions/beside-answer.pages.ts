import type { Item } from '../../../domain/framework.ts'
import { besideItem, type PledgeTargetsEndorsements } from '../../../domain/submission.ts'
import type { T } from '../../../words/words.ts'
import { endorsementLines } from '../endorsements/endorsement.pages.ts'
import { pledgeLines } from '../pledges/pledge.pages.ts'
import { targetLines } from '../targets/target.pages.ts'

/** The pledge, targets and endorsements that are submitted beside the answer to an item, as paragraphs. */
export function besideText(t: T, { id }: Pick<Item, 'id'>, beside: PledgeTargetsEndorsements): string[] {
  const { targets, endorsements, pledge } = besideItem(beside, id)
  return [...pledgeLines(t, pledge), ...targetLines(t, targets), ...endorsementLines(t, endorsements)]
}
