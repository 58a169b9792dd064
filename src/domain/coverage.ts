import { isFresh, emptyTally, type Tally } from './freshness.ts'
import type { Item } from './framework.ts'
import type { Day } from './time.ts'

// A table of branches and criteria, which shows where evidence is missing or out of date.

export const coverages = ['here', 'whole service', 'old', 'none'] as const
/**
 * The evidence that one branch has for one item. Evidence for other branches does not count.
 * - `here`: some up-to-date evidence names the branch
 * - `whole service`: only evidence that names no branch is up to date
 * - `old`: all evidence is out of date
 * - `none`: there is none
 */
export type Coverage = (typeof coverages)[number]

/** The evidence for one item and one branch. `branchId` is null for evidence about the whole service. */
export interface BranchTally extends Tally {
  itemId: string
  branchId: string | null
}

/** One cell of the coverage table. `evidenceItems` is the number of items of evidence that name the branch. */
export interface Cell {
  branchId: string
  coverage: Coverage
  evidenceItems: number
}
export interface ItemCoverage<Asked> {
  item: Asked
  cells: Cell[]
  counts: Record<Coverage, number>
}

/**
 * One row per item, with cells in the order of the branches.
 * @param on the day on which evidence must be recent enough
 */
export function coverageOf<Asked extends Pick<Item, 'id' | 'freshMonths'>>(
  items: readonly Asked[],
  branches: readonly { id: string }[],
  tallies: readonly BranchTally[],
  on: Day,
): ItemCoverage<Asked>[] {
  const known = new Map(tallies.map(tally => [keyOf(tally.itemId, tally.branchId), tally]))
  const tallyOf = (itemId: string, branchId: string | null): Tally => known.get(keyOf(itemId, branchId)) ?? emptyTally
  return items.map(item => {
    const everywhere = tallyOf(item.id, null)
    const cells = branches.map(({ id }): Cell => {
      const own = tallyOf(item.id, id)
      return { branchId: id, evidenceItems: own.evidenceItems, coverage: stateOf(item, { own, everywhere }, on) }
    })
    return { item, cells, counts: countsOf(cells) }
  })
}

function stateOf(
  item: Pick<Item, 'freshMonths'>,
  { own, everywhere }: { own: Tally; everywhere: Tally },
  on: Day,
): Coverage {
  if (isFresh(item, own, on)) return 'here'
  if (isFresh(item, everywhere, on)) return 'whole service'
  return own.evidenceItems + everywhere.evidenceItems > 0 ? 'old' : 'none'
}

function countsOf(cells: readonly Cell[]): Record<Coverage, number> {
  const counts: Record<Coverage, number> = { here: 0, 'whole service': 0, old: 0, none: 0 }
  for (const { coverage } of cells) counts[coverage] += 1
  return counts
}

const keyOf = (itemId: string, branchId: string | null): string => `${itemId} ${branchId ?? ''}`
