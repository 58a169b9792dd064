import { nextDueMove } from './award-clock.ts'
import { newAwardFacts, type AwardFacts } from './award-guards.ts'
import { awardMoves, type AwardChange, type AwardMove, type AwardStatus } from './award.ts'
import { compare } from './compare.ts'
import { stateAfter } from './moves.ts'
import type { Day } from './time.ts'
import { latest, validToNow } from './valid-to.ts'
import { inForce } from './validity.ts'

// Corrections to recorded awards, which were awarded before this service. For changes to decisions, see review.ts.

/** The facts of a recorded award that a coordinator can correct. */
export interface RecordedFacts {
  from: Day
  to: Day
  /** the body that decided */
  decidedBy: string
  /** where the decision is documented */
  source: string
  /** the ids of the branches in the award */
  scope: readonly string[]
}

export type RecordedFact = keyof RecordedFacts

/** The facts that differ, in the order in which pages show them. */
export function changedFacts(before: RecordedFacts, after: RecordedFacts): RecordedFact[] {
  const facts: RecordedFact[] = ['from', 'to', 'decidedBy', 'source', 'scope']
  const value = (of: RecordedFacts, fact: RecordedFact): string =>
    fact === 'scope' ? [...of.scope].sort().join(' ') : of[fact]
  return facts.filter(fact => value(before, fact) !== value(after, fact))
}

/**
 * The facts after a correction. Only the fields that the correction changes are applied, because others may have
 * changed since it was proposed.
 * @param now the current facts
 * @param before the facts when the correction was proposed
 * @param after the facts as corrected
 */
export function correctedFacts(
  now: RecordedFacts,
  { before, after }: { before: RecordedFacts; after: RecordedFacts },
): RecordedFacts {
  const changed = Object.fromEntries(changedFacts(before, after).map(fact => [fact, after[fact]]))
  const kept = now.scope.filter(branch => !before.scope.includes(branch) || after.scope.includes(branch))
  const added = after.scope.filter(branch => !before.scope.includes(branch) && !kept.includes(branch))
  return { ...now, ...changed, scope: [...kept, ...added].toSorted() }
}

/** A change of an award that `replay` recalculated after the dates of the award were corrected. */
export interface ReplayedChange {
  move: AwardMove | 'valid to moved'
  to: AwardStatus
  from: Day
  validTo: Day | null
  reason: string | null
  cause?: AwardChange['cause']
}

export interface Replayed {
  changes: ReplayedChange[]
  status: AwardStatus
  validTo: Day | null
  baseValidTo: Day
  /** whether a renewal keeps the award valid */
  isKeptByRenewal: boolean
}

/** The inputs of `replay`. `from` and `to` are the award's corrected dates. */
export interface ReplayFacts {
  from: Day
  to: Day
  today: Day
  settings: Pick<AwardFacts, 'renewalOpensDays' | 'lapseAfterDays'>
  /** the result of `changesByPeople`, oldest first */
  byPeople: readonly AwardChange[]
  /** the renewal that the charity has; null when it has none */
  renewal: ReceivedRenewal | null
}

export interface ReceivedRenewal {
  submittedOn: Day
  /** the dates by which the library must answer */
  deadlines: readonly Day[]
  /** whether the library did not answer a question in time, so that the renewal no longer keeps the award valid */
  isUnanswered: boolean
}

const replayable: readonly AwardChange['move'][] = ['openRenewal', 'extend', 'suspend', 'restore']

/**
 * The changes in force that people made and that `replay` can repeat. A change without a reason was made by the clock.
 */
export const changesByPeople = (changes: readonly AwardChange[]): AwardChange[] =>
  inForce(changes).filter(({ move, reason }) => reason !== null && replayable.includes(move))

/**
 * The changes to keep when a correction leaves the last day of a recorded award as it is: all in force except the
 * first.
 * @param changes the history of the award, oldest change first
 * @param from the corrected first day; earlier changes now apply from this day
 */
export const keptChanges = (changes: readonly AwardChange[], from: Day): ReplayedChange[] =>
  inForce(changes)
    .slice(1)
    .map(change => ({
      move: change.move as ReplayedChange['move'],
      to: change.to,
      from: latest(change.from, from),
      validTo: change.validTo,
      reason: change.reason,
      cause: change.cause,
    }))

/**
 * Recalculates the changes of a recorded award from its corrected dates. Moves by the clock get new days, and moves by
 * people keep theirs. Leaves out moves before the corrected start, moves that are no longer allowed, and extensions
 * that no longer add days. Also leaves out missed deadlines and withdrawn renewals. They would matter only
 * if the corrected last day were in the past, and such a correction is refused.
 */
export function replay({ from, to, today, settings, byPeople, renewal }: ReplayFacts): Replayed {
  const state: Replayed = { changes: [], status: 'valid', validTo: to, baseValidTo: to, isKeptByRenewal: false }
  let since = from
  const add = (move: AwardMove, on: Day, reason: string | null = null): void => {
    state.status = stateAfter<AwardStatus>(awardMoves[move], { status: state.status, statusBefore: null }).status
    state.changes.push({ move, to: state.status, from: on, validTo: state.validTo, reason })
    since = on
  }
  const receiveWhileSuspended = (received: ReceivedRenewal): void => {
    const before = state.validTo
    receive(state, received, received.submittedOn)
    const { status, validTo } = state
    if (validTo !== before)
      state.changes.push({ move: 'valid to moved', to: status, from: received.submittedOn, validTo, reason: null })
  }
  const clockUntil = (day: Day, isWithUs: boolean): void => {
    for (;;) {
      const due = nextDueMove({ ...newAwardFacts(day), ...settings, ...state, aRenewalIsWithUs: isWithUs }, since)
      if (!due) return
      if (due.move === 'receive' && renewal) receive(state, renewal, day)
      add(due.move, due.from)
    }
  }
  const received = renewal ? [{ on: renewal.submittedOn, change: null }] : []
  const steps = [...byPeople.map(change => ({ on: change.from, change })), ...received]
  let isWithUs = false
  for (const { on, change } of steps.toSorted((a, b) => compare(a.on, b.on))) {
    if (on < from) continue
    clockUntil(on, isWithUs)
    if (change === null) {
      isWithUs = true
      if (state.status === 'suspended' && renewal) receiveWhileSuspended(renewal)
    } else if (isStillPossible(change, state)) {
      if (change.move === 'extend') Object.assign(state, { validTo: change.validTo, baseValidTo: change.validTo })
      add(change.move as AwardMove, on, change.reason)
    }
    clockUntil(on, isWithUs)
  }
  clockUntil(today, isWithUs)
  return state
}

/**
 * Applies a submitted renewal. It keeps the award valid if it was submitted by the last valid day, and the library has
 * answered every question in time.
 */
function receive(state: Replayed, { deadlines, isUnanswered }: ReceivedRenewal, day: Day): void {
  state.isKeptByRenewal = !isUnanswered && (state.validTo === null || state.validTo >= day)
  state.validTo = validToNow(state, deadlines)
}

function isStillPossible({ move, validTo }: AwardChange, { status, validTo: now }: Replayed): boolean {
  if (move === 'extend' && (validTo === null || (now !== null && validTo <= now))) return false
  return (awardMoves[move as AwardMove].from as readonly string[]).includes(status)
}
