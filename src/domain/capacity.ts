import { addMonths, type Day } from './time.ts'

// Forecasts how many applications wait for a panel at the end of each of the next 36 months.
// `docs/capacity.md` has an example worked out by hand. The page /capacity describes the same rules in plain words:
//
// 1. Each month first receives the applications that are due in it. Then its panels meet.
// 2. A renewal is due in the month its award ends. Every nth one is a full reappraisal, which needs a panel.
//    The others are light, and a share of them is sent to a panel too.
// 3. First applications need a panel in the month after their round closes.
// 4. The panels of a month decide evenings × panels × applications per evening, and none in a month without meetings.
//    They take the applications that have waited longest.
//    Within a month, reappraisals come first, then first applications, then light renewals.
//    Of the light renewals, those with the most recent full appraisal come first.
// 5. Every application is awarded and every award is renewed.
//    An award that a panel decided ends one award period after the month of that decision.
//    An award that is renewed without a panel ends one award period after its previous end.

export const monthsAhead = 36

/** The inputs of a forecast, as counted each morning. Each month is written as its first day. */
export interface CapacityFacts {
  /** the first month of the forecast */
  from: Day
  /**
   * applications that need a panel now, except those on hold or with the library. `due` already has the renewal that
   * follows each of these `renewals`
   */
  waiting: { firsts: number; renewals: number }
  due: Due[]
  /** first applications expected from each round, by the month in which they need a panel */
  rounds: { month: Day; name: string | null; expected: number }[]
  /** the length of an award period, in months */
  period: number
  /** n, where every nth renewal is currently a full reappraisal */
  fullEvery: number
  /**
   * of the light renewals submitted in the last 24 months, the percentage that went to a panel, or for which a
   * coordinator or trustee asked for one
   */
  asking: number
  /** applications on which panels proposed a decision in the last 12 months */
  decided: number
}

/** Awards that end in the same month and are equally far from their next full reappraisal. */
export interface Due {
  month: Day
  /** the number of light renewals since the last full appraisal */
  light: number
  /**
   * true when the renewal is full whatever `light` is: after a lapse or `not yet`, or because a coordinator asked for
   * it
   */
  isFull: boolean
  count: number
}

export interface Plan {
  /** the number of evenings in a month on which panels meet */
  evenings: number
  /** the number of panels that meet on one evening */
  panels: number
  /** the number of applications that one panel decides in one evening */
  each: number
  /** months without meetings; 1 is January */
  off: readonly number[]
  fullEvery: number
  asking: number
  /** the months in `rounds` that the plan leaves out */
  closed: readonly Day[]
  /**
   * postpones the full reappraisals of `month`: all by `by` months (`together`), or each by up to `by` months
   * (`spread`); null for no change
   */
  move: { month: Day; by: number; how: 'spread' | 'together' } | null
}

export interface ForecastMonth {
  month: Day
  full: number
  first: number
  /** the number of light renewals that are sent to a panel; `light` counts those that are not */
  asking: number
  light: number
  /** the number of applications that the panels of the month can decide */
  places: number
  /** the number still waiting at the end of the month */
  waiting: number
}

/** The last 12 months as a plan: one decision on each evening, spread over the 11 months other than August. */
export const planOfToday = ({ decided, fullEvery, asking }: CapacityFacts): Plan => ({
  evenings: Math.max(1, Math.round(decided / 11)),
  panels: 1,
  each: 1,
  off: [8],
  fullEvery,
  asking,
  closed: [],
  move: null,
})

type Cohort = Pick<Due, 'light' | 'isFull' | 'count'>
/**
 * Applications that wait for a panel. `light` is what `Due.light` becomes for their awards after the decision; null
 * when `due` already has their next renewal.
 */
interface Queued {
  count: number
  light: number | null
}

/** The forecast for the next 36 months under a plan. */
export function forecast(facts: CapacityFacts, plan: Plan): ForecastMonth[] {
  const months = Array.from({ length: monthsAhead }, (_, index) => addMonths(facts.from, index))
  const due = months.map((month): Cohort[] => facts.due.filter(each => each.month === month))
  const renewLater = (index: number, cohort: Cohort) => void due[index + facts.period]?.push(cohort)
  if (plan.move) moveDates(due, months, plan, datesAfter(facts, plan))
  const queue: Queued[] = [
    { count: facts.waiting.renewals, light: null },
    { count: facts.waiting.firsts, light: 0 },
  ]
  let share = 0 // the fraction of a renewal lost by rounding down, in hundredths; added to the next count
  return months.map((month, index) => {
    const full = due[index]!.filter(each => isFullIn(plan, each))
    const lights = due[index]!.filter(each => !isFullIn(plan, each)).toSorted((a, b) => a.light - b.light)
    const first = firstsIn(facts, plan, month)
    const asking = lights.map(({ light, count }) => {
      share += count * plan.asking
      const sent = Math.floor(share / 100)
      share -= sent * 100
      renewLater(index, { light: light + 1, isFull: false, count: count - sent })
      return { count: sent, light: light + 1 }
    })
    const sent = total(asking)
    queue.push({ count: total(full), light: 0 }, { count: first, light: 0 }, ...asking)
    const places = placesIn(plan, month)
    for (const { count, light } of take(queue, places))
      if (light !== null) renewLater(index, { light, isFull: false, count })
    return { month, full: total(full), first, asking: sent, light: total(lights) - sent, places, waiting: total(queue) }
  })
}

const total = (list: readonly { count: number }[]): number => list.reduce((sum, { count }) => sum + count, 0)

const isFullIn = ({ fullEvery }: Pick<Plan, 'fullEvery'>, { light, isFull }: Pick<Due, 'light' | 'isFull'>): boolean =>
  isFull || light + 1 >= fullEvery

const firstsIn = ({ rounds }: CapacityFacts, { closed }: Plan, month: Day): number =>
  rounds.filter(each => each.month === month && !closed.includes(month)).reduce((sum, each) => sum + each.expected, 0)

const placesIn = ({ evenings, panels, each, off }: Plan, month: Day): number =>
  off.includes(Number(month.slice(5, 7))) ? 0 : evenings * panels * each

/** Removes the applications that have waited longest from the queue, and returns them. */
function take(queue: Queued[], places: number): Queued[] {
  const taken: Queued[] = []
  for (let left = places; left > 0 && queue.length > 0;) {
    const [next] = queue
    const count = Math.min(left, next!.count)
    taken.push({ ...next!, count })
    left -= count
    next!.count -= count
    if (next!.count === 0) queue.shift()
  }
  return taken
}

/** The number of full reappraisals that are due in a month, if one renewal in `fullEvery` is full. */
export const countFull = ({ due }: CapacityFacts, fullEvery: number, month: Day): number =>
  total(due.filter(each => each.month === month && isFullIn({ fullEvery }, each)))

/** The number of full reappraisals that a plan would move. */
export const countToMove = (facts: CapacityFacts, { move, fullEvery }: Plan): number =>
  move === null ? 0 : countFull(facts, fullEvery, move.month)

/**
 * The new months of the full reappraisals that a plan moves, earliest first. `together` postpones all by `by` months.
 * `spread` gives each one the month with the most free places, up to `by` months later; the earliest wins a tie.
 * @param count the number to move; by default all that are due in the month
 */
export function datesAfter(facts: CapacityFacts, plan: Plan, count = countToMove(facts, plan)): Day[] {
  const { move } = plan
  if (!move) return []
  if (move.how === 'together') return Array.from({ length: count }, () => addMonths(move.month, move.by))
  const others = facts.due.filter(each => each.month !== move.month || !isFullIn(plan, each))
  const free = forecast({ ...facts, due: others }, { ...plan, move: null })
    .filter(({ month }) => month >= move.month && month <= addMonths(move.month, move.by))
    .map(({ month, full, first, asking, places }) => ({ month, places: places - full - first - asking }))
  return Array.from({ length: count }, () => {
    const best = free.reduce((most, each) => (each.places > most.places ? each : most))
    best.places -= 1
    return best.month
  }).toSorted()
}

function moveDates(due: Cohort[][], months: readonly Day[], plan: Plan, dates: readonly Day[]): void {
  const own = months.indexOf(plan.move!.month)
  if (own === -1) return
  due[own] = due[own]!.filter(each => !isFullIn(plan, each))
  for (const date of dates) due[months.indexOf(date)]?.push({ light: 0, isFull: true, count: 1 })
}
