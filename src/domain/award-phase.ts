import type { AwardStatus } from './award.ts'
import type { Day } from './time.ts'

export const awardPhases = [
  'valid',
  'open',
  'with us',
  'waiting for the library',
  'with us until a date',
  'with us, not valid',
  'extended',
  'overdue',
  'lapsed',
  'suspended',
  'ended',
] as const
/**
 * The state of an award today: whether it is valid, and who acts next. The charity has a renewal in four states:
 * - `with us`: the renewal keeps the award valid, and the library has no date to meet
 * - `waiting for the library`: the renewal keeps the award valid until a date by which the library must answer
 * - `with us until a date`: the renewal does not keep the award valid after its last valid day
 * - `with us, not valid`: the award is no longer valid
 */
export type AwardPhase = (typeof awardPhases)[number]

/**
 * The phase of an award today.
 * @param isValid the result of `wasValidOn` for today
 */
export function phaseOf(
  it: { status: AwardStatus; validTo: Day | null; isKeptByRenewal: boolean },
  isValid: boolean,
): AwardPhase {
  if (it.status === 'lapsed' || it.status === 'suspended' || it.status === 'ended') return it.status
  if (it.status === 'renewal with us') {
    if (!isValid) return 'with us, not valid'
    if (it.validTo === null) return 'with us'
    return it.isKeptByRenewal ? 'waiting for the library' : 'with us until a date'
  }
  if (!isValid) return 'overdue'
  if (it.status === 'renewal open') return 'open'
  return it.status === 'extended' ? 'extended' : 'valid'
}
