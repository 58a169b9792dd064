import type { Item } from './framework.ts'
import type { FrozenAnswer, FrozenEvidence } from './submission.ts'
import { addMonths, type Day } from './time.ts'

export const sinceLastYearWords = [
  'new',
  'criterion changed',
  'reworded',
  'evidence refreshed',
  'carried without refresh',
  'unchanged',
] as const
/** What became of one item since the application before. Several can be true of it: the first in this order is said. */
export type SinceLastYear = (typeof sinceLastYearWords)[number]

export type SaidAnswer = Pick<FrozenAnswer, 'item' | 'narrative' | 'ownRating' | 'evidence'>
export type SaidEvidence = Pick<FrozenEvidence, 'id' | 'periodFrom' | 'periodTo'>

/**
 * One application, frozen or as it is being written: the items of its framework version, what it says of them, and the
 * pieces it uses.
 */
export interface Said {
  items: readonly Item[]
  answers: readonly SaidAnswer[]
  evidence: readonly SaidEvidence[]
}

export interface ItemSince {
  item: Item
  since: SinceLastYear
  before: SaidAnswer | null
  now: SaidAnswer | null
  isReworded: boolean
  /** pieces used now and not before, or whose period goes on longer than it did */
  refreshed: string[]
  /** pieces used before and not any more */
  leftOut: string[]
  /** the newest day that its evidence covers; null without evidence or for evidence without a period */
  coveredTo: Day | null
  /** its evidence covers nothing as young as the item asks on the day of submission */
  isStale: boolean
}

/**
 * Each item of this application against the one before, across framework versions: by id, whatever their codes.
 * @param asked the items of this application, in their order
 * @param on the day of submission, or today while it is being written
 */
export function sinceLastYear(
  asked: readonly Item[],
  before: Said,
  now: Pick<Said, 'answers' | 'evidence'>,
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
    const facts = {
      isReworded,
      refreshed,
      leftOut: then?.evidence.filter(id => !used.includes(id)) ?? [],
      ...freshness,
    }
    return {
      item,
      since: wordFor(item, known.get(item.id), isSaid(then), isSaid(today), facts),
      before: then,
      now: today,
      ...facts,
    }
  })
}

type Facts = Pick<ItemSince, 'isReworded' | 'refreshed' | 'isStale'>

function wordFor(
  item: Item,
  asItWas: Item | undefined,
  saidThen: boolean,
  saidNow: boolean,
  { isReworded, refreshed, isStale }: Facts,
): SinceLastYear {
  if (!asItWas || (saidNow && !saidThen)) return 'new'
  if (isAnother(item, asItWas)) return 'criterion changed'
  if (isReworded) return 'reworded'
  if (refreshed.length > 0) return 'evidence refreshed'
  return isStale ? 'carried without refresh' : 'unchanged'
}

/** Another place in the form or another code changes nothing; other words, or asking more of it, do. */
function isAnother(item: Item, asItWas: Item): boolean {
  const asked = ({ title, description, requirement, evidence, perBranch }: Item) =>
    [title, description, requirement, perBranch, ...evidence].map(part => folded(String(part))).join('\n')
  return asked(item) !== asked(asItWas)
}

/**
 * Pieces without a period do not age, as an item without freshMonths does not; no evidence at all is missing, not old.
 */
function freshnessOf(
  { freshMonths }: Item,
  used: readonly (SaidEvidence | undefined)[],
  on: Day,
): Pick<ItemSince, 'coveredTo' | 'isStale'> {
  const days = used.map(evidence => evidence && lastDayOf(evidence)).filter(day => day != null)
  const coveredTo = days.toSorted().at(-1) ?? null
  const isStale =
    freshMonths !== null && coveredTo !== null && days.length === used.length && coveredTo < addMonths(on, -freshMonths)
  return { coveredTo, isStale }
}

function coversLonger(before: SaidEvidence | undefined, now: SaidEvidence | undefined): boolean {
  const [then, today] = [before && lastDayOf(before), now && lastDayOf(now)]
  return then != null && today != null && today > then
}

const lastDayOf = ({ periodFrom, periodTo }: SaidEvidence): Day | null => periodTo ?? periodFrom
const isSaid = (answer: SaidAnswer | null): boolean =>
  answer !== null && (wordsOf(answer) !== '' || answer.ownRating !== null || answer.evidence.length > 0)
const wordsOf = (answer: SaidAnswer | null): string => folded(answer?.narrative ?? '')
/** A line break more or less is no other word. */
const folded = (text: string): string => text.replace(/\s+/g, ' ').trim()
const byItem = (answers: readonly SaidAnswer[]): Map<string, SaidAnswer> =>
  new Map(answers.map(answer => [answer.item, answer]))
const byId = (evidenceItems: readonly SaidEvidence[]): Map<string, SaidEvidence> =>
  new Map(evidenceItems.map(evidence => [evidence.id, evidence]))
