import type { SeatKind } from './application.ts'
import type { Weekday } from './appraising.ts'
import type { PossibleConflict } from './conflicts.ts'
import type { PanelRule } from './framework.ts'
import type { PanelGap } from './panel.ts'
import { keyOfName } from './similar-names.ts'

// Suggests people for the empty seats of a panel. A coordinator decides; the suggestion only fills the form.
//
// 1. Leave out people with a known conflict and people at their limit of seats a year.
// 2. Fill the seats of the kinds that the framework requires.
// 3. Prefer people who are not away, and can attend on at least 2 weekdays that suit the whole panel so far.
// 4. Among them, prefer those with the fewest seats this year.
// 5. Among those, prefer the one who adds the most fields of expertise that the panel lacks, then go by name.
//
// People are taken in the order of steps 3 to 5. Each takes a free seat of a kind that they can fill.
// If no such seat is free, someone already chosen moves to another seat, if that frees one.
// This fills as many seats as possible, with the people who come earliest in the order.
// In matching theory, this is the greedy algorithm for a transversal matroid.

/** The facts about a person in the pool that the suggestion uses. */
export interface Candidate {
  id: string
  kinds: readonly SeatKind[]
  expertise: readonly string[]
  weekdays: readonly Weekday[]
  /** away on the panel's read-by date or, before it is set, on the date that would be set */
  isAway: boolean
  /** the number of the person's open and completed seats this year */
  seatsThisYear: number
  isAtLimit: boolean
  conflicts: readonly PossibleConflict[]
}

/**
 * The panel, including people who have not answered their offer: its gaps, and the weekdays and fields of expertise of
 * its people.
 */
export interface PanelSoFar {
  gaps: readonly PanelGap[]
  weekdays: readonly (readonly Weekday[])[]
  expertise: readonly string[]
}

/** A suggested seat. It does not say whether the person is independent: they confirm that in their declaration. */
export interface SuggestedSeat {
  personId: string
  kind: SeatKind
  chairs: boolean
  /** weekdays that suit this person and the whole panel so far */
  sharedWeekdays: readonly Weekday[]
  /** fields of expertise that nobody on the panel has yet */
  brings: readonly string[]
}

/**
 * The number of weekdays that a panel should have in common, so that there is a second day for a meeting that has to
 * move.
 */
export const weekdaysInCommon = 2

/**
 * Suggests a person for each empty seat.
 * @param candidates in the order of their names
 * @returns a suggestion for each empty seat that someone can fill, seats of required kinds first
 */
export function suggestPanel(
  rule: PanelRule,
  panel: PanelSoFar,
  candidates: readonly Candidate[],
): readonly SuggestedSeat[] {
  const seats = emptySeats(rule, panel.gaps)
  const chosen = new Map<number, Candidate>()
  for (const candidate of inOrder(panel, candidates.filter(isFree))) {
    if (chosen.size === seats.length) break
    place(candidate, { seats, chosen, tried: new Set() })
  }
  const needsChair = panel.gaps.some(({ lacks }) => lacks === 'chair')
  const first = Math.min(...chosen.keys())
  return seats.flatMap((kinds, at) => {
    const candidate = chosen.get(at)
    const kind = candidate && kinds.find(each => candidate.kinds.includes(each))
    if (!candidate || !kind) return []
    return [
      {
        personId: candidate.id,
        kind,
        chairs: needsChair && at === first,
        sharedWeekdays: sharedWith(panel, candidate),
        brings: broughtBy(panel, candidate),
      },
    ]
  })
}

const isFree = ({ conflicts, isAtLimit }: Candidate): boolean => conflicts.length === 0 && !isAtLimit

/**
 * The kinds that can fill each empty seat. A seat needed only for independence, for a chair or for the minimum number
 * can be of any kind.
 */
function emptySeats({ seatKinds }: PanelRule, gaps: readonly PanelGap[]): readonly (readonly SeatKind[])[] {
  const missing = (lacks: PanelGap['lacks']): number => gaps.find(gap => gap.lacks === lacks)?.count ?? 0
  const ofKind = seatKinds.flatMap(kind => Array.from({ length: missing(kind) }, () => [kind]))
  const others = Math.max(missing('independent'), missing('seats') - ofKind.length)
  const filled = ofKind.length + others
  return [...ofKind, ...Array.from({ length: filled === 0 ? missing('chair') : others }, () => seatKinds)]
}

function inOrder(panel: PanelSoFar, candidates: readonly Candidate[]): Candidate[] {
  const sharesEnough = (each: Candidate): boolean => !each.isAway && sharedWith(panel, each).length >= weekdaysInCommon
  return candidates.toSorted(
    (a, b) =>
      Number(sharesEnough(b)) - Number(sharesEnough(a)) ||
      a.seatsThisYear - b.seatsThisYear ||
      broughtBy(panel, b).length - broughtBy(panel, a).length,
  )
}

const sharedWith = ({ weekdays }: PanelSoFar, candidate: Candidate): Weekday[] =>
  candidate.weekdays.filter(day => weekdays.every(days => days.includes(day)))

function broughtBy({ expertise }: PanelSoFar, candidate: Candidate): string[] {
  const known = new Set(expertise.map(keyOfName))
  return candidate.expertise.filter(field => !known.has(keyOfName(field)))
}

interface Placing {
  seats: readonly (readonly SeatKind[])[]
  chosen: Map<number, Candidate>
  tried: Set<number>
}

/**
 * Gives a person a free seat, or a taken one whose holder can move to another.
 * @returns whether they got a seat
 */
function place(candidate: Candidate, placing: Placing): boolean {
  const { seats, chosen, tried } = placing
  const fitting = [...seats.keys()].filter(at => seats[at]!.some(kind => candidate.kinds.includes(kind)))
  const free = fitting.filter(at => !chosen.has(at))
  for (const at of [...free, ...fitting]) {
    if (tried.has(at)) continue
    tried.add(at)
    const holder = chosen.get(at)
    if (holder && !place(holder, placing)) continue
    chosen.set(at, candidate)
    return true
  }
  return false
}
