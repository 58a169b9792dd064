import { itemById, type Framework, type Item } from '../../../domain/framework.ts'
import type { Link, Notice } from '../../../web/components.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { placeOnPage } from '../checking-answers/places.pages.ts'

/** The last part of a notice on a return: links to the answers that it asks to change; empty when it names no answer. */
export function returnedItems(
  t: T,
  application: ApplicationRecord,
  framework: Framework,
): { text: string[]; links: NonNullable<Notice['links']> } {
  const links = linksAsked(application, framework)
  return { text: links.length > 0 ? [t('applications.tasks.returned.items', { count: links.length })] : [], links }
}

/** Links to the items that a return or the panel asks to change. */
export const linksAsked = (application: ApplicationRecord, framework: Framework): Link[] =>
  itemsAsked(application, framework).map(item => ({
    text: `${item.code} ${item.title}`,
    href: placeOnPage(application, item),
  }))

const itemsAsked = ({ criteriaAsked }: ApplicationRecord, framework: Framework): Item[] =>
  criteriaAsked.flatMap(id => itemById(framework, id) ?? [])
