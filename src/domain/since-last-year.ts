import { leastFavourableRating, mergedText } from './carry.ts'
import type { Carrier, MappedItem } from './framework-mapping.ts'
import type { Item } from './framework.ts'
import { hasAnswer, hasOwnAnswer, type AnswerFacts } from './completeness.ts'
import type { PledgeTargetsEndorsements, FrozenAnswer, FrozenEvidence } from './submission.ts'
import { addMonths, type Day } from './time.ts'

export const sinceLastYearWords = [
  'new',
  'criterion changed',
  'reworded',
  'evidence changed',
  'carried without refresh',
  'unchanged',
] as const
/**
 * How an item has changed since the last application. When several apply, the first in this order is shown.
 * - `new`: the item is new, or was not answered last time but is now
 * - `reworded`: the text, rating, targets, endorsements or pledge are different
 * - `evidence changed`: other evidence, a later period, or evidence left out
 * - `carried without refresh`: nothing changed, but the evidence is older than the item allows
 */
export type SinceLastYear = (typeof sinceLastYearWords)[number]

/** Whether an answer is the same as last time, apart from the age of its evidence. */
export const isUnchanged = (since: SinceLastYear): boolean =>
  since === 'unchanged' || since === 'carried without refresh'

/** Whether the library answered the item this time or last time, or the item is new. */
export const isInEither = ({ before, now, extras, since }: ItemSince): boolean =>
  (before ?? now ?? extras.before ?? extras.now) !== null || since === 'new'

/** The lists into which a light renewal sorts its items. */
export type RenewalPart = 'changed' | 'unchanged' | 'not answered'

interface RenewalAnswer {
  /** undefined when the application has no answer of its own to the item */
  answer: AnswerFacts | undefined
  /** whether targets, endorsements or the pledge are shown with the item */
  hasExtras: boolean
  /** false for an answer that the library still has to finish */
  isComplete: boolean
  /** undefined when there is no earlier application to compare with */
  since: SinceLastYear | undefined
}

/**
 * The list of a light renewal that an item belongs to.
 * - `changed`: the library has to check it, because it is incomplete, or its text, evidence or criterion has changed
 * - `not answered`: the library answered it neither last time nor this time
 */
export function renewalPart(item: Item, { answer, hasExtras, isComplete, since }: RenewalAnswer): RenewalPart {
  if (!isComplete) return 'changed'
  const isEmptied = answer !== undefined && since !== undefined && since !== 'new' && !isUnchanged(since)
  if (hasOwnAnswer(item) && !hasAnswer(answer) && !hasExtras && !isEmptied) return 'not answered'
  if (since === undefined) return hasOwnAnswer(item) ? 'changed' : 'unchanged'
  return isUnchanged(since) ? 'unchanged' : 'changed'
}

/** Converts an answer to the facts that completeness.ts needs. */
export const factsOfContent = ({ item, narrative, ownRating, evidence }: AnswerContent): AnswerFacts => ({
  itemId: item,
  narrative,
  ownRating,
  evidence: evidence.length,
})

export type AnswerContent = Pick<FrozenAnswer, 'item' | 'narrative' | 'ownRating' | 'evidence'>
export type EvidenceContent = Pick<FrozenEvidence, 'id' | 'periodFrom' | 'periodTo'>

/**
 * The content of one application, frozen or in progress: the items of its framework version, its answers and evidence,
 * and its targets, endorsements and pledge.
 */
export interface ApplicationContent {
  items: readonly Item[]
  answers: readonly AnswerContent[]
  evidence: readonly EvidenceContent[]
  /** targets, endorsements and who signed the pledge, by item id. Items without any are left out */
  extras: ReadonlyMap<string, PledgeTargetsEndorsements>
  /** mappings from the earlier criteria, by item id. Items without a mapping are compared by their text */
  mapped?: ReadonlyMap<string, MappedFrom>
}

/** The criteria of an earlier version that an item is mapped from. */
export interface MappedFrom {
  relation: MappedItem['relation']
  /** codes such as L1 and L2 */
  codes: readonly string[]
}

/** Carries an earlier answer to the items of a newer version. Where criteria were merged, all their texts are kept. */
export const contentCarrier = <Answer extends AnswerContent>(): Carrier<Answer> => ({
  rename: (answer, item) => ({ ...answer, item }),
  merge: (answers, item) => ({
    ...answers[0]!,
    item,
    narrative: mergedText(answers.map(({ narrative }) => narrative)),
    ownRating: leastFavourableRating(answers.map(({ ownRating }) => ownRating)),
    evidence: [...new Set(answers.flatMap(({ evidence }) => evidence))],
  }),
})

export interface ItemSince {
  item: Item
  since: SinceLastYear
  before: AnswerContent | null
  now: AnswerContent | null
  isReworded: boolean
  /** targets, endorsements and who signed the pledge, last time and now; null when there are none */
  extras: { before: PledgeTargetsEndorsements | null; now: PledgeTargetsEndorsements | null; isChanged: boolean }
  /** ids of evidence that was not used last time, or whose period now ends later */
  refreshed: string[]
  /** ids of evidence that was used last time but not now */
  leftOut: string[]
  /** the latest day on which a period of the item's evidence ends; null when no evidence has a period */
  coveredTo: Day | null
  /** on the day of submission, the evidence is older than the item allows */
  isStale: boolean
  /** how the item was mapped from an earlier version of the criteria; null when it was not */
  mapped: MappedFrom | null
}

/**
 * Compares each item with the same item in the last application, by id, across framework versions.
 * @param asked the items of this application, in order
 * @param on the day of submission, or today before that
 */
export function sinceLastYear(
  asked: readonly Item[],
  { before, now }: { before: ApplicationContent; now: Pick<ApplicationContent, 'answers' | 'evidence' | 'extras'> },
  on: Day,
): ItemSince[] {
  const known = new Map(before.items.map(item => [item.id, item]))
  const [answersBefore, answersNow] = [byItem(before.answers), byItem(now.answers)]
  const [evidenceBefore, evidenceNow] = [byId(before.evidence), byId(now.evidence)]
  return asked.map(item => {
    const [then, today] = [answersBefore.get(item.id) ?? null, answersNow.get(item.id) ?? null]
    const used = today?.evidence ?? []
    const refreshed = used.filter(
      id => !then?.evidence.includes(id) || coversLonger(evidenceBefore.get(id), evidenceNow.get(id)),
    )
    const isReworded = wordsOf(then) !== wordsOf(today) || (then?.ownRating ?? null) !== (today?.ownRating ?? null)
    const freshness = freshnessOf(
      item,
      used.map(id => evidenceNow.get(id)),
      on,
    )
    const [extrasThen, extrasNow] = [before.extras.get(item.id) ?? null, now.extras.get(item.id) ?? null]
    const [wasAnswered, isAnsweredNow] = [
      isAnswered(then) || extrasThen !== null,
      isAnswered(today) || extrasNow !== null,
    ]
    const facts = {
      isReworded,
      extras: { before: extrasThen, now: extrasNow, isChanged: !areSameExtras(extrasThen, extrasNow) },
      refreshed,
      leftOut: then?.evidence.filter(id => !used.includes(id)) ?? [],
      mapped: before.mapped?.get(item.id) ?? null,
      ...freshness,
    }
    return {
      item,
      since: wordFor(item, known.get(item.id), { ...facts, isNewlyAnswered: isAnsweredNow && !wasAnswered }),
      before: then,
      now: today,
      ...facts,
    }
  })
}

/**
 * For a draft: leaves out the earlier targets, endorsements and pledge of items for which the draft has none yet,
 * because the library can still add them.
 */
export const withoutStillToAdd = <Content extends Pick<ApplicationContent, 'extras'>>(
  before: Content,
  { extras }: Pick<ApplicationContent, 'extras'>,
): Content => ({ ...before, extras: new Map([...before.extras].filter(([id]) => extras.has(id))) })

interface Facts extends Pick<ItemSince, 'isReworded' | 'extras' | 'refreshed' | 'leftOut' | 'isStale' | 'mapped'> {
  isNewlyAnswered: boolean
}

function wordFor(
  item: Item,
  asItWas: Item | undefined,
  { isNewlyAnswered, isReworded, extras, refreshed, leftOut, isStale, mapped }: Facts,
): SinceLastYear {
  if (!asItWas || isNewlyAnswered) return 'new'
  if (mapped ? mapped.relation !== 'equal' : hasChangedWording(item, asItWas)) return 'criterion changed'
  if (isReworded || extras.isChanged) return 'reworded'
  if (refreshed.length > 0 || leftOut.length > 0) return 'evidence changed'
  return isStale ? 'carried without refresh' : 'unchanged'
}

/**
 * Whether the targets, endorsements and pledge shown with an answer are unchanged. Ignores which items show a target,
 * because that depends on the kind of application.
 */
function areSameExtras(before: PledgeTargetsEndorsements | null, now: PledgeTargetsEndorsements | null): boolean {
  const read = (it: PledgeTargetsEndorsements | null) =>
    it && JSON.stringify([it.targets.map(({ items: _, ...target }) => target), it.endorsements, it.pledge])
  return read(before) === read(now)
}

/**
 * Whether the criterion itself has changed: its wording, whether it is required, or whether it asks about each branch.
 * A new position or code does not count.
 */
function hasChangedWording(item: Item, asItWas: Item): boolean {
  const asked = ({ title, description, requirement, evidence, perBranch }: Item) =>
    [title, description, requirement, perBranch, ...evidence].map(part => folded(String(part))).join('\n')
  return asked(item) !== asked(asItWas)
}

/**
 * The last day that the evidence for an item covers, and whether the evidence is out of date. Evidence is never out of
 * date if any of it has no period.
 */
function freshnessOf(
  { freshMonths }: Item,
  used: readonly (EvidenceContent | undefined)[],
  on: Day,
): Pick<ItemSince, 'coveredTo' | 'isStale'> {
  const days = used.map(evidence => evidence && lastDayOf(evidence)).filter(day => day != null)
  const coveredTo = days.toSorted().at(-1) ?? null
  const isStale =
    freshMonths !== null && coveredTo !== null && days.length === used.length && coveredTo < addMonths(on, -freshMonths)
  return { coveredTo, isStale }
}

function coversLonger(before: EvidenceContent | undefined, now: EvidenceContent | undefined): boolean {
  const [then, today] = [before && lastDayOf(before), now && lastDayOf(now)]
  return then != null && today != null && today > then
}

const lastDayOf = ({ periodFrom, periodTo }: EvidenceContent): Day | null => periodTo ?? periodFrom
const isAnswered = (answer: AnswerContent | null): boolean => answer !== null && hasAnswer(factsOfContent(answer))
const wordsOf = (answer: AnswerContent | null): string => folded(answer?.narrative ?? '')
/** Treats line breaks as spaces, so that they do not count as a change. */
const folded = (text: string): string => text.replace(/\s+/g, ' ').trim()
const byItem = (answers: readonly AnswerContent[]): Map<string, AnswerContent> =>
  new Map(answers.map(answer => [answer.item, answer]))
const byId = (evidenceItems: readonly EvidenceContent[]): Map<string, EvidenceContent> =>
  new Map(evidenceItems.map(evidence => [evidence.id, evidence]))

/** A copy without the library's own ratings, for readers who must not see the ratings yet. */
export const withoutRatings = <Copy extends Pick<ApplicationContent, 'answers'>>(copy: Copy): Copy => ({
  ...copy,
  answers: copy.answers.map(answer => ({ ...answer, ownRating: null })),
})

/** How one item of evidence in an answer has changed since the last application. */
export interface EvidenceChange {
  id: string
  kind: 'same' | 'added' | 'removed'
}

/**
 * The evidence of an answer in the last application and in this one: added, then removed, then the same. Evidence whose
 * period now ends later is listed as both added and removed, so that both periods are shown.
 */
export function evidenceChanges({
  before,
  now,
  refreshed,
  leftOut,
}: Pick<ItemSince, 'before' | 'now' | 'refreshed' | 'leftOut'>): EvidenceChange[] {
  const isKept = (id: string): boolean => before?.evidence.includes(id) === true
  const change = (kind: EvidenceChange['kind'], ids: readonly string[]) => ids.map(id => ({ id, kind }))
  return [
    ...change('added', refreshed),
    ...change('removed', [...refreshed.filter(isKept), ...leftOut]),
    ...change(
      'same',
      (now?.evidence ?? []).filter(id => !refreshed.includes(id)),
    ),
  ]
}
