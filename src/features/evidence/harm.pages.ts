import { documentProperties, harmKinds } from '../../domain/harm.ts'
import type { HarmAt } from '../../domain/harm.ts'
import { hiddenField, radios, textArea, textField } from '../../web/fields.ts'
import { formOf } from '../../web/form.ts'
import type { Form } from '../../web/form.ts'
import { dayOf } from '../../domain/time.ts'
import { list, longDay } from '../../words/format.ts'
import type { T } from '../../words/words.ts'
import { harmReasonMost } from './harm.forms.ts'
import type { HarmAnswer, HeldFile } from './harm.store.ts'

const fields = { title: 'evidence.field.title', summary: 'evidence.field.summary', note: 'evidence.field.note' } as const

/** The one question before saving; null when there is nothing to ask and no file waits. */
export function harmPanel(t: T, form: Form, found: readonly HarmAt[], held: readonly HeldFile[]) {
  if (found.length === 0 && held.length === 0) return null
  return {
    asks: found.length === 0 ? null : {
      asked: hiddenField(form, 'harmAsked', 'yes'),
      found: found.map(harm => ({ kind: t(`harm.kind.${harm.kind}`), text: harm.text, where: whereIs(t, harm.where, held) })),
      properties: found.some(({ where }) => documentProperties.some(each => where.endsWith(`-${each}`))) ? t('harm.properties.how') : null,
      choice: radios(form, 'harm', t('harm.choice'), [
        { value: 'out', text: t('harm.choice.out'), hint: t('harm.choice.out.hint') },
        { value: 'keep', text: t('harm.choice.keep') },
        { value: 'restrict', text: t('harm.choice.restrict'), hint: t('harm.choice.restrict.hint') },
      ], { small: true }),
      reason: textArea(form, 'harmReason', t('harm.reason'), { hint: t('harm.reason.hint'), rows: 2, most: harmReasonMost }),
    },
    held: held.map(file => ({
      id: file.id, name: file.name, keep: t('harm.held.keep', { name: file.name }),
      rename: textField(formOf({ [`name-${file.id}`]: file.name }), `name-${file.id}`, t('harm.held.rename')),
    })),
  }
}
export type HarmPanel = NonNullable<ReturnType<typeof harmPanel>>

function whereIs(t: T, where: string, held: readonly HeldFile[]): string {
  const property = documentProperties.find(each => where.endsWith(`-${each}`))
  if (property) return t('harm.where.property', { property: t(`harm.property.${property}`), name: held.find(({ id }) => where === `file-${id}-${property}`)?.name ?? '' })
  const file = held.find(({ id }) => where === `file-${id}`)
  if (file) return t('harm.where.file', { name: file.name })
  return where in fields ? t(fields[where as keyof typeof fields]) : t('harm.where.file.new')
}

/** For the library's own people: what stayed although it was pointed out, and why. */
export const harmLine = (t: T, { kinds, answer, reason, name, at }: HarmAnswer) => ({
  what: list(t, harmKinds.filter(kind => kinds.includes(kind)).map(kind => t(`harm.kind.${kind}`))),
  why: answer === 'restrict' ? t('harm.answer.restrict') : reason,
  by: t('harm.answer.by', { name, day: longDay(t, dayOf(at)) }),
})
