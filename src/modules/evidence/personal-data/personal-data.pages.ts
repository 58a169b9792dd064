import {
  documentProperties,
  personalDetailKinds,
  type PersonalDataAnswer,
  type PersonalDetail,
  type PersonalDetailAt,
} from '../../../domain/personal-data.ts'
import { dayOf } from '../../../domain/time.ts'
import { radios, textArea, textField } from '../../../web/fields.ts'
import { formOf, type Form } from '../../../web/form.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { markOf, maxReasonLength } from './personal-data.forms.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/personal-data/answers': { answers: readonly PersonalDataLine[] }
    'evidence/personal-data/question': PersonalDataQuestion
  }
}

const ofEvidence = {
  title: 'evidence.field.title',
  summary: 'evidence.field.summary',
  note: 'evidence.field.note',
} as const
const ofPartners = {
  name: 'partners.name',
  englishName: 'partners.english',
  place: 'partners.place.label',
  agreed: 'partners.agreed.label',
  activity: 'partner_activities.title',
} as const
const fields = { ...ofEvidence, ...ofPartners }

/** The question about personal details; null when nothing was found and no file is kept. */
export function personalDataQuestion(
  t: T,
  form: Form,
  found: readonly PersonalDetailAt[],
  held: readonly { id: string; name: string }[],
  mayRestrict = true,
) {
  if (found.length === 0 && held.length === 0) return null
  return {
    asks:
      found.length === 0
        ? null
        : {
            asked: { name: 'personalDataAsked', value: found.map(markOf).join(' ') },
            found: found.map(personalData => ({
              kind: t(`personal_data.kind.${personalData.kind}`),
              text: personalData.text,
              where: whereIs(t, personalData.where, held),
              href: fieldOf(personalData.where, held),
            })),
            properties: found.some(({ where }) => propertyIn(where)) ? t('personal_data.properties.how') : null,
            choice: radios(
              form,
              'personalData',
              t('personal_data.choice'),
              [
                {
                  value: 'removed',
                  text: t('personal_data.choice.removed'),
                  hint: t(
                    found.some(({ where }) => !isField(where))
                      ? 'personal_data.choice.removed.hint'
                      : 'personal_data.choice.removed.hint.text',
                  ),
                },
                { value: 'keep', text: t('personal_data.choice.keep') },
                ...(mayRestrict
                  ? [
                      {
                        value: 'restrict',
                        text: t('personal_data.choice.restrict'),
                        hint: t('personal_data.choice.restrict.hint'),
                      },
                    ]
                  : []),
              ],
              { small: true },
            ),
            reason: textArea(form, 'personalDataReason', t('personal_data.reason'), {
              hint: t('personal_data.reason.hint'),
              rows: 2,
              most: maxReasonLength,
            }),
          },
    held: held.map(file => ({
      id: file.id,
      name: file.name,
      keep: t('personal_data.kept.keep', { name: file.name }),
      rename: textField(formOf({ [`name-${file.id}`]: file.name }), `name-${file.id}`, t('personal_data.kept.rename')),
    })),
  }
}
export type PersonalDataQuestion = NonNullable<ReturnType<typeof personalDataQuestion>>

const propertyIn = (where: string) => documentProperties.find(each => where.endsWith(`-${each}`))
const isField = (where: string): where is keyof typeof fields => where in fields

function whereIs(t: T, where: string, held: readonly { id: string; name: string }[]): string {
  const property = propertyIn(where)
  if (property)
    return t('personal_data.where.property', {
      property: t(`personal_data.property.${property}`),
      name: held.find(({ id }) => where === `file-${id}-${property}`)?.name ?? '',
    })
  const file = held.find(({ id }) => where === `file-${id}`)
  if (file) return t('personal_data.where.file', { name: file.name })
  return isField(where) ? t(fields[where]) : t('personal_data.where.file.new')
}

/**
 * The form field in which a detail can be removed; null for a property of a document, and for a file that has to be
 * chosen again.
 */
function fieldOf(where: string, held: readonly { id: string }[]): string | null {
  if (isField(where)) return `#${where === 'activity' ? 'title' : where}`
  return held.some(({ id }) => where === `file-${id}`) ? `#name-${where.slice('file-'.length)}` : null
}

/** For the library's own people: the personal details that were kept on purpose, and why. */
export const personalDataLine = (t: T, { kinds, answer, reason, name, at }: PersonalDataAnswer) => ({
  what: list(
    t,
    personalDetailKinds
      .filter(kind => kinds.includes(kind))
      .map((kind, index) => t(index === 0 ? `personal_data.kind.${kind}` : `personal_data.kind_in_list.${kind}`)),
  ),
  why: answer === 'restrict' ? t('personal_data.answer.restrict') : reason,
  by: t('personal_data.answer.by', { name, day: longDay(t, dayOf(at)) }),
})
export type PersonalDataLine = ReturnType<typeof personalDataLine>

const maxRemarks = 10

/** One sentence about possible personal details in text that is saved without a question; null when there are none. */
export function foundInWords(t: T, found: readonly PersonalDetail[]): string | null {
  if (found.length === 0) return null
  const lines = found
    .slice(0, maxRemarks)
    .map(({ kind, text }) => t('personal_data.remark.one', { text, kind: t(`personal_data.kind_in_list.${kind}`) }))
  if (found.length > maxRemarks) lines.push(t('personal_data.remark.more', { count: found.length - maxRemarks }))
  return list(t, lines)
}
