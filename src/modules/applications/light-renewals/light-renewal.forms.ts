import { z } from 'zod'
import { isAboutTheYear } from '../../../domain/carry.ts'
import { itemsAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import { answeredByRecommendations, significantChanges } from '../../../domain/completeness.ts'
import { sentFromFields, type SentFromData } from '../../../web/autosave.ts'
import { optionalText, readVersion, tick } from '../../../web/field-schemas.ts'
import type { Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import { maxCharactersOf } from '../answers/answer.forms.ts'
import { maxAnswerLength } from '../recommendations/recommendation.forms.ts'

export const fieldOf = ({ code }: Pick<Item, 'code'>): string => `answer-${code}`
export const fieldOfRecommendation = ({ id }: { id: string }): string => `recommendation-${id}`
/** The name of the hidden field that records another field as it was when the page was opened. */
export const readFieldName = (field: string): string => `read-${field}`

/** The values entered on the page of a light renewal. */
export interface LightRenewalGiven {
  /** the id of the version of the criteria that the page showed; '' when the form has no such field */
  criteria: string
  /** `asRead` is the hash of the text when the page was opened */
  texts: { item: Item; text: string; asRead: string }[]
  /** `readAt` is the version when the page was opened */
  recommendations: { id: string; text: string; readAt: number }[]
  /** whether the box that confirms the unchanged short answers from last year is ticked */
  same: boolean
  /** null when the page had no summary field; `asRead` is the hash of the summary when the page was opened */
  summary: { text: string; asRead: string } | null
  /** whether the box "No significant changes" is ticked */
  noChange: boolean
  /** whether the box that confirms the unchanged answers is ticked; null when the person has left the box as it was */
  unchanged: boolean | null
  /**
   * whether the contacts are confirmed, by their own box or by "No significant changes"; null when the person has left
   * both boxes as they were
   */
  contacts: boolean | null
  then: 'check' | 'stay'
}

/** A field that `conflictsIn` returns, with its saved value. */
export interface Conflict {
  field: string
  text: string
}

/** The names of the fields that a person changes. */
export const lightRenewalFields = (light: LightRenewalAsked): string[] => [
  ...textsOf(light.framework).map(fieldOf),
  ...light.recommendations.map(fieldOfRecommendation),
  ...['summary', 'same', 'noChange', 'unchanged', 'contacts'],
]

/**
 * The names of sent answer fields that the page no longer has, because a newer version of the criteria removed their
 * items.
 */
export const removedFields = (light: LightRenewalAsked, sent: Form['values']): string[] => {
  const fields = lightRenewalFields(light)
  return Object.keys(sent).filter(field => codeOf(field) !== null && !fields.includes(field))
}

/** The code in the name of a field for an answer; null for other fields. */
export const codeOf = (field: string): string | null => /^answer-([A-Z]\d{1,2})$/.exec(field)?.[1] ?? null

/** The names of the autosaved fields, and of the hidden fields with their values from when the page was opened. */
export const keptFields = (light: LightRenewalAsked, sent: Form['values']): string[] => [
  ...[...lightRenewalFields(light), ...removedFields(light, sent)].flatMap(field => [field, readFieldName(field)]),
  readFieldName('criteria'),
]

export interface LightRenewalAsked {
  framework: Framework
  recommendations: readonly { id: string }[]
}

/** The items with a text box on the one page of a light renewal. */
export const textsOf = (framework: Framework): Item[] =>
  itemsAskedBy(framework, 'renewal').filter(
    item => item.id !== answeredByRecommendations && (isAboutTheYear(item) || item.renewal === 'answer'),
  )

/**
 * The form of a light renewal. Accepts answers to closed recommendations, because the action refuses them without
 * losing the text.
 */
export const lightRenewalForm = (t: T, { framework, recommendations }: LightRenewalAsked) => {
  const items = textsOf(framework)
  return z
    .object({
      ...sentFromFields(),
      [readFieldName('criteria')]: hiddenText(),
      ...Object.fromEntries(
        items.flatMap(item => [
          [fieldOf(item), optionalText(t, maxCharactersOf('renewal', item))],
          [readFieldName(fieldOf(item)), hiddenText()],
        ]),
      ),
      ...Object.fromEntries(
        recommendations.flatMap(each => [
          [fieldOfRecommendation(each), optionalText(t, maxAnswerLength)],
          [readFieldName(fieldOfRecommendation(each)), readVersion()],
        ]),
      ),
      summary: optionalText(t, framework.summaryMaxCharacters),
      'read-summary': hiddenText(),
      same: tick(),
      noChange: tick(),
      'read-noChange': tick(),
      unchanged: tick(),
      'read-unchanged': tick(),
      contacts: tick(),
      'read-contacts': tick(),
      then: z
        .unknown()
        .optional()
        .transform(value => (value === 'check' ? 'check' : 'stay')),
    } as Record<string, z.ZodType<string | number | boolean>>)
    .transform(data => givenIn(t, data, { items, recommendations }))
    .refine(({ noChange, texts }) => !noChange || !reportsChange(t, texts), {
      path: ['noChange'],
      message: t('renewal.light.no_change.wrong'),
    })
}

/**
 * Whether the text about significant changes differs from the sentence that the box "No significant changes" fills in.
 */
const reportsChange = (t: T, texts: LightRenewalGiven['texts']): boolean =>
  texts.some(({ item, text }) => item.id === significantChanges && text !== t('renewal.light.no_change.text'))

function givenIn(
  t: T,
  data: Readonly<Record<string, unknown>>,
  { items, recommendations }: { items: readonly Item[]; recommendations: readonly { id: string }[] },
): LightRenewalGiven & SentFromData {
  const noChange = data.noChange === true
  const ticked = (...names: string[]) => {
    const [now, read] = [
      names.some(name => data[name] === true),
      names.some(name => data[readFieldName(name)] === true),
    ]
    return now === read ? null : now
  }
  const textOf = (item: Item) => {
    const text = String(data[fieldOf(item)])
    return noChange && item.id === significantChanges && text === '' ? t('renewal.light.no_change.text') : text
  }
  const readAs = (field: string) => String(data[readFieldName(field)])
  return {
    criteria: readAs('criteria'),
    workingPerson: String(data.workingPerson),
    workingPage: String(data.workingPage),
    workingCopy: String(data.workingCopy),
    // texts of fields that the page did not have are not changed
    texts: items
      .filter(item => readAs(fieldOf(item)) !== '')
      .map(item => ({ item, text: textOf(item), asRead: readAs(fieldOf(item)) })),
    same: data.same === true,
    summary: readAs('summary') === '' ? null : { text: String(data.summary), asRead: readAs('summary') },
    noChange,
    recommendations: recommendations.map(each => ({
      id: each.id,
      text: String(data[fieldOfRecommendation(each)]),
      readAt: Number(data[readFieldName(fieldOfRecommendation(each))]),
    })),
    unchanged: ticked('unchanged'),
    contacts: ticked('contacts', 'noChange'),
    then: data.then === 'check' ? 'check' : 'stay',
  }
}

const hiddenText = () =>
  z
    .unknown()
    .optional()
    .transform(value => (typeof value === 'string' ? value : ''))
