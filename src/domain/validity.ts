import { inForce } from './award-correction.ts'
import type { AwardChange, AwardStatus } from './award.ts'
import type { Day } from './time.ts'

type Stated = Pick<AwardChange, 'from' | 'to' | 'validTo'> & Partial<Pick<AwardChange, 'move'>>

const holding: readonly AwardStatus[] = ['valid', 'renewal open', 'renewal with us', 'extended']

/**
 * Whether an award was valid on a day, past or future.
 * @param changes every change of state or last day, oldest first. `from` is its first day in Europe/London. `validTo`
 * is null while a renewal that was submitted by the last day is with us, and a day again when it is returned. One
 * submitted while overdue changes nothing. Changes before a correction no longer count
 */
export function wasValidOn(changes: readonly Stated[], day: Day): boolean {
  const state = inForce(changes).findLast(({ from }) => from <= day)
  if (!state || !holding.includes(state.to)) return false
  return state.validTo === null || day <= state.validTo // dates decide, not whether the nightly job has run
}

/** Whether it was valid on every day until this one. Only then is it "accredited since" its start. */
export const wasNeverInvalid = (changes: readonly Stated[], day: Day): boolean =>
  wasValidOn(changes, day) && inForce(changes).every(({ to }) => holding.includes(to))
