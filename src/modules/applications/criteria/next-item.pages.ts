import { isBackWithLibrary, canItemBeWritten } from '../../../domain/application.ts'
import { isAboutTheYear } from '../../../domain/carry.ts'
import { itemsAskedBy, type Item } from '../../../domain/framework.ts'
import type { Link } from '../../../web/components.ts'
import type { T } from '../../../words/words.ts'
import { inSameLanguage } from '../../frameworks/frameworks.public.ts'
import type { ItemSubject } from './criterion.store.ts'

/** Whether a light renewal asks for a short answer to the item. */
export const isShort = (item: Item): boolean => item.renewal === 'answer' && !isAboutTheYear(item)

/**
 * The items that "Save and continue" steps through. If the library was asked to change certain items, only those.
 * Otherwise, in a light renewal, only the items with a short answer.
 */
export function itemsInTurn({ application, framework }: Pick<ItemSubject, 'application' | 'framework'>): Item[] {
  const asked = itemsAskedBy(framework, application.kind)
  if (isBackWithLibrary(application) && application.criteriaAsked.length > 0)
    return asked.filter(({ id }) => application.criteriaAsked.includes(id))
  return application.kind === 'renewal' ? asked.filter(isShort) : asked
}

/** A link to the next item; null on the last item. */
export function nextLink(t: T, subject: ItemSubject): Link | null {
  const next = itemAfter(subject)
  return (
    next && {
      text: t('answers.next.link', { code: next.code, title: next.title }),
      href: inSameLanguage(`/applications/${subject.application.id}/criteria/${next.code}`, subject.reading),
    }
  )
}

/** The item that `nextLink` leads to; null after the last item. */
function itemAfter({
  application,
  framework,
  item,
}: Pick<ItemSubject, 'application' | 'framework' | 'item'>): Item | null {
  const asked = itemsAskedBy(framework, application.kind)
  const rest = asked.slice(asked.findIndex(({ id }) => id === item.id) + 1)
  const isLight =
    application.kind === 'renewal' && (application.status === 'draft' || application.status === 'returned')
  return (
    rest.find(each =>
      isLight ? isShort(each) : application.status !== 'more evidence asked' || canItemBeWritten(application, each.id),
    ) ?? null
  )
}
