import type { Actor } from '../../../domain/actor.ts'
import { canItemBeWritten } from '../../../domain/application.ts'
import { itemsAskedBy, type Item } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { isUnsaved } from '../../../web/autosaved-page.ts'
import type { Link, Notice } from '../../../web/components.ts'
import type { WorkingCopy } from '../../../web/working-copies.ts'
import type { T } from '../../../words/words.ts'
import { savedAnswer } from '../answers/answer.pages.ts'
import { savedLightRenewal } from '../light-renewals/light-form.pages.ts'
import type { ToCheck } from './checking-answers.store.ts'
import { isWrittenOnOnePage } from './places.pages.ts'

/** A notice that says where this person has unsaved text; null when there is none. */
export function unsavedNotice(t: T, actor: Actor, it: ToCheck): Notice | null {
  const links = unsavedLinks(t, actor, it)
  return links.length > 0
    ? {
        tone: 'welcome',
        icon: 'pencil',
        heading: t('submissions.unsaved.heading'),
        text: [t('submissions.unsaved.text')],
        links,
      }
    : null
}

/** A notice that colleagues have unsaved text, which does not prevent submitting; null when there is none. */
export function unsavedByOthersNotice(t: T, it: ToCheck): Notice | null {
  const links = unsavedByOthers(t, it)
  return links.length > 0
    ? {
        tone: 'plain',
        icon: 'pencil',
        heading: t('submissions.unsaved.others'),
        text: [t('submissions.unsaved.others.text')],
        links,
      }
    : null
}

/**
 * Links to the forms with this person's unsaved text, because submitting would lose it. Leaves out forms that the
 * person can no longer save.
 */
export function unsavedLinks(t: T, actor: Actor, it: ToCheck): Link[] {
  const { application, framework } = it
  const address = `/applications/${application.id}`
  const onePage = hasUnsavedPage(t, actor, it) ? [{ text: t('renewal.light.title'), href: address }] : []
  const answers = itemsAskedBy(framework, application.kind).filter(item => hasUnsavedAnswer(actor, it, item))
  return [
    ...onePage,
    ...answers.map(item => ({
      text: t('evidence.item.one', { code: item.code, title: item.title }),
      href: `${address}/criteria/${item.code}`,
    })),
  ]
}

/** Links to the forms where colleagues have unsaved text, with the colleagues' names but not the text. */
function unsavedByOthers(t: T, it: ToCheck): Link[] {
  const { application, framework } = it
  const address = `/applications/${application.id}`
  return it.typedByOthers.flatMap((copy): Link[] => {
    const { name } = copy
    if (copy.address === address)
      return isPageUnsaved(t, it, copy) ? [{ text: t('submissions.unsaved.page', { name }), href: address }] : []
    const item = itemsAskedBy(framework, application.kind).find(
      ({ id, code }) => copy.address === `${address}/criteria/${code}` && canItemBeWritten(application, id),
    )
    if (!item || !isAnswerUnsaved(it, item, copy)) return []
    return [{ text: t('submissions.unsaved.answer', { name, code: item.code }), href: copy.address }]
  })
}

function hasUnsavedPage(t: T, actor: Actor, it: ToCheck): boolean {
  const copy = it.typed.get(`/applications/${it.application.id}`)
  return copy !== undefined && can(actor, 'answer.write', it.application) && isPageUnsaved(t, it, copy)
}

function isPageUnsaved(t: T, it: ToCheck, copy: Pick<WorkingCopy, 'values'>): boolean {
  const { application, framework, answers, recommendations } = it
  if (!isWrittenOnOnePage(application)) return false
  const light = { application, framework, written: { answers }, recommendations }
  return isUnsaved(savedLightRenewal(t, light, copy.values), copy)
}

function hasUnsavedAnswer(actor: Actor, it: ToCheck, item: Item): boolean {
  const copy = it.typed.get(`/applications/${it.application.id}/criteria/${item.code}`)
  return (
    copy !== undefined && can(actor, 'answer.write_item', it.application, item.id) && isAnswerUnsaved(it, item, copy)
  )
}

const isAnswerUnsaved = ({ answers }: ToCheck, { id }: Item, copy: Pick<WorkingCopy, 'values'>): boolean =>
  isUnsaved(savedAnswer(answers.find(({ itemId }) => itemId === id) ?? null), copy)
