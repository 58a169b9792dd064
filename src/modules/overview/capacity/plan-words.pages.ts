import type { CapacityFacts, Plan } from '../../../domain/capacity.ts'
import { list, monthAndYear, monthsIn } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'

/** Describes a plan in a few sentences, for the list of saved plans and the page that moves dates. */
export function planInWords(t: T, facts: CapacityFacts, plan: Plan): string[] {
  const { evenings, panels, each, off, asking, closed, move, fullEvery } = plan
  const months = off.map(month => monthsIn(t)[month - 1]!)
  const rounds = closed.map(month => nameOf(t, facts, month))
  return [
    t('capacity.words.evenings', { count: evenings }),
    t('capacity.words.panels', { count: panels }),
    t('capacity.words.each', { count: each }),
    ...(months.length > 0 ? [t('capacity.words.off', { months: list(t, months) })] : []),
    t('capacity.words.full', { count: fullEvery }),
    t('capacity.words.asking', { share: asking }),
    ...(rounds.length > 0 ? [t('capacity.words.closed', { count: rounds.length, rounds: list(t, rounds) })] : []),
    ...(move ? [t(`capacity.words.${move.how}`, { month: monthAndYear(t, move.month), count: move.by })] : []),
  ]
}

const nameOf = (t: T, { rounds }: CapacityFacts, month: CapacityFacts['from']): string =>
  rounds.find(each => each.month === month)?.name ?? t('capacity.close.expected', { month: monthAndYear(t, month) })
