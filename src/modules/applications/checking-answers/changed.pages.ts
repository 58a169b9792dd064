import { itemsAskedBy } from '../../../domain/framework.ts'
import type { Instant } from '../../../domain/time.ts'
import type { Link, Notice } from '../../../web/components.ts'
import type { Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import type { ToCheck } from './checking-answers.store.ts'
import { placeOnPage } from './places.pages.ts'

/** The form with the error that the application has changed since the page was opened. */
export const withChanged = (t: T, { values }: Form): Form => ({
  values,
  errors: [{ field: 'changed', message: t('submissions.refused.changed') }],
})

/** Names the answers that someone has saved since the page was opened, or says only that something has changed. */
export function changedSince(t: T, { application, framework, answers }: ToCheck, openedAt: Instant): Notice {
  const links = itemsAskedBy(framework, application.kind).flatMap((item): Link[] => {
    const answer = answers.find(({ itemId }) => itemId === item.id)
    if (openedAt === '' || !answer?.writtenBy || answer.writtenAt <= openedAt) return []
    const { code, title } = item
    const text = t('submissions.changed.answer', { code, title, name: answer.writtenBy })
    return [{ text, href: placeOnPage(application, item) }]
  })
  return {
    tone: 'welcome',
    icon: 'pencil',
    heading: t('submissions.changed.heading'),
    text: links.length > 0 ? [] : [t('submissions.changed.other')],
    links,
  }
}
