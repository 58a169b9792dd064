import { compare } from './compare.ts'
import { forever } from './consent.ts'
import type { Item } from './framework.ts'
import { addDays, addMonths, type Day } from './time.ts'

// Whether evidence is recent enough on a day. If not, pages only show a warning.
// In this file, evidence "counts" when it is recent enough.

/**
 * The evidence for one item: the number of items, how many of them have no period, and the last day that the periods of
 * the others cover.
 */
export interface Tally {
  evidenceItems: number
  undated: number
  coveredTo: Day | null
}
export const emptyTally: Tally = { evidenceItems: 0, undated: 0, coveredTo: null }

type Ageing = Pick<Item, 'freshMonths'>

/**
 * The earliest day on which the period of evidence can end for the evidence to count on the day `on`; null for an item
 * without an age limit.
 */
export const mustReach = ({ freshMonths }: Ageing, on: Day): Day | null =>
  freshMonths === null ? null : addMonths(on, -freshMonths)

/** The last day on which evidence counts if its period ends on `coveredTo`; null for an item without an age limit. */
export function countsUntil({ freshMonths }: Ageing, coveredTo: Day): Day | null {
  if (freshMonths === null) return null
  let last = addMonths(coveredTo, freshMonths)
  // months differ in length: 12 months before 29 February 2028 is 28 February 2027, so try the next days too
  while (addMonths(addDays(last, 1), -freshMonths) <= coveredTo) last = addDays(last, 1)
  return last
}

/**
 * Whether any of the evidence is recent enough. Evidence without a period counts; forecasts show `no period` instead.
 */
export const isFresh = (item: Ageing, { evidenceItems, undated, coveredTo }: Tally, on: Day): boolean => {
  const reach = mustReach(item, on)
  return evidenceItems > 0 && (reach === null || undated > 0 || (coveredTo !== null && coveredTo >= reach))
}

/**
 * The consent for an item of evidence on a chosen day:
 * - `no end`: not needed, or unlimited
 * - `holds`: in force on that day
 * - `ends`: in force today, but no longer on that day
 * - `ended`: already ended
 * - `missing`: none, or withdrawn
 */
export const consentsAhead = ['no end', 'holds', 'ends', 'ended', 'missing'] as const
export type ConsentAhead = (typeof consentsAhead)[number]

/**
 * The evidence for one item by the state of its consent. `endsOn` is the earliest last day of these consents: `forever`
 * for `no end`, null for `missing`.
 */
export type TalliesAhead = { [ahead in ConsentAhead]?: Tally & { endsOn: Day | null } }

export const outlooks = ['missing', 'too old', 'consent', 'runs out', 'no period', 'fresh', 'does not age'] as const
/**
 * The result for one item on a chosen day:
 * - `missing`: no evidence can be used today
 * - `too old`: no evidence counts today
 * - `consent`: evidence will count on the chosen day only with a new consent
 * - `runs out`: evidence counts today, but will not on the chosen day
 * - `no period`: not known, because the evidence has no period
 * - `fresh`: evidence will count
 * - `does not age`: the item has no age limit
 */
export type Outlook = (typeof outlooks)[number]

/** The result for one item on a chosen day, with a tally of the evidence that can be used today. */
export interface Forecast<Asked extends Ageing> extends Tally {
  item: Asked
  outlook: Outlook
  /** new evidence counts only if its period ends on this day or later; null when the item has no age limit */
  mustReach: Day | null
  /**
   * the last day on which the library's current evidence counts; null when the item has no age limit, or no evidence
   * that can be used today has a period
   */
  countsUntil: Day | null
  /** the day by which to ask for consent again; null when a new consent would not change the result */
  askBy: Day | null
  /** the number of items of evidence that cannot be used, because a consent has ended, was withdrawn or is missing */
  waiting: number
}

interface ForecastDates {
  /** the chosen day */
  on: Day
  /** used to tell `too old` from `runs out` */
  today: Day
}

/** The forecast for each item on a chosen day, most urgent first. */
export function forecast<Asked extends Ageing & { id: string }>(
  items: readonly Asked[],
  tallies: ReadonlyMap<string, TalliesAhead>,
  dates: ForecastDates,
): Forecast<Asked>[] {
  const { on } = dates
  return items
    .map(item => {
      const ahead = tallies.get(item.id) ?? {}
      const outlook = outlookOf(item, ahead, dates)
      return {
        item,
        ...together(ahead['no end'], ahead.holds, ahead.ends),
        outlook,
        mustReach: mustReach(item, on),
        countsUntil: lastDay(item, ahead),
        askBy:
          outlook === 'consent' ? (outlookOfCounted(item, together(ahead.ends), on) && ahead.ends?.endsOn) || on : null,
        waiting: together(ahead.ended, ahead.missing).evidenceItems,
      }
    })
    .toSorted(
      (a, b) =>
        outlooks.indexOf(a.outlook) - outlooks.indexOf(b.outlook) || compare(a.countsUntil ?? '', b.countsUntil ?? ''),
    )
}

function outlookOf(item: Ageing, ahead: TalliesAhead, { on, today }: ForecastDates): Outlook {
  const then = outlookOfCounted(item, together(ahead['no end'], ahead.holds), on)
  if (then) return then
  if (outlookOfCounted(item, together(ahead.ends, ahead.ended), on)) return 'consent'
  const now = together(ahead['no end'], ahead.holds, ahead.ends)
  if (now.evidenceItems === 0) return 'missing'
  return isFresh(item, { ...now, undated: 0 }, today < on ? today : on) ? 'runs out' : 'too old'
}

/** The result for an item on a day, from the period that its evidence covers. Null when no evidence counts. */
function outlookOfCounted(item: Ageing, tally: Tally, on: Day): Outlook | null {
  if (tally.evidenceItems === 0) return null
  if (item.freshMonths === null) return 'does not age'
  if (isFresh(item, { ...tally, undated: 0 }, on)) return 'fresh'
  return tally.undated > 0 ? 'no period' : null
}

function together(...tallies: readonly (Tally | undefined)[]): Tally {
  return tallies.reduce<Tally>(
    (sum, { evidenceItems, undated, coveredTo } = emptyTally) => ({
      evidenceItems: sum.evidenceItems + evidenceItems,
      undated: sum.undated + undated,
      coveredTo: latest(sum.coveredTo, coveredTo),
    }),
    emptyTally,
  )
}

/**
 * The last day on which the library's current evidence counts. If several consents end, the first end counts for all of
 * them, so that the warning never comes too late.
 */
function lastDay(item: Ageing, ahead: TalliesAhead): Day | null {
  const days = [ahead['no end'], ahead.holds, ahead.ends].map(tally => {
    const byPeriod = tally?.coveredTo ? countsUntil(item, tally.coveredTo) : null
    const byConsent = tally?.endsOn ?? forever
    return byPeriod && byConsent < byPeriod ? byConsent : byPeriod
  })
  return days.reduce(latest, null)
}

const latest = (one: Day | null, other: Day | null): Day | null => ((one ?? '') > (other ?? '') ? one : other)
