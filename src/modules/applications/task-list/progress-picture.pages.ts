import type { Shelf, Spine, SpineState } from '../../../web/components.ts'

const widths = [12, 10, 14, 11, 13]
const tops = [10, 16, 6, 13, 8, 18, 11, 5, 15, 9]
const board = 62

/** A picture beside the progress sentence: a spine for each criterion, a gap between areas. Always the same books for the same shelf. */
export function shelf(areas: readonly (readonly SpineState[])[]): Shelf {
  const spines: Spine[] = []
  let x = 2
  for (const area of areas.filter(({ length }) => length > 0)) {
    for (const state of area) {
      const width = widths[spines.length % widths.length] ?? 12
      spines.push(spine(state, x, tops[spines.length % tops.length] ?? 10, width))
      x += width + 2.5
    }
    x += 14
  }
  return { width: Math.max(Math.ceil(x - 12), 60), spines }
}

/** An outline is drawn on the middle of its line, so it is taken in by half of it. */
function spine(state: SpineState, x: number, y: number, width: number): Spine {
  return state === 'written'
    ? { state, x, y, width, height: board - y }
    : { state, x: x + 0.75, y: y + 0.75, width: width - 1.5, height: board - y - 0.75 }
}
