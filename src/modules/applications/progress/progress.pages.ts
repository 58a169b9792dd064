import type { Item } from '../../../domain/framework.ts'
import { lacksOf, type AnswerFacts, type ItemState, type ToFill } from '../../../domain/completeness.ts'
import type { Book, BookState, ProgressPicture, Status } from '../../../web/components.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'

export const itemStatus = (t: T, state: ItemState): Status =>
  ({
    written: { icon: 'tick', tone: 'done', text: t('item.state.written') } as const,
    done: { icon: 'tick', tone: 'done', text: t('item.state.done') } as const,
    'as before': { icon: 'equals', tone: 'quiet', text: t('item.state.as before') } as const,
    'not answered': { icon: 'dotted-ring', tone: 'quiet', text: t('item.state.not answered') } as const,
    'needs evidence': { icon: 'page-plus', tone: 'you', fill: true, text: t('item.state.needs evidence') } as const,
    begun: { icon: 'dotted-ring', tone: 'quiet', text: t('item.state.begun') } as const,
    'not started': { icon: 'dotted-ring', tone: 'quiet', text: t('item.state.not started') } as const,
  })[state]

/** The status of an item that the library was asked to change and has not changed since. */
export const askedStatus = (t: T): Status => ({ icon: 'door', tone: 'you', fill: true, text: t('item.state.asked') })

/** The missing parts of an answer, worded to fit into a sentence. */
export const lacksInWords = (t: T, item: Item, answer: AnswerFacts | undefined, application: ToFill): string =>
  list(
    t,
    lacksOf(item, answer, application).map(lack => t(`item.lacks.${lack}`)),
  )

/** The progress as sentences. It is not a percentage, because a percentage would look like a score. */
export function progressSentences(t: T, criteria: readonly Item[], states: ReadonlyMap<string, ItemState>): string[] {
  const count = (state: ItemState) => criteria.filter(({ id }) => states.get(id) === state).length
  const finished = count('written') + count('as before')
  const requiredLeft = criteria.filter(
    ({ id, requirement }) => requirement === 'required' && !isWritten(states.get(id)),
  ).length
  return [
    t('applications.tasks.written', { finished, count: criteria.length }),
    ...(count('needs evidence') ? [t('applications.tasks.need', { count: count('needs evidence') })] : []),
    ...(count('begun') ? [t('applications.tasks.begun', { count: count('begun') })] : []),
    ...(count('not started') ? [t('applications.tasks.not_started', { count: count('not started') })] : []),
    ...(count('not answered') ? [t('applications.tasks.recommended', { count: count('not answered') })] : []),
    ...(finished < criteria.length && requiredLeft ? [t('applications.tasks.required', { count: requiredLeft })] : []),
  ]
}

const widths = [12, 10, 14, 11, 13]
const tops = [10, 16, 6, 13, 8, 18, 11, 5, 15, 9]
const baseline = 62

/** The progress as a row of books: one for each criterion, with a gap between areas. */
export function progressPicture(areas: readonly (readonly BookState[])[]): ProgressPicture {
  const books: Book[] = []
  let x = 2
  for (const area of areas.filter(({ length }) => length > 0)) {
    for (const state of area) {
      const width = widths[books.length % widths.length] ?? 12
      books.push(book(state, { x, y: tops[books.length % tops.length] ?? 10, width }))
      x += width + 2.5
    }
    x += 14
  }
  return { width: Math.max(Math.ceil(x - 12), 60), books }
}

/**
 * One book of the picture. An unwritten book is inset by 0.75, because half of its stroke, which is 1.5 wide, falls
 * outside its path.
 */
function book(state: BookState, { x, y, width }: { x: number; y: number; width: number }): Book {
  return state === 'written'
    ? { state, x, y, width, height: baseline - y }
    : { state, x: x + 0.75, y: y + 0.75, width: width - 1.5, height: baseline - y - 0.75 }
}

export const bookOf = (state: ItemState | undefined): BookState => {
  if (isWritten(state)) return 'written'
  return state === 'needs evidence' || state === 'begun' ? 'needs evidence' : 'not started'
}

const isWritten = (state: ItemState | undefined): boolean => state === 'written' || state === 'as before'
