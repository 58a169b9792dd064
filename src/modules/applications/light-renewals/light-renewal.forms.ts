import { z } from 'zod'
import { isAboutTheYear, maxYearLength } from '../../../domain/carry.ts'
import { itemsAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import { answeredByRecommendations } from '../../../domain/progress.ts'
import { optionalText, readVersion, tick } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'
import { maxAnswerLength } from '../recommendations/recommendation.forms.ts'

export const fieldOf = ({ code }: Pick<Item, 'code'>): string => `answer-${code}`
export const fieldOfRecommendation = ({ id }: { id: string }): string => `recommendation-${id}`
/** The name of the hidden field that holds the value of another field when the page was opened. */
export const readOf = (field: string): string => `read-${field}`

/** The values entered on the page of a light renewal. */
export interface LightRenewalGiven {
  /** `asRead` is the hash of the text when the page was opened */
  texts: { item: Item; text: string; asRead: string }[]
  /** `readAt` is the version when the page was opened */
  recommendations: { id: string; text: string; readAt: number }[]
  /** null when the checkbox was not changed */
  unchanged: boolean | null
  contacts: boolean | null
  then: 'check' | 'stay'
}

/** A field that someone else has saved since the page was opened, with its current value. */
export interface Conflict {
  field: string
  text: string
}

/** The items of a light renewal that are answered on its single page. */
export const textsOf = (framework: Framework): Item[] =>
  itemsAskedBy(framework, 'renewal').filter(item => item.id !== answeredByRecommendations && isAboutTheYear(item))

/**
 * The form of a light renewal. It also accepts answers to recommendations that were closed after the page was opened:
 * the action refuses those, so that the entered text is not lost.
 */
export const lightRenewalForm = (
  t: T,
  { framework, recommendations }: { framework: Framework; recommendations: readonly { id: string }[] },
) => {
  const items = textsOf(framework)
  return z
    .object({
      ...Object.fromEntries(
        items.flatMap(item => [
          [fieldOf(item), optionalText(t, maxYearLength)],
          [readOf(fieldOf(item)), readHash()],
        ]),
      ),
      ...Object.fromEntries(
        recommendations.flatMap(each => [
          [fieldOfRecommendation(each), optionalText(t, maxAnswerLength)],
          [readOf(fieldOfRecommendation(each)), readVersion()],
        ]),
      ),
      unchanged: tick(),
      'read-unchanged': tick(),
      contacts: tick(),
      'read-contacts': tick(),
      then: z
        .unknown()
        .optional()
        .transform(value => (value === 'check' ? 'check' : 'stay')),
    } as Record<string, z.ZodType<string | number | boolean>>)
    .transform(data => givenIn(data, items, recommendations))
}

function givenIn(
  data: Readonly<Record<string, unknown>>,
  items: readonly Item[],
  recommendations: readonly { id: string }[],
): LightRenewalGiven {
  const ticked = (name: 'unchanged' | 'contacts') => (data[name] === data[readOf(name)] ? null : data[name] === true)
  return {
    texts: items.map(item => ({
      item,
      text: String(data[fieldOf(item)]),
      asRead: String(data[readOf(fieldOf(item))]),
    })),
    recommendations: recommendations.map(each => ({
      id: each.id,
      text: String(data[fieldOfRecommendation(each)]),
      readAt: Number(data[readOf(fieldOfRecommendation(each))]),
    })),
    unchanged: ticked('unchanged'),
    contacts: ticked('contacts'),
    then: data.then === 'check' ? 'check' : 'stay',
  }
}

const readHash = () =>
  z
    .unknown()
    .optional()
    .transform(value => (typeof value === 'string' ? value : ''))
