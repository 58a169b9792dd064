import type { Actor } from '../../../domain/actor.ts'
import { itemsAskedBy } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { dayOf } from '../../../domain/time.ts'
import type { ButtonForm, Link, Notice, Quote } from '../../../web/components.ts'
import { formOf, valueOf } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { dayAndTime, timeOfDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { unsavedText } from '../answers/answer.pages.ts'
import { removedTexts } from '../light-renewals/light-form.pages.ts'
import { fieldOf, fieldOfRecommendation, textsOf } from '../light-renewals/light-renewal.forms.ts'
import type { Tasks } from './task-list.store.ts'

interface UnsavedTexts {
  notice: Notice
  /**
   * the button that discards the text typed on the page of a light renewal; null when the notice does not show such
   * text
   */
  discard: ButtonForm | null
}

/**
 * A notice with the text that this person typed and can no longer save; null when there is none. It links to text typed
 * in answers, and quotes text typed on the one page of a light renewal.
 */
export function unsavedTexts(t: T, actor: Actor, tasks: Tasks): UnsavedTexts | null {
  const address = `/applications/${tasks.application.id}`
  const [links, quotes] = [linksToAnswers(t, actor, tasks), textsOnPage(t, tasks)]
  if (links.length === 0 && quotes.length === 0) return null
  return {
    notice: {
      tone: 'welcome',
      icon: 'pencil',
      heading: t('answers.unsaved'),
      text: [t('applications.tasks.unsaved.text')],
      links,
      quotes,
    },
    discard:
      quotes.length > 0
        ? { action: `${address}/working-copy/removal`, text: t('autosave.discard'), kind: 'link' }
        : null,
  }
}

function linksToAnswers(t: T, actor: Actor, { application, framework, typed, written, at }: Tasks): Link[] {
  return itemsAskedBy(framework, application.kind).flatMap(item => {
    const href = `/applications/${application.id}/criteria/${item.code}`
    const answer = written.find(({ itemId }) => itemId === item.id) ?? null
    const isWritable = can(actor, 'answer.write_item', application, item.id)
    const text = unsavedText(t, { application, item, answer }, typed.get(href) ?? null, dayOf(at))
    return isWritable || text === null
      ? []
      : [{ text: t('evidence.item.one', { code: item.code, title: item.title }), href }]
  })
}

/** The texts that someone typed on the page of a light renewal and did not save. Leaves out empty texts. */
function textsOnPage(t: T, { application, framework, typed, written, at }: Tasks): Quote[] {
  const copy = typed.get(`/applications/${application.id}`)
  if (!copy) return []
  const form = formOf(copy.values)
  const when = dayOf(copy.savedAt) === dayOf(at) ? timeOfDay(t, copy.savedAt) : dayAndTime(t, copy.savedAt)
  const fields = [
    ...textsOf(framework).map(item => ({
      what: t('evidence.item.one', { code: item.code, title: item.title }),
      field: fieldOf(item),
      saved: written.find(({ itemId }) => itemId === item.id)?.narrative ?? '',
    })),
    ...Object.keys(copy.values)
      .filter(field => field.startsWith(fieldOfRecommendation({ id: '' })))
      .map(field => ({ what: t('applications.tasks.unsaved.recommendation'), field, saved: '' })),
    ...removedTexts({ framework, recommendations: [] }, copy.values).map(({ code, field }) => ({
      what: code,
      field,
      saved: '',
    })),
    { what: t('applications.tasks.summary'), field: 'summary', saved: application.summary },
  ]
  return fields
    .filter(({ field, saved }) => !['', saved.trim()].includes(valueOf(form, field).trim()))
    .map(({ what, field }) => ({
      heading: t('applications.tasks.unsaved.typed', { what, when }),
      text: paragraphs(valueOf(form, field)),
    }))
}
