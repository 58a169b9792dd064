import { z } from 'zod'
import {
  areasAsText,
  fullLengthInHundredths,
  crossedEdge,
  mostAreas,
  areaMeasures,
  type Area,
  type AreaMeasure,
} from '../../../domain/blackout.ts'
import { valueOf, type FieldError, type Form } from '../../../web/form.ts'
import { inEachLanguage, valuesIn } from '../../../web/parse-form.ts'
import type { T } from '../../../words/words.ts'
import type { CopiesBefore } from '../redaction/redaction.store.ts'

export const fieldOf = (side: AreaMeasure, number: number): string => `${side}-${number}`

/**
 * Reads areas, as percentages. Refuses areas other than those that the page last showed (`seen`), so that people
 * without JavaScript see each area before the copy is made.
 */
export const blackoutForm = inEachLanguage(t =>
  z.record(z.string(), z.union([z.string(), z.array(z.string())])).transform((values, context) => {
    const { areas, errors } = readAreas(t, values)
    if (rowsIn(values).length === 0) errors.push({ field: 'areas', message: t('blackout.none') })
    if (errors.length === 0 && values['seen'] !== areasAsText(areas))
      errors.push({ field: 'areas', message: t('blackout.check_areas') })
    for (const { field, message } of errors) context.addIssue({ code: 'custom', path: [field], message })
    return { areas, latest: valueOf({ values, errors: [] }, 'latest') }
  }),
)

/**
 * The form as entered, with an error because someone has added a redacted copy since the page was opened. The areas of
 * that copy are added, so that the next copy hides them too.
 */
export function withNewerCopy(t: T, { values }: Form, before: CopiesBefore | null): Form {
  const rows = rowsIn(values)
  const areas = areasAsText(readAreas(t, values).areas).split(';')
  const added = rowsOf((before?.choice?.areas ?? []).filter(area => !areas.includes(areasAsText([area]))))
  return {
    values: { ...valuesOfRows([...rows, ...added]), latest: before?.latest ?? '' },
    errors: [{ field: 'areas', message: t('redacted_copy.before.newer') }],
  }
}

/** A new area, in the middle of the picture, as percentages. */
export const inTheMiddle = { left: '40', top: '40', width: '20', height: '20' }

/**
 * Returns the form with the areas in the query. The value of `then` adds an area or removes one; without `then`, the
 * form has the areas `before`.
 * @param before the areas of the last redacted copy
 */
export function formInQuery(t: T, query: unknown, before: readonly Area[]): Form {
  const values = valuesIn(query)
  const then = valueOf({ values, errors: [] }, 'then')
  if (then === '') return { values: valuesOfRows(rowsOf(before)), errors: [] }
  const latest = values['latest'] ?? ''
  const rows = rowsIn(values).filter(({ number }) => then !== `without-${number}`)
  if (then === 'add') rows.push({ number: 0, given: inTheMiddle })
  const numbered = valuesOfRows(rows)
  return { values: { ...numbered, latest }, errors: readAreas(t, numbered).errors }
}

/** The fields of a form's areas, renumbered from 1 without the empty rows. */
export const numberedRows = (values: Form['values']): Form['values'] => valuesOfRows(rowsIn(values))

/** Returns the valid areas, the errors in the other areas, and an error when there are too many areas. */
export function readAreas(t: T, values: Form['values']): { areas: readonly Area[]; errors: FieldError[] } {
  const rows = rowsIn(values)
  const read = rows.map(({ given }, index) => areaIn(t, given, index + 1))
  const errors = read.flatMap(each => ('errors' in each ? each.errors : []))
  if (rows.length > mostAreas) errors.unshift({ field: 'areas', message: t('blackout.many', { most: mostAreas }) })
  return { areas: read.flatMap(each => ('area' in each ? each.area : [])), errors }
}

const rowsOf = (areas: readonly Area[]): AreaRow[] =>
  areas.map((area, index) => ({
    number: index + 1,
    given: Object.fromEntries(areaMeasures.map(side => [side, String(area[side] / 100)])) as Given,
  }))

type Given = Record<AreaMeasure, string | readonly string[]>
export interface AreaRow {
  number: number
  given: Given
}

/** The rows with at least one field filled in, in order of their numbers. */
export function rowsIn(values: Form['values']): AreaRow[] {
  const numbers = new Set(
    Object.keys(values)
      .flatMap(field => /^(?:left|top|width|height)-(\d{1,4})$/.exec(field)?.[1] ?? [])
      .map(Number),
  )
  return [...numbers]
    .toSorted((a, b) => a - b)
    .map(number => ({
      number,
      given: Object.fromEntries(areaMeasures.map(side => [side, values[fieldOf(side, number)] ?? ''])) as Given,
    }))
    .filter(({ given }) => areaMeasures.some(side => typeof given[side] !== 'string' || given[side].trim() !== ''))
}

export const valuesOfRows = (rows: readonly AreaRow[]): Form['values'] =>
  Object.fromEntries(
    rows.flatMap(({ given }, index) => areaMeasures.map(side => [fieldOf(side, index + 1), given[side]] as const)),
  )

export function areaIn(t: T, given: Given, number: number): { area: Area } | { errors: FieldError[] } {
  const read = areaMeasures.map(side => [side, hundredthsIn(given[side])] as const)
  const errors = read
    .filter(([side, value]) => value === null || (value === 0 && (side === 'width' || side === 'height')))
    .map(([side]) => ({ field: fieldOf(side, number), message: t(`blackout.${side}.wrong`, { number }) }))
  if (errors.length > 0) return { errors }
  const area = Object.fromEntries(read) as unknown as Area
  const over = crossedEdge(area)
  if (over === null) return { area }
  const field = fieldOf(over === 'right' ? 'width' : 'height', number)
  return { errors: [{ field, message: t(`blackout.over.${over}`, { number }) }] }
}

/** Parses a percentage from 0 to 100 with at most two decimals into units of 0.01%; null for anything else. */
function hundredthsIn(typed: string | readonly string[]): number | null {
  if (typeof typed !== 'string' || !/^\d{1,3}([.,]\d{1,2})?$/.test(typed.trim())) return null
  const hundredths = Math.round(Number(typed.trim().replace(',', '.')) * 100)
  return hundredths <= fullLengthInHundredths ? hundredths : null
}
