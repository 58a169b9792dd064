import { itemById, type Framework, type Item } from '../../../domain/framework.ts'
import type { Link, Notice } from '../../../web/components.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { placeOnPage } from '../checking-answers/places.pages.ts'

/**
 * The links at the end of the notice about a returned application. They lead to the answers that the library was asked
 * to change. Empty when none were named.
 */
export function returnedItems(
  t: T,
  application: ApplicationRecord,
  framework: Framework,
): { text: string[]; links: NonNullable<Notice['links']> } {
  const links = linksAsked(application, framework)
  return { text: links.length > 0 ? [t('applications.tasks.returned.items', { count: links.length })] : [], links }
}

/** Links to the items that the library was asked to change. */
export const linksAsked = (application: ApplicationRecord, framework: Framework): Link[] =>
  itemsAsked(application, framework).map(item => ({
    text: `${item.code} ${item.title}`,
    href: placeOnPage(application, item),
  }))

const itemsAsked = ({ criteriaAsked }: ApplicationRecord, framework: Framework): Item[] =>
  criteriaAsked.flatMap(id => itemById(framework, id) ?? [])

/** Why the library can or cannot change the application now; null when there is no reason to show. */
export function noticeOf(t: T, application: ApplicationRecord, framework: Framework): Notice | null {
  if (application.status === 'returned') {
    const { text, links } = returnedItems(t, application, framework)
    return {
      tone: 'welcome',
      icon: 'door',
      heading: t('applications.tasks.returned'),
      text: [...paragraphs(application.reasons), ...text],
      links,
    }
  }
  const why = reasonHeading(application)
  if (why && application.reasons)
    return { tone: 'plain', icon: 'information', heading: t(why), text: paragraphs(application.reasons) }
  if (application.status !== 'more evidence asked') return null
  return {
    tone: 'welcome',
    icon: 'page-plus',
    heading: t('applications.tasks.more'),
    text: [
      ...paragraphs(application.reasons),
      t('applications.tasks.more.items', { count: application.criteriaAsked.length }),
    ],
    links: linksAsked(application, framework),
  }
}

/** The heading above the charity's reason for a hold or for closing the application; null in other statuses. */
function reasonHeading({ status }: ApplicationRecord) {
  if (status === 'on hold') return 'applications.tasks.on_hold'
  return status === 'withdrawn' ? 'applications.tasks.closed' : null
}
