import { itemById, type Framework } from '../../../domain/framework.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'

/** A sentence that names the answers that a return asks to change; empty when the return names no answer. */
export function returnedItems(t: T, application: ApplicationRecord, framework: Framework): string[] {
  const items = namesAsked(application, framework)
  return items.length > 0 ? [t('applications.tasks.returned.items', { items: list(t, items) })] : []
}

/** The codes and titles of the items that a return or the panel asks to change. */
export const namesAsked = ({ criteriaAsked }: ApplicationRecord, framework: Framework): string[] =>
  criteriaAsked.flatMap(id => itemById(framework, id) ?? []).map(({ code, title }) => `${code} ${title}`)
