import { compare } from '../../../domain/compare.ts'
import type { Item } from '../../../domain/framework.ts'
import { extrasOf, type FrozenTarget, type PledgeTargetsEndorsements } from '../../../domain/submission.ts'
import type { T } from '../../../words/words.ts'
import { endorsementLines } from '../endorsements/endorsement.pages.ts'
import { pledgeLines } from '../pledges/pledge.pages.ts'
import { targetLines } from '../targets/target.pages.ts'

/** The pledge, targets and endorsements that are submitted with the answer to an item, as paragraphs. */
export function extrasText(t: T, { id }: Pick<Item, 'id'>, extras: PledgeTargetsEndorsements): string[] {
  const { targets, endorsements, pledge } = extrasOf(extras, id)
  return [...pledgeLines(t, pledge), ...targetLines(t, byDueDate(targets)), ...endorsementLines(t, endorsements)]
}

const byDueDate = (targets: readonly FrozenTarget[]): FrozenTarget[] =>
  targets.toSorted((a, b) => compare(a.dueOn + a.id, b.dueOn + b.id))
