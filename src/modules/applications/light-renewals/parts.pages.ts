import { isAboutTheYear } from '../../../domain/carry.ts'
import { itemsAskedBy, type Framework } from '../../../domain/framework.ts'
import { answeredByRecommendations } from '../../../domain/progress.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import type { T } from '../../../words/words.ts'
import type { Conflict } from './light-renewal.actions.ts'

/** The items of the one page, each where it stands there. */
export function lightItems(framework: Framework) {
  const asked = itemsAskedBy(framework, 'renewal').filter(({ id }) => id !== answeredByRecommendations)
  return {
    texts: asked.filter(isAboutTheYear),
    short: asked.filter(item => item.renewal === 'answer' && !isAboutTheYear(item)),
    rest: asked.filter(({ renewal }) => renewal === 'confirm'),
  }
}
/** What somebody else saved there meanwhile. */
export const theirsOf = (t: T, { text }: Conflict): string[] => [
  t('renewal.light.conflict.theirs'),
  ...(text === '' ? [t('renewal.light.conflict.nothing')] : paragraphs(text)),
]
