import type { AwardChange, AwardStatus } from './award.ts'
import type { Day } from './time.ts'

const holding: readonly AwardStatus[] = ['valid', 'renewal open', 'renewal with us', 'extended']

/**
 * Whether an award was valid on a day. Has an answer for every day, past or future.
 * @param changes every change of state or last day, oldest first; `from` is its first civil day in Europe/London;
 * `validTo` is null
 * while a renewal handed in by the last day is with us, and a day again when we hand it back. One handed in while
 * overdue holds nothing
 */
export function wasValidOn(changes: readonly Pick<AwardChange, 'from' | 'to' | 'validTo'>[], day: Day): boolean {
  const state = changes.findLast(({ from }) => from <= day)
  if (!state || !holding.includes(state.to)) return false
  return state.validTo === null || day <= state.validTo // dates decide, not whether last night's job has run
}

/** Whether it was valid on every day up to this one: only then may it be called accredited *since* it began. */
export const wasNeverInvalid = (changes: readonly Pick<AwardChange, 'from' | 'to' | 'validTo'>[], day: Day): boolean =>
  wasValidOn(changes, day) && changes.every(({ to }) => holding.includes(to))
