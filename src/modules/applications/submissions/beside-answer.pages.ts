import { localEndorsement } from '../../../domain/endorsement.ts'
import type { Item } from '../../../domain/framework.ts'
import type { T } from '../../../words/words.ts'
import { endorsementLines } from '../endorsements/endorsement.pages.ts'
import { targetLines } from '../targets/target.pages.ts'
import type { BesideAnswers } from './beside-answer.store.ts'

/** The targets and the endorsements that belong to an item, as paragraphs. */
export const besideText = (t: T, { id }: Pick<Item, 'id'>, { targets, endorsements }: BesideAnswers): string[] => [
  ...targetLines(
    t,
    targets.filter(({ items }) => items.includes(id)),
  ),
  ...(id === localEndorsement ? endorsementLines(t, endorsements) : []),
]
