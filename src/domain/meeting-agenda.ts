/** One application on an agenda, and the people at the meeting who must be out of the room while it is discussed. */
export interface AgendaItem {
  id: string
  away: readonly string[]
}

/** The maximum number of applications on one agenda. With this many, the best order can still be computed quickly. */
export const maxAgendaItems = 12

/** How many times someone must leave the room between items if they are taken in this order. */
export function countDepartures(items: readonly AgendaItem[]): number {
  return items.reduce((sum, item, place) => sum + leavingBetween(items[place - 1], item), 0)
}

/**
 * The order with the fewest departures; of equally good orders, the one that keeps to the given order longest. This is
 * the shortest path through all items (Held and Karp, 1962), with at most 12 · 2¹² cases to compute.
 * @throws RangeError for more than `maxAgendaItems`
 */
export function proposedAgenda(items: readonly AgendaItem[]): AgendaItem[] {
  if (items.length > maxAgendaItems) throw new RangeError(`more than ${maxAgendaItems} items`)
  const fewest = fewestLeavings(items)
  const order: AgendaItem[] = []
  let left = 2 ** items.length - 1
  while (left > 0) {
    const next = bestNext(items, fewest, { left, after: order.at(-1) })
    order.push(items[next]!)
    left &= ~(1 << next)
  }
  return order
}

/**
 * Returns the fewest departures possible during the remaining items. `left` is a bit mask of these items; `after` is
 * the item before them, undefined at the start.
 */
type Fewest = (left: number, after: AgendaItem | undefined) => number

function fewestLeavings(items: readonly AgendaItem[]): Fewest {
  const known = new Map<string, number>()
  const fewest: Fewest = (left, after) => {
    if (left === 0) return 0
    const key = `${left} ${after?.id ?? ''}`
    const before = known.get(key)
    if (before !== undefined) return before
    const best = Math.min(
      ...placesIn(items, left).map(place => costOf(items[place]!, fewest, { left: left & ~(1 << place), after })),
    )
    known.set(key, best)
    return best
  }
  return fewest
}

function bestNext(
  items: readonly AgendaItem[],
  fewest: Fewest,
  { left, after }: { left: number; after: AgendaItem | undefined },
): number {
  const best = fewest(left, after)
  return placesIn(items, left).find(
    place => costOf(items[place]!, fewest, { left: left & ~(1 << place), after }) === best,
  )!
}

const costOf = (
  item: AgendaItem,
  fewest: Fewest,
  { left, after }: { left: number; after: AgendaItem | undefined },
): number => leavingBetween(after, item) + fewest(left, item)

const placesIn = (items: readonly AgendaItem[], left: number): number[] =>
  items.flatMap((_, place) => (left & (1 << place) ? [place] : []))

const leavingBetween = (before: AgendaItem | undefined, item: AgendaItem): number =>
  before ? item.away.filter(person => !before.away.includes(person)).length : 0
