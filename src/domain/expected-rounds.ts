import type { CapacityFacts } from './capacity.ts'
import { addMonths, daysBetween, type Day } from './time.ts'
import { monthOf } from './year.ts'

interface KnownRound {
  name: string
  closesOn: Day
  /** the number of first applications submitted in the round */
  submitted: number
}

/** A repeated round is left out if another round closes within this many days of it. */
const sameRoundDays = 60

/**
 * The first applications to expect from each round of the next three years: the mean of past rounds, less those already
 * submitted. Each round that closed in the last 12 months or closes later is repeated yearly, unless another round
 * closes at about the same time.
 * @param rounds those that closed in the last 24 months, and later ones
 */
export function expectedRounds(rounds: readonly KnownRound[], today: Day): CapacityFacts['rounds'] {
  const over = rounds.filter(({ closesOn }) => closesOn < today)
  const mean = over.length === 0 ? 0 : Math.ceil(over.reduce((sum, { submitted }) => sum + submitted, 0) / over.length)
  const known = rounds.filter(({ closesOn }) => closesOn >= today)
  const yearly = rounds.filter(({ closesOn }) => closesOn >= addMonths(today, -12))
  const again = yearly
    .flatMap(({ closesOn }) => [12, 24, 36].map(months => addMonths(closesOn, months)))
    .filter(day => day >= today && day < addMonths(today, 36))
    .toSorted()
  const slots = known.map(({ name, closesOn, submitted }) => ({
    name: name as string | null,
    closesOn,
    expected: Math.max(0, mean - submitted),
  }))
  for (const closesOn of again)
    if (!slots.some(slot => Math.abs(daysBetween(slot.closesOn, closesOn)) <= sameRoundDays))
      slots.push({ name: null, closesOn, expected: mean })
  return byMonth(slots.toSorted((a, b) => daysBetween(b.closesOn, a.closesOn)))
}

/**
 * Adds up rounds that close in the same month. `month` is the following month, in which the applications need a panel.
 */
function byMonth(slots: readonly { name: string | null; closesOn: Day; expected: number }[]): CapacityFacts['rounds'] {
  const months: CapacityFacts['rounds'] = []
  for (const { name, closesOn, expected } of slots) {
    const month = addMonths(monthOf(closesOn), 1)
    const same = months.find(each => each.month === month)
    if (same) same.expected += expected
    else months.push({ month, name, expected })
  }
  return months
}
