import { isAboutTheYear } from '../../domain/carry.ts'
import { itemsAskedBy, type Framework, type PanelReason } from '../../domain/framework.ts'
import { answeredByRecommendations, type AnswerFacts } from '../../domain/progress.ts'
import type { Instant } from '../../domain/time.ts'
import { paragraphs } from '../../web/paragraphs.ts'
import type { T } from '../../words/words.ts'
import type { WrittenSince } from '../answers/since.store.ts'
import type { RecommendationLine } from '../recommendations/recommendation.store.ts'
import type { TeamMember } from '../team/team.store.ts'
import type { Case } from './application.store.ts'
import type { Conflict } from './light.actions.ts'
import type { RenewalDates } from './light.store.ts'

/** Branches and people, as they are and as they were. Names, in order. */
export interface Changed {
  branches: { now: number; came: string[]; went: string[]; others: string[] }
  team: readonly TeamMember[]
  mailbox: string | null
}

export interface Light {
  application: Case
  framework: Framework
  written: WrittenSince
  facts: readonly AnswerFacts[]
  /** titles of the evidence used, by item, as far as this person may open it */
  titles: ReadonlyMap<string, readonly string[]>
  recommendations: readonly RecommendationLine[]
  changed: Changed
  dates: RenewalDates | null
  panel: readonly PanelReason[]
  openQuestions: number
  at: Instant
}

/** The items of the one page, each where it stands there. */
export function lightItems(framework: Framework) {
  const asked = itemsAskedBy(framework, 'renewal').filter(({ id }) => id !== answeredByRecommendations)
  return { texts: asked.filter(isAboutTheYear), short: asked.filter(item => item.renewal === 'answer' && !isAboutTheYear(item)), rest: asked.filter(({ renewal }) => renewal === 'confirm') }
}
/** What somebody else saved there meanwhile. */
export const theirsOf = (t: T, { text }: Conflict): string[] => [t('renewal.light.conflict.theirs'), ...(text === '' ? [t('renewal.light.conflict.nothing')] : paragraphs(text))]
