import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import { wordsOf } from './saved-filter.forms.ts'
import {
  deleteSavedFilter,
  insertSavedFilter,
  maxSaved,
  savedFiltersOf,
  type SavedFilter,
} from './saved-filter.store.ts'

/** @throws FormRefused when the name is taken, or the person has saved too many for this list */
export async function saveFilter(
  work: UnitOfWork,
  filter: Pick<SavedFilter, 'list' | 'name' | 'query' | 'isShared'>,
): Promise<void> {
  const own = (await savedFiltersOf(work.trx, work.actor, filter.list)).filter(({ isOwn }) => isOwn)
  if (own.length >= maxSaved) throw new FormRefused('name', `${wordsOf(filter.list)}.many`, { max: maxSaved })
  const id = await insertSavedFilter(work.trx, work.actor, { ...filter, at: work.at })
  if (id === null) throw new FormRefused('name', `${wordsOf(filter.list)}.taken`, { name: filter.name })
  await recordEvent(work, 'setting.filter_saved', entity(id), { list: filter.list, isShared: filter.isShared })
}

export async function removeFilter(work: UnitOfWork, filter: Pick<SavedFilter, 'id' | 'list'>): Promise<void> {
  await deleteSavedFilter(work.trx, filter)
  await recordEvent(work, 'setting.filter_removed', entity(filter.id), { list: filter.list })
}

const entity = (id: string) => ({ kind: 'setting', id }) as const
