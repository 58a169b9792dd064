import { z } from 'zod'
import { planOfToday, type CapacityFacts, type Plan } from '../../../domain/capacity.ts'
import { addMonths, type Day } from '../../../domain/time.ts'
import { oneOf, optionalOneOf, someOf, wholeNumber } from '../../../web/field-schemas.ts'
import type { Form } from '../../../web/form.ts'
import { parseForm } from '../../../web/parse-form.ts'
import type { T } from '../../../words/words.ts'

/** The maximum of each number in a plan. `asking` is in percent, `by` in months. */
export const most = { evenings: 31, panels: 20, each: 10, asking: 100, by: 12 } as const
/** The choices for the interval between full reappraisals, as a number of renewals. */
export const fullChoices = ['1', '2', '3', '4', '5', '6'] as const
export const ways = ['spread', 'together'] as const
export const monthNumbers = Array.from({ length: 12 }, (_, index) => String(index + 1))

/**
 * The months whose reappraisals can be moved: the first 12 of the forecast. A plan moves them by up to 12 months, so
 * they stay within the 24 months that `dateMoveForm` allows.
 */
export const monthsToMove = ({ from }: CapacityFacts): Day[] =>
  Array.from({ length: 12 }, (_, index) => addMonths(from, index))

const planForm = (t: T, facts: CapacityFacts) => {
  const closing = facts.rounds.map(({ month }) => month.slice(0, 7))
  return z.object({
    evenings: wholeNumber(t('capacity.evenings.wrong', { most: most.evenings }), { least: 0, most: most.evenings }),
    panels: wholeNumber(t('capacity.panels.wrong', { most: most.panels }), { least: 1, most: most.panels }),
    each: wholeNumber(t('capacity.each.wrong', { most: most.each }), { least: 1, most: most.each }),
    off: someOf(monthNumbers, t('capacity.off.wrong')),
    full: oneOf(fullChoices, t('capacity.full.wrong')),
    asking: wholeNumber(t('capacity.asking.wrong'), { least: 0, most: most.asking }),
    close: someOf(closing, t('capacity.close.wrong')),
    month: optionalOneOf(
      monthsToMove(facts).map(month => month.slice(0, 7)),
      t('capacity.month.wrong'),
    ),
    by: wholeNumber(t('capacity.by.wrong', { most: most.by }), { least: 1, most: most.by }),
    how: oneOf(ways, t('capacity.how.wrong')),
  })
}

/** The values of a plan as entered. They are also the query parameters of the plan's address. */
export type Entered = Record<keyof z.output<ReturnType<typeof planForm>>, string | string[]>

const firstDay = (month: string): Day => `${month}-01` as Day

export function enteredFor({ move, ...plan }: Plan): Entered {
  return {
    evenings: String(plan.evenings),
    panels: String(plan.panels),
    each: String(plan.each),
    off: plan.off.map(String),
    full: String(plan.fullEvery),
    asking: String(plan.asking),
    close: plan.closed.map(month => month.slice(0, 7)),
    month: move?.month.slice(0, 7) ?? '',
    by: String(move?.by ?? 3),
    how: move?.how ?? 'spread',
  }
}

/** The plan, or null when the form has errors. */
export type ReadPlan = { plan: Plan; form: Form; isWrong: false } | { plan: null; form: Form; isWrong: true }

/**
 * Reads a plan from the address. A missing field keeps today's value, but a submitted form without `off` has no months
 * off.
 */
export function readPlan(t: T, facts: CapacityFacts, query: unknown): ReadPlan {
  const asked = (typeof query === 'object' && query !== null ? query : {}) as Record<string, unknown>
  const today = enteredFor(planOfToday(facts))
  const values = { ...today, ...('evenings' in asked ? { off: [] } : {}), ...asked }
  const { data, form } = parseForm(planForm(t, facts), values)
  if (form) return { plan: null, form, isWrong: true }
  const { full, close, month, by, how, off, ...numbers } = data
  const plan: Plan = {
    ...numbers,
    off: off.map(Number),
    fullEvery: Number(full),
    closed: close.map(firstDay),
    move: month === null ? null : { month: firstDay(month), by, how },
  }
  return { plan, form: { values: { ...enteredFor(plan), by: String(by), how }, errors: [] }, isWrong: false }
}

export function queryOf(plan: Plan): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(enteredFor(plan)))
    for (const each of [value].flat()) if (each !== '') query.append(name, each)
  return query.toString()
}
