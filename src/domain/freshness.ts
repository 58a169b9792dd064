import { forever } from './consent.ts'
import type { Item } from './framework.ts'
import { addDays, addMonths, type Day } from './time.ts'

// How old evidence may be, and what that means on a day that is still to come. It warns; it never blocks.

/**
 * What there is for one item, put together: how many pieces, how many of them name no period, and the last day that the
 * others cover.
 */
export interface Tally {
  evidenceItems: number
  undated: number
  coveredTo: Day | null
}
export const nothingThere: Tally = { evidenceItems: 0, undated: 0, coveredTo: null }

type Ageing = Pick<Item, 'freshMonths'>

/** Evidence has to cover this day or a later one to count on that day; null for an item that does not age. */
export const mustReach = ({ freshMonths }: Ageing, on: Day): Day | null =>
  freshMonths === null ? null : addMonths(on, -freshMonths)

/** The last day on which evidence that covers up to this day still counts. */
export function countsUntil({ freshMonths }: Ageing, coveredTo: Day): Day | null {
  if (freshMonths === null) return null
  let last = addMonths(coveredTo, freshMonths)
  // the end of a month: 28 February counts until 29
  while (addMonths(addDays(last, 1), -freshMonths) <= coveredTo) last = addDays(last, 1)
  return last
}

/** Pieces without a period do not age, as in src/domain/since-last-year.ts. */
export const isFresh = (item: Ageing, { evidenceItems, undated, coveredTo }: Tally, on: Day): boolean => {
  const reach = mustReach(item, on)
  return evidenceItems > 0 && (reach === null || undated > 0 || (coveredTo !== null && coveredTo >= reach))
}

/**
 * What becomes by a chosen day of the consent that a piece waits on: it needs none, or has one without an end; it holds
 * on that day; it ends before; it has ended already; nobody gave it, or somebody took it back.
 */
export const consentsAhead = ['no end', 'holds', 'ends', 'ended', 'waits'] as const
export type ConsentAhead = (typeof consentsAhead)[number]

/**
 * What there is for one item, told apart by that. `endsOn`: the first day on which one of the consents ends; null where
 * none is in force.
 */
export type TalliesAhead = { [ahead in ConsentAhead]?: Tally & { endsOn: Day | null } }

export const outlooks = ['missing', 'too old', 'consent', 'runs out', 'no period', 'fresh', 'does not age'] as const
/**
 * What becomes of one item by a chosen day. `too old` is so today already; `consent`: what would count then waits for a
 * consent by then; `no period` cannot tell.
 */
export type Outlook = (typeof outlooks)[number]

/** The tally is of what can be used today or on that day. */
export interface Forecast<Asked extends Ageing> extends Tally {
  item: Asked
  outlook: Outlook
  /** the day that new evidence has to cover, or a later one; null where nothing ages */
  mustReach: Day | null
  /** the last day on which what is there counts */
  countsUntil: Day | null
  /** the day by which to ask for consent again; null where that would not help */
  askBy: Day | null
  /** so many pieces count for nothing, because a consent has ended, was taken back, or was never recorded */
  waiting: number
}

/**
 * Each item on a chosen day, in the order of what has to be done first. @param today where that is later, what counts
 * today is asked of the chosen day
 */
export function forecast<Asked extends Ageing & { id: string }>(
  items: readonly Asked[],
  tallies: ReadonlyMap<string, TalliesAhead>,
  on: Day,
  today: Day,
): Forecast<Asked>[] {
  return items
    .map(item => {
      const ahead = tallies.get(item.id) ?? {}
      const outlook = outlookOf(item, ahead, on, today)
      return {
        item,
        ...together(ahead['no end'], ahead.holds, ahead.ends),
        outlook,
        mustReach: mustReach(item, on),
        countsUntil: lastDay(item, ahead),
        askBy: outlook === 'consent' ? (thenCounts(item, together(ahead.ends), on) && ahead.ends?.endsOn) || on : null,
        waiting: together(ahead.ended, ahead.waits).evidenceItems,
      }
    })
    .toSorted(
      (a, b) =>
        outlooks.indexOf(a.outlook) - outlooks.indexOf(b.outlook) || inOrder(a.countsUntil ?? '', b.countsUntil ?? ''),
    )
}

function outlookOf(item: Ageing, ahead: TalliesAhead, on: Day, today: Day): Outlook {
  const then = thenCounts(item, together(ahead['no end'], ahead.holds), on)
  if (then) return then
  if (thenCounts(item, together(ahead.ends, ahead.ended), on)) return 'consent'
  const now = together(ahead['no end'], ahead.holds, ahead.ends)
  if (now.evidenceItems === 0) return 'missing'
  return isFresh(item, { ...now, undated: 0 }, today < on ? today : on) ? 'runs out' : 'too old'
}

/** How pieces count on a day, as far as their period goes; null when they do not. */
function thenCounts(item: Ageing, tally: Tally, on: Day): Outlook | null {
  if (tally.evidenceItems === 0) return null
  if (item.freshMonths === null) return 'does not age'
  if (isFresh(item, { ...tally, undated: 0 }, on)) return 'fresh'
  return tally.undated > 0 ? 'no period' : null
}

function together(...tallies: readonly (Tally | undefined)[]): Tally {
  return tallies.reduce<Tally>(
    (sum, { evidenceItems, undated, coveredTo } = nothingThere) => ({
      evidenceItems: sum.evidenceItems + evidenceItems,
      undated: sum.undated + undated,
      coveredTo: latest(sum.coveredTo, coveredTo),
    }),
    nothingThere,
  )
}

/** Of several consents the first that ends is taken for all of them: it is said too early rather than too late. */
function lastDay(item: Ageing, ahead: TalliesAhead): Day | null {
  const days = [ahead['no end'], ahead.holds, ahead.ends].map(tally => {
    const byPeriod = tally?.coveredTo ? countsUntil(item, tally.coveredTo) : null
    const byConsent = tally?.endsOn ?? forever
    return byPeriod && byConsent < byPeriod ? byConsent : byPeriod
  })
  return days.reduce(latest, null)
}

const latest = (one: Day | null, other: Day | null): Day | null => ((one ?? '') > (other ?? '') ? one : other)
const inOrder = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
