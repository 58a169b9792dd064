import type { ApplicationKind } from './application.ts'
import type { AwardChange, AwardStatus } from './award.ts'
import { compare } from './compare.ts'
import { addDays, type Day } from './time.ts'
import { statesOf, type StateDays } from './validity.ts'

// The award periods, extensions and gaps of an award, for the chart and the table on its page.

/** One award period, and the kind of application that led to it. */
export interface TermOfYears {
  number: number
  startsOn: Day
  endsOn: Day
  /** the kind of its application; null for an award that was decided elsewhere */
  kind: ApplicationKind | null
}

export type YearSpan = { from: Day; to: Day } & (
  | { is: 'period'; term: TermOfYears }
  /** days that a coordinator added to an award period */
  | { is: 'extension' }
  | { is: 'with us' }
  /** days on which the award was not valid, and its status then */
  | { is: 'gap'; why: Extract<AwardStatus, 'overdue' | 'lapsed' | 'suspended'> }
)

/** The spans of an award in date order. After `today`, only the days up to the last valid day are included. */
export function yearsOf(changes: readonly AwardChange[], terms: readonly TermOfYears[], today: Day): YearSpan[] {
  const states = statesOf(changes).filter(({ from }) => from <= today)
  const withUs = states.flatMap(({ to, from, until }): YearSpan[] =>
    to === 'renewal with us' ? [{ is: 'with us', from, to: earlier(until ?? today, today) }] : [],
  )
  return [...periods(states, terms, today), ...extensions(states), ...withUs, ...gaps(states, today)].toSorted(
    (a, b) => compare(a.from, b.from) || order.indexOf(a.is) - order.indexOf(b.is),
  )
}

const order: readonly YearSpan['is'][] = ['period', 'with us', 'extension', 'gap']

/** The valid days, split where a new award period begins. */
function periods(states: readonly StateDays[], terms: readonly TermOfYears[], today: Day): YearSpan[] {
  const inOrder = terms.toSorted((a, b) => a.number - b.number)
  return joined(states.flatMap(state => validDays(state, today))).flatMap(({ from, to }) =>
    inOrder.flatMap((term, index): YearSpan[] => {
      const next = inOrder[index + 1]
      const first = index === 0 ? from : later(from, term.startsOn)
      const last = next ? earlier(to, addDays(next.startsOn, -1)) : to
      return first <= last ? [{ is: 'period', from: first, to: last, term }] : []
    }),
  )
}

function validDays({ canBeValid, from, until, validTo }: StateDays, today: Day): { from: Day; to: Day }[] {
  const last = earlier(until ?? validTo ?? today, validTo ?? until ?? today)
  return canBeValid && from <= last ? [{ from, to: last }] : []
}

/** The days that a coordinator added. A renewal ends an extension early, on the day before the renewal. */
function extensions(states: readonly StateDays[]): YearSpan[] {
  return states.flatMap((state, index): YearSpan[] => {
    const before = states[index - 1]?.validTo ?? null
    if (state.to !== 'extended' || state.validTo === null) return []
    const from = before === null ? state.from : later(addDays(before, 1), state.from > before ? state.from : before)
    const last = state.validTo
    // A restored award also becomes `valid`, but keeps its last day. A renewed award gets a later one.
    const renewed = states.slice(index + 1).find(next => next.to === 'valid' && (next.validTo ?? last) > last)
    const to = renewed ? earlier(last, addDays(renewed.from, -1)) : last
    return from <= to ? [{ is: 'extension', from, to }] : []
  })
}

/** The days on which the award was not valid, until `today` or the end of the award. */
function gaps(states: readonly StateDays[], today: Day): YearSpan[] {
  const found = states.flatMap((state): YearSpan[] => {
    const { to: status, from, canBeValid, until, validTo } = state
    const last = earlier(until ?? today, today)
    if (status === 'ended') return []
    if (!canBeValid)
      return [{ is: 'gap', from, to: last, why: status === 'lapsed' || status === 'suspended' ? status : 'overdue' }]
    const first = validTo === null ? null : later(from, addDays(validTo, 1))
    return first !== null && first <= last ? [{ is: 'gap', from: first, to: last, why: 'overdue' }] : []
  })
  return found.reduce<YearSpan[]>((all, gap) => {
    const before = all.at(-1)
    const continues =
      before?.is === 'gap' && gap.is === 'gap' && before.why === gap.why && addDays(before.to, 1) === gap.from
    return continues ? [...all.slice(0, -1), { ...before, to: gap.to }] : [...all, gap]
  }, [])
}

/**
 * Merges ranges of days that touch or overlap.
 * @param stretches ranges in the order of their first days
 */
function joined(stretches: readonly { from: Day; to: Day }[]): { from: Day; to: Day }[] {
  const all: { from: Day; to: Day }[] = []
  for (const { from, to } of stretches) {
    const before = all.at(-1)
    if (before && from <= addDays(before.to, 1)) before.to = later(before.to, to)
    else all.push({ from, to })
  }
  return all
}

const earlier = (a: Day, b: Day): Day => (a < b ? a : b)
const later = (a: Day, b: Day): Day => (a > b ? a : b)
