import { z } from 'zod'
import { yearMost } from '../../../domain/carry.ts'
import type { Item } from '../../../domain/framework.ts'
import { optionalText, readVersion, tick } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const recommendationMost = 3_000

export const fieldOf = ({ code }: Pick<Item, 'code'>): string => `answer-${code}`
export const readOf = (field: string): string => `read-${field}`
export const fieldOfRecommendation = ({ id }: { id: string }): string => `recommendation-${id}`

/** The one page of a light renewal: the texts and ticks it offers, each with what it was when it was read. */
export const lightForm = (t: T, items: readonly Item[], recommendations: readonly { id: string }[]) =>
  z.object({
    ...Object.fromEntries(
      items.flatMap(item => [
        [fieldOf(item), optionalText(t, yearMost)],
        [readOf(fieldOf(item)), read()],
      ]),
    ),
    ...Object.fromEntries(
      recommendations.flatMap(each => [
        [fieldOfRecommendation(each), optionalText(t, recommendationMost)],
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
      .transform(value => (value === 'check' ? ('check' as const) : ('stay' as const))),
  } as Record<string, z.ZodType<string | number | boolean>>)

export interface LightGiven {
  texts: { item: Item; text: string; asRead: string }[]
  recommendations: { id: string; text: string; readAt: number }[]
  /** null where it was left as it was read */
  unchanged: boolean | null
  contacts: boolean | null
  then: 'check' | 'stay'
}

/** The flat fields of the form as what they mean. */
export function lightGiven(
  data: Readonly<Record<string, unknown>>,
  items: readonly Item[],
  recommendations: readonly { id: string }[],
): LightGiven {
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

const read = () =>
  z
    .unknown()
    .optional()
    .transform(value => (typeof value === 'string' ? value : ''))
