import { canItemBeWritten, type Application, type ApplicationKind } from './application.ts'
import { criteriaAskedBy, itemsAskedBy, type Framework, type Item } from './framework.ts'
import { localEndorsement } from './endorsement.ts'
import { pledgeItem } from './pledge.ts'
import type { Judgement } from './judgements.ts'
import { earlierTargets, settingTargets } from './target.ts'

/** The facts about one answer that decide whether it is complete. */
export interface AnswerFacts {
  itemId: string
  narrative: string
  /** null for items other than criteria */
  ownRating: Judgement | null
  /** the number of items attached; only whether it is 0 matters, so callers can pass 1 for any other number */
  evidence: number
  /** carried over from an earlier application and not changed since */
  isCarried?: boolean
}

/** Other facts that decide what is missing. */
export interface ToFill {
  kind: ApplicationKind
  scope: readonly string[]
  /**
   * an earlier application for the award was decided in this service; false for the first renewal of a recorded award
   */
  hasEarlierAnswers?: boolean
  /** for a light renewal: the library confirmed that everything it did not change is still true */
  restIsConfirmed?: boolean
  /** the number of open recommendations of the award that have no response yet */
  recommendationsToAnswer?: number
  /**
   * The number of targets. While the library can edit the application: its targets that are `not started` or `under
   * way`. Otherwise: the targets in its last submission.
   */
  targets?: number
  /** the number of earlier targets on which the library has recorded no progress since it started the application */
  targetsToReport?: number
  /** a local group has endorsed the application */
  isEndorsed?: boolean
  /** the library has entered who signed the pledge, and when */
  hasPledge?: boolean
}

export const itemStates = [
  'not started',
  'begun',
  'needs evidence',
  'as before',
  'not answered',
  'written',
  'done',
] as const
/**
 * The states of an item.
 * - `as before`: unchanged in a light renewal
 * - `not answered`: a recommended item that a light renewal leaves empty; it needs nothing, but does not count as
 *   answered
 * - `written`: a complete criterion
 * - `done`: any other complete item
 */
export type ItemState = (typeof itemStates)[number]

export type Lack = 'words' | 'pledge' | 'branches' | 'rating' | 'evidence' | 'progress' | 'confirmation'

/** Something that is missing before the application can be submitted. */
export type Missing =
  | { what: 'item'; item: Item; lacks: Lack[] }
  /** short answers in a light renewal that still have last year's text; one tick box confirms them all */
  | { what: 'short answers'; items: readonly Item[] }
  /** in a light renewal, the item about significant changes and the contacts, which one tick box completes together */
  | { what: 'changes and contacts'; item: Item }
  | { what: 'recommendations'; count: number }
  | { what: 'scope' }
  | { what: 'confirmation' }
  | { what: 'summary' }
  | { what: 'contacts' }

/** Ids of items that are answered by choosing the branches of the application. */
const answeredByScope = ['scope-declared']
/** Id of the item that is answered by a response to each recommendation. */
export const answeredByRecommendations = 'response-to-recommendations'
/** Id of the item that the box "No significant changes" of a light renewal answers. */
export const significantChanges = 'significant-changes'
/** Id of the item about earlier targets, whose progress must be reported in a full reappraisal. */
export const aboutEarlierTargets = earlierTargets

/** Whether an item is answered with text or evidence of its own. A return can ask for changes only to such items. */
export const hasOwnAnswer = ({ id }: Item): boolean => id !== answeredByRecommendations && !answeredByScope.includes(id)

/** The parts that are still missing from the answer to an item; empty when it is complete. */
export function lacksOf(item: Item, answer: AnswerFacts | undefined, it: ToFill): Lack[] {
  if (item.id === answeredByRecommendations) return (it.recommendationsToAnswer ?? 0) > 0 ? ['words'] : []
  if (item.id === settingTargets && (it.targets ?? 0) > 0) return []
  if (item.id === localEndorsement && it.isEndorsed) return []
  if (item.id === pledgeItem) return it.hasPledge || isLeftEmpty(item, answer, it) ? [] : ['pledge']
  if (needsBranches(item, it)) return ['branches']
  if (item.id === aboutEarlierTargets) {
    if (it.kind === 'reappraisal' && (it.targetsToReport ?? 0) > 0) return ['progress']
    if (!hasAnswer(answer)) return []
  }
  return it.kind === 'renewal' ? lacksInRenewal(item, answer, it) : lacksInFullApplication(item, answer, it)
}

/**
 * The parts that an item still lacks in a full application. A criterion that is rated `not yet` or `not applicable`
 * needs no evidence.
 */
function lacksInFullApplication(item: Item, answer: AnswerFacts | undefined, { scope }: ToFill): Lack[] {
  const words = hasWords(answer)
  const evidence = (answer?.evidence ?? 0) > 0
  if (item.part === 'looking ahead') return words ? [] : ['words']
  if (item.part === 'prerequisite') return words || evidence || isAnsweredByScope(item, scope) ? [] : ['words']
  const rating = answer?.ownRating ?? null
  const nothingToShow = rating === 'not yet' || rating === 'not applicable'
  return [
    ...(words ? [] : ['words' as const]),
    ...(rating ? [] : ['rating' as const]),
    ...(evidence || nothingToShow ? [] : ['evidence' as const]),
  ]
}

/** The parts that an item still lacks in a light renewal. */
function lacksInRenewal(item: Item, answer: AnswerFacts | undefined, it: ToFill): Lack[] {
  if (item.renewal === 'skip') return []
  if (item.renewal === 'answer') return hasWords(answer) && answer?.isCarried !== true ? [] : ['words']
  if (isLeftEmpty(item, answer, it)) return []
  if (isLeftUnchanged(item, answer, it)) return it.restIsConfirmed ? [] : ['confirmation']
  return lacksInFullApplication(item, answer, it)
}

function isLeftUnchanged(item: Item, answer: AnswerFacts | undefined, it: ToFill): boolean {
  if (it.kind !== 'renewal' || item.renewal !== 'confirm' || needsBranches(item, it)) return false
  if (hasAnswer(answer)) return answer?.isCarried === true
  return !it.hasEarlierAnswers || isAnsweredByScope(item, it.scope) || isAnsweredBeside(item, it)
}

/** Whether an item of a light renewal has no answer in this service, because the award was decided outside it. */
export const isNeverAnswered = (item: Item, answer: AnswerFacts | undefined, it: ToFill): boolean =>
  !it.hasEarlierAnswers &&
  !hasAnswer(answer) &&
  hasOwnAnswer(item) &&
  isLeftUnchanged(item, answer, it) &&
  !isAnsweredByScope(item, it.scope) &&
  !isAnsweredBeside(item, it)

/** The criteria of a light renewal that the library has never answered in this service; see `isNeverAnswered`. */
export const criteriaNeverAnswered = (framework: Framework, it: ToFill, answers: readonly AnswerFacts[]): Item[] =>
  criteriaAskedBy(framework, it.kind).filter(item =>
    isNeverAnswered(
      item,
      answers.find(({ itemId }) => itemId === item.id),
      it,
    ),
  )

/** Whether a light renewal leaves this recommended item empty. */
function isLeftEmpty(item: Item, answer: AnswerFacts | undefined, it: ToFill): boolean {
  if (it.kind !== 'renewal' || item.renewal !== 'confirm' || item.requirement !== 'recommended') return false
  return !hasAnswer(answer) && hasOwnAnswer(item) && !isLeftUnchanged(item, answer, it)
}

/** Whether targets, an endorsement or the pledge complete a recommended item; `aboutEarlierTargets` needs nothing. */
const isAnsweredBeside = ({ id, requirement }: Item, it: ToFill): boolean =>
  requirement === 'recommended' &&
  ((id === settingTargets && (it.targets ?? 0) > 0) ||
    (id === localEndorsement && it.isEndorsed === true) ||
    (id === pledgeItem && it.hasPledge === true) ||
    id === aboutEarlierTargets)

export function stateOf(item: Item, answer: AnswerFacts | undefined, it: ToFill): ItemState {
  if (isLeftUnchanged(item, answer, it)) return 'as before'
  if (isLeftEmpty(item, answer, it)) return 'not answered'
  const lacks = lacksOf(item, answer, it)
  if (lacks.length === 0) return item.part === 'criterion' ? 'written' : 'done'
  if (!hasAnswer(answer)) return 'not started'
  return lacks.length === 1 && lacks[0] === 'evidence' ? 'needs evidence' : 'begun'
}

/** Whether the library has nothing left to do about an item. */
export const isComplete = (state: ItemState): boolean =>
  state === 'written' || state === 'done' || state === 'as before' || state === 'not answered'

/**
 * Whether the library still has to finish an item that it can write now: the item is incomplete, or a return or the
 * panel asked for a change to it that no one has made.
 * @param untouched ids of the items that still need that change
 */
export const isItemUnfinished = (
  application: Application,
  itemId: string,
  { state, untouched }: { state: ItemState; untouched: readonly string[] },
): boolean => canItemBeWritten(application, itemId) && (untouched.includes(itemId) || !isComplete(state))

/** The next incomplete item or, when none follows, the first incomplete required item. Null when there is none. */
export function nextIncomplete(
  items: readonly Item[],
  current: Pick<Item, 'id'>,
  isComplete: (item: Item) => boolean,
): Item | null {
  const place = items.findIndex(({ id }) => id === current.id)
  const after = items.slice(place + 1).find(item => !isComplete(item))
  const before = items.slice(0, Math.max(place, 0)).find(item => item.requirement === 'required' && !isComplete(item))
  return after ?? before ?? null
}

/**
 * The next item in `untouched` or, when none follows, the first; null when no other item is left.
 * @param untouched ids of the items that the library was asked to change and has not changed yet
 */
export function nextUntouched(
  items: readonly Item[],
  current: Pick<Item, 'id'>,
  untouched: readonly string[],
): Item | null {
  const place = items.findIndex(({ id }) => id === current.id)
  const inTurn = [...items.slice(place + 1), ...items.slice(0, Math.max(place, 0))]
  return inTurn.find(({ id }) => untouched.includes(id)) ?? null
}

/**
 * Counts all items (`of`) and the complete ones (`finished`). A recommended item left empty does not count as complete.
 */
export function finished(
  items: readonly Item[],
  answers: readonly AnswerFacts[],
  it: ToFill,
): { of: number; finished: number } {
  const byItem = new Map(answers.map(answer => [answer.itemId, answer]))
  return {
    of: items.length,
    finished: items.filter(item => {
      const answer = byItem.get(item.id)
      return lacksOf(item, answer, it).length === 0 && stateOf(item, answer, it) !== 'not answered'
    }).length,
  }
}

/**
 * Everything that the library must still fill in before submission. Gaps that belong together are one entry, such as
 * the short answers of a renewal that are still last year's. Does not check whether the items that a return names have
 * changed since: `returnedPointsAreChanged` does.
 */
export function missing(
  framework: Framework,
  it: ToFill,
  {
    answers,
    summary,
    contactsConfirmed,
  }: { answers: readonly AnswerFacts[]; summary: string; contactsConfirmed: boolean },
): Missing[] {
  const byItem = new Map(answers.map(answer => [answer.itemId, answer]))
  const asked = itemsAskedBy(framework, it.kind).map(item => ({ item, lacks: lacksOf(item, byItem.get(item.id), it) }))
  const incomplete = asked.filter(
    ({ item, lacks }) => item.requirement === 'required' && lacks.some(lack => !isListedOnce(lack)),
  )
  const inRenewal = it.kind === 'renewal' ? incomplete.map(({ item }) => item) : []
  const short = inRenewal.filter(item => item.part !== 'looking ahead' && isLastYears(item, byItem.get(item.id)))
  const changes = contactsConfirmed ? undefined : inRenewal.find(({ id }) => id === significantChanges)
  const items = incomplete
    .filter(({ item }) => !short.slice(1).includes(item))
    .map(({ item, lacks }) => {
      if (item === short[0]) return { what: 'short answers' as const, items: short }
      if (item === changes) return { what: 'changes and contacts' as const, item }
      if (item.id !== answeredByRecommendations) return { what: 'item' as const, item, lacks }
      return { what: 'recommendations' as const, count: it.recommendationsToAnswer ?? 0 }
    })
  return [
    ...(it.scope.length === 0 ? [{ what: 'scope' as const }] : []),
    ...items,
    ...(asked.some(({ lacks }) => lacks.includes('confirmation')) ? [{ what: 'confirmation' as const }] : []),
    ...(summary.trim() === '' ? [{ what: 'summary' as const }] : []),
    ...(contactsConfirmed || changes ? [] : [{ what: 'contacts' as const }]),
  ]
}

const hasWords = (answer: AnswerFacts | undefined): boolean => (answer?.narrative.trim() ?? '') !== ''
/** Whether a short answer in a light renewal is still last year's, neither changed nor confirmed. */
export const isLastYears = (item: Item, answer: AnswerFacts | undefined): boolean =>
  item.renewal === 'answer' && answer?.isCarried === true && hasWords(answer)
/** Whether an answer has text, a rating or evidence. */
export const hasAnswer = (answer: AnswerFacts | undefined): boolean =>
  hasWords(answer) || (answer?.ownRating ?? null) !== null || (answer?.evidence ?? 0) > 0
/** Whether `missing` lists a lack once for the whole application, instead of for each item. */
const isListedOnce = (lack: Lack): boolean => lack === 'confirmation' || lack === 'branches'
/** Whether an item about branches is incomplete, whatever its text, because no open branch is chosen. */
const needsBranches = ({ id }: Item, { scope }: ToFill): boolean => answeredByScope.includes(id) && scope.length === 0
const isAnsweredByScope = ({ id }: Item, scope: readonly string[]): boolean =>
  answeredByScope.includes(id) && scope.length > 0
