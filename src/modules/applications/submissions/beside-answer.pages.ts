import type { Item } from '../../../domain/framework.ts'
import { besideItem, type BesideAnswers } from '../../../domain/submission.ts'
import type { T } from '../../../words/words.ts'
import { endorsementLines } from '../endorsements/endorsement.pages.ts'
import { targetLines } from '../targets/target.pages.ts'

/** The targets and the endorsements that belong to an item, as paragraphs. */
export function besideText(t: T, { id }: Pick<Item, 'id'>, beside: BesideAnswers): string[] {
  const { targets, endorsements } = besideItem(beside, id)
  return [...targetLines(t, targets), ...endorsementLines(t, endorsements)]
}
