import type { Application } from './application.ts'
import { itemsAskedBy, type Framework, type Item } from './framework.ts'
import type { Judgement } from './judgements.ts'

/** What is there of one answer. */
export interface AnswerFacts {
  itemId: string
  narrative: string
  /** only criteria have one */
  ownRating: Judgement | null
  /** pieces of evidence attached */
  evidence: number
}

export const itemStates = ['not started', 'begun', 'needs evidence', 'written', 'done'] as const
/** Criteria end as `written`, prerequisites and looking-ahead items as `done`. Never a score. */
export type ItemState = (typeof itemStates)[number]

export type Lack = 'words' | 'rating' | 'evidence'

/** Something that must be there before this application can be handed in. */
export type Missing = { what: 'item'; item: Item; lacks: Lack[] } | { what: 'scope' } | { what: 'summary' } | { what: 'contacts' }

/** The items that say which branches the application covers: the scope itself answers them. */
const answeredByScope = ['scope-declared']

/** What one item still lacks. A prerequisite needs words or evidence, a looking-ahead item words, a criterion words, a rating and evidence. */
export function lacksOf(item: Item, answer: AnswerFacts | undefined, scope: readonly string[]): Lack[] {
  const words = (answer?.narrative.trim() ?? '') !== ''
  const evidence = (answer?.evidence ?? 0) > 0
  if (item.part === 'looking ahead') return words ? [] : ['words']
  if (item.part === 'prerequisite') return words || evidence || (answeredByScope.includes(item.id) && scope.length > 0) ? [] : ['words']
  const rating = answer?.ownRating ?? null
  const nothingToShow = rating === 'not yet' || rating === 'not applicable'
  return [...(words ? [] : ['words' as const]), ...(rating ? [] : ['rating' as const]), ...(evidence || nothingToShow ? [] : ['evidence' as const])]
}

export function stateOf(item: Item, answer: AnswerFacts | undefined, scope: readonly string[]): ItemState {
  const lacks = lacksOf(item, answer, scope)
  if (lacks.length === 0) return item.part === 'criterion' ? 'written' : 'done'
  if (!answer || (answer.narrative.trim() === '' && answer.ownRating === null && answer.evidence === 0)) return 'not started'
  return lacks.length === 1 && lacks[0] === 'evidence' ? 'needs evidence' : 'begun'
}

/** How many of how many are finished: "19 of 25 written". */
export function finished(items: readonly Item[], answers: readonly AnswerFacts[], scope: readonly string[]): { of: number; finished: number } {
  const byItem = new Map(answers.map(answer => [answer.itemId, answer]))
  return { of: items.length, finished: items.filter(item => lacksOf(item, byItem.get(item.id), scope).length === 0).length }
}

/** All that is missing before the application can be handed in, in the order of the form. Only what is required can be missing. */
export function missing(
  framework: Framework, it: Pick<Application, 'kind' | 'scope'>, answers: readonly AnswerFacts[], more: { summary: string; contactsConfirmed: boolean },
): Missing[] {
  const byItem = new Map(answers.map(answer => [answer.itemId, answer]))
  const items = itemsAskedBy(framework, it.kind).filter(({ requirement }) => requirement === 'required')
    .map(item => ({ what: 'item' as const, item, lacks: lacksOf(item, byItem.get(item.id), it.scope) }))
    .filter(({ lacks }) => lacks.length > 0)
  return [
    ...(it.scope.length === 0 ? [{ what: 'scope' as const }] : []),
    ...items,
    ...(more.summary.trim() === '' ? [{ what: 'summary' as const }] : []),
    ...(more.contactsConfirmed ? [] : [{ what: 'contacts' as const }]),
  ]
}
