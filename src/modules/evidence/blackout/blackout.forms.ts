import {
  areasAsText,
  hundredPerCent,
  leaves,
  mostAreas,
  sides,
  type Area,
  type Side,
} from '../../../domain/blackout.ts'
import { type FieldError, type Form, valueOf } from '../../../web/form.ts'
import { valuesIn } from '../../../web/parse-form.ts'
import type { T } from '../../../words/words.ts'

export const fieldOf = (side: Side, number: number): string => `${side}-${number}`

/** What was asked for with the areas: the version itself, or the page once more. */
export type BlackoutForm =
  { idempotencyKey: string; form: null; areas: readonly Area[] } | { form: Form; areas: readonly Area[] }

/** A new area lies in the middle, where it is seen. */
const inTheMiddle = { left: '40', top: '40', width: '20', height: '20' }

/**
 * Areas come as numbered fields in per cent; one left empty is none. Without scripts the areas are shown on the page
 * before anything is made of them: `seen` says which were.
 */
export function readBlackout(t: T, body: unknown): BlackoutForm {
  const typed = valuesIn(body)
  const [then, seen, idempotencyKey] = ['then', 'seen', 'idempotencyKey'].map(field =>
    valueOf({ values: typed, errors: [] }, field),
  ) as [string, string, string]
  const rows = rowsIn(typed)
    .filter(({ number }) => then !== `without-${number}`)
    .map(({ given }) => given)
  if (then === 'add') rows.push(inTheMiddle)
  const values = {
    ...withoutRows(typed),
    ...Object.fromEntries(
      rows.flatMap((given, index) => sides.map(side => [fieldOf(side, index + 1), given[side]] as const)),
    ),
  }
  const areas = rows.map((given, index) => areaIn(t, given, index + 1))
  const good = areas.flatMap(each => ('area' in each ? each.area : []))
  const errors: FieldError[] = areas.flatMap(each => ('errors' in each ? each.errors : []))
  if (rows.length > mostAreas) errors.unshift({ field: 'areas', message: t('blackout.many', { most: mostAreas }) })
  const isMade = then === 'make' || then === ''
  if (isMade && rows.length === 0) errors.push({ field: 'areas', message: t('blackout.none') })
  if (isMade && errors.length === 0 && seen === areasAsText(good))
    return { idempotencyKey: /^[a-z2-7]{20}$/.test(idempotencyKey) ? idempotencyKey : '', form: null, areas: good }
  return { form: { values, errors }, areas: good }
}

type Given = Record<Side, string | readonly string[]>

function rowsIn(values: Form['values']): { number: number; given: Given }[] {
  const numbers = new Set(
    Object.keys(values)
      .flatMap(field => /^(?:left|top|width|height)-(\d{1,4})$/.exec(field)?.[1] ?? [])
      .map(Number),
  )
  return [...numbers]
    .toSorted((a, b) => a - b)
    .map(number => ({
      number,
      given: Object.fromEntries(sides.map(side => [side, values[fieldOf(side, number)] ?? ''])) as Given,
    }))
    .filter(({ given }) => sides.some(side => typeof given[side] !== 'string' || given[side].trim() !== ''))
}

const withoutRows = (values: Form['values']): Form['values'] =>
  Object.fromEntries(Object.entries(values).filter(([field]) => !/^(left|top|width|height)-\d+$/.test(field)))

function areaIn(t: T, given: Given, number: number): { area: Area } | { errors: FieldError[] } {
  const read = sides.map(side => [side, hundredthsIn(given[side])] as const)
  const errors = read
    .filter(([side, value]) => value === null || (value === 0 && (side === 'width' || side === 'height')))
    .map(([side]) => ({ field: fieldOf(side, number), message: t(`blackout.${side}.wrong`, { number }) }))
  if (errors.length > 0) return { errors }
  const area = Object.fromEntries(read) as unknown as Area
  const over = leaves(area)
  if (over === null) return { area }
  return {
    errors: [
      {
        field: fieldOf(over === 'right' ? 'width' : 'height', number),
        message: t(`blackout.over.${over}`, { number }),
      },
    ],
  }
}

/** Per cent, with two decimals at most. */
function hundredthsIn(typed: string | readonly string[]): number | null {
  if (typeof typed !== 'string' || !/^\d{1,3}([.,]\d{1,2})?$/.test(typed.trim())) return null
  const hundredths = Math.round(Number(typed.trim().replace(',', '.')) * 100)
  return hundredths <= hundredPerCent ? hundredths : null
}
