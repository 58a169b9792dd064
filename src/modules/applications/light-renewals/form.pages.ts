import { formOf, type Form } from '../../../web/form.ts'
import { asRead } from '../../evidence/evidence.public.ts'
import { fieldOf, fieldOfRecommendation, readOf } from './light-renewal.forms.ts'
import { lightItems } from './parts.pages.ts'
import type { Light } from './light-renewal.store.ts'
import { isOutstanding } from '../../../domain/recommendation.ts'

/** The page's form as it stands: each text with what it was when it was read. */
export function formOfLight({ application, framework, written, recommendations }: Light): Form {
  const texts = lightItems(framework).texts.map(
    item => [fieldOf(item), written.answers.find(({ itemId }) => itemId === item.id)?.narrative ?? ''] as const,
  )
  return formOf({
    ...Object.fromEntries(
      texts.flatMap(([field, text]) => [
        [field, text],
        [readOf(field), asRead(text)],
      ]),
    ),
    ...Object.fromEntries(
      recommendations.filter(isOutstanding).map(each => [readOf(fieldOfRecommendation(each)), String(each.version)]),
    ),
    ...ticks({ unchanged: application.restIsConfirmed, contacts: application.contactsConfirmedAt !== null }),
  })
}

/** The form as it was typed, to be put together with what was saved meanwhile: that counts as read now. */
export function formReadAgain(typed: Form, it: Light): Form {
  const now = formOfLight(it)
  const read = Object.fromEntries(Object.entries(now.values).filter(([name]) => name.startsWith('read-')))
  return { values: { ...typed.values, ...read }, errors: typed.errors }
}

const ticks = (ticked: Record<'unchanged' | 'contacts', boolean>): Form['values'] =>
  Object.fromEntries(
    Object.entries(ticked).flatMap(([name, is]) => [
      [name, is ? 'yes' : ''],
      [readOf(name), is ? 'yes' : ''],
    ]),
  )
