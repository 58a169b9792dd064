import type { Item } from './framework.ts'
import { addDays, addMonths, type Day } from './time.ts'

// How old evidence may be, and what that means on a day that is still to come. It warns; it never blocks.

/** What there is for one item, put together: how many pieces, how many of them name no period, and the last day that the others cover. */
export interface Tally { pieces: number; undated: number; coveredTo: Day | null }
export const nothingThere: Tally = { pieces: 0, undated: 0, coveredTo: null }

type Ageing = Pick<Item, 'freshMonths'>

/** Evidence has to cover this day or a later one to count on that day; null for an item that does not age. */
export const mustReach = ({ freshMonths }: Ageing, on: Day): Day | null => (freshMonths === null ? null : addMonths(on, -freshMonths))

/** The last day on which evidence that covers up to this day still counts. */
export function countsUntil({ freshMonths }: Ageing, coveredTo: Day): Day | null {
  if (freshMonths === null) return null
  let last = addMonths(coveredTo, freshMonths)
  while (addMonths(addDays(last, 1), -freshMonths) <= coveredTo) last = addDays(last, 1)     // the end of a month: 28 February counts until 29
  return last
}

/** Pieces without a period do not age, as in src/domain/since-last-year.ts. */
export const isFresh = (item: Ageing, { pieces, undated, coveredTo }: Tally, on: Day): boolean => {
  const reach = mustReach(item, on)
  return pieces > 0 && (reach === null || undated > 0 || (coveredTo !== null && coveredTo >= reach))
}

export const outlooks = ['missing', 'too old', 'runs out', 'no period', 'fresh', 'does not age'] as const
/** What becomes of one item by a chosen day. `too old` is so today already; `no period` cannot tell. */
export type Outlook = (typeof outlooks)[number]

export interface Forecast<Asked extends Ageing> extends Tally {
  item: Asked
  outlook: Outlook
  /** the day that new evidence has to cover, or a later one; null where nothing ages */
  mustReach: Day | null
  /** the last day on which what is there counts */
  countsUntil: Day | null
}

/** Each item on a chosen day, in the order of what has to be done first. @param today where that is later, what counts today is asked of the chosen day */
export function forecast<Asked extends Ageing & { id: string }>(items: readonly Asked[], tallies: ReadonlyMap<string, Tally>, on: Day, today: Day): Forecast<Asked>[] {
  return items.map(item => {
    const tally = tallies.get(item.id) ?? nothingThere
    return {
      item, ...tally, outlook: outlookOf(item, tally, on, today), mustReach: mustReach(item, on),
      countsUntil: tally.coveredTo && countsUntil(item, tally.coveredTo),
    }
  }).toSorted((a, b) => outlooks.indexOf(a.outlook) - outlooks.indexOf(b.outlook) || inOrder(a.countsUntil ?? '', b.countsUntil ?? ''))
}

function outlookOf(item: Ageing, tally: Tally, on: Day, today: Day): Outlook {
  if (tally.pieces === 0) return 'missing'
  if (item.freshMonths === null) return 'does not age'
  const dated: Tally = { ...tally, undated: 0 }
  if (isFresh(item, dated, on)) return 'fresh'
  if (tally.undated > 0) return 'no period'
  return isFresh(item, dated, today < on ? today : on) ? 'runs out' : 'too old'
}

const inOrder = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
