import type { Actor } from '../../../domain/actor.ts'
import { itemsAskedBy, type Item } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { isUnsaved } from '../../../web/autosaved-page.ts'
import type { Link } from '../../../web/components.ts'
import type { T } from '../../../words/words.ts'
import { savedAnswer } from '../answers/answer.pages.ts'
import { savedLightRenewal } from '../light-renewals/light-form.pages.ts'
import type { ToCheck } from './checking-answers.store.ts'
import { isWrittenOnOnePage } from './places.pages.ts'

/**
 * Links to the forms where this person has text that was kept but not saved. Submitting would lose this text. Leaves
 * out forms that the person can no longer save, and text that equals the saved text.
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

function hasUnsavedPage(t: T, actor: Actor, it: ToCheck): boolean {
  const { application, framework, answers, recommendations, typed } = it
  const copy = typed.get(`/applications/${application.id}`)
  if (!copy || !isWrittenOnOnePage(application) || !can(actor, 'answer.write', application)) return false
  return isUnsaved(savedLightRenewal(t, { application, framework, written: { answers }, recommendations }), copy)
}

function hasUnsavedAnswer(actor: Actor, { application, answers, typed }: ToCheck, { id, code }: Item): boolean {
  const copy = typed.get(`/applications/${application.id}/criteria/${code}`)
  if (!copy || !can(actor, 'answer.write_item', application, id)) return false
  return isUnsaved(savedAnswer(answers.find(({ itemId }) => itemId === id) ?? null), copy)
}
