import type { Item } from '../../../domain/framework.ts'
import type { ItemState } from '../../../domain/progress.ts'
import type { BookState } from '../../../web/components.ts'
import type { T } from '../../../words/words.ts'

/** Sentences, never a score. */
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
    ...(count('not started') ? [t('applications.tasks.untouched', { count: count('not started') })] : []),
    ...(finished < criteria.length && requiredLeft ? [t('applications.tasks.required', { count: requiredLeft })] : []),
  ]
}

export const bookOf = (state: ItemState | undefined): BookState =>
  isWritten(state) ? 'written' : state === 'needs evidence' || state === 'begun' ? 'needs evidence' : 'not started'

const isWritten = (state: ItemState | undefined): boolean => state === 'written' || state === 'as before'
