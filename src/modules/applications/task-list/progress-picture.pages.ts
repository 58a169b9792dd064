import type { ProgressPicture, Book, BookState } from '../../../web/components.ts'

const widths = [12, 10, 14, 11, 13]
const tops = [10, 16, 6, 13, 8, 18, 11, 5, 15, 9]
const board = 62

/**
 * A picture beside the progress sentence: a spine for each criterion, a gap between areas. Always the same books for
 * the same shelf.
 */
export function progressPicture(areas: readonly (readonly BookState[])[]): ProgressPicture {
  const books: Book[] = []
  let x = 2
  for (const area of areas.filter(({ length }) => length > 0)) {
    for (const state of area) {
      const width = widths[books.length % widths.length] ?? 12
      books.push(book(state, x, tops[books.length % tops.length] ?? 10, width))
      x += width + 2.5
    }
    x += 14
  }
  return { width: Math.max(Math.ceil(x - 12), 60), books }
}

/** An outline is drawn on the middle of its line, so it is taken in by half of it. */
function book(state: BookState, x: number, y: number, width: number): Book {
  return state === 'written'
    ? { state, x, y, width, height: board - y }
    : { state, x: x + 0.75, y: y + 0.75, width: width - 1.5, height: board - y - 0.75 }
}
