import type { AwardStatus } from './award.ts'
import type { ApplicationMove, SeatKind } from './application.ts'
import type { CapacityFacts } from './capacity.ts'
import type { Outcome } from './judgements.ts'
import { addMonths, daysBetween, type Day } from './time.ts'

/** The figures of the page "The year at a glance". `day` is the day on which they were counted. */
export interface YearFigures {
  day: Day
  states: { status: AwardStatus; count: number }[]
  /**
   * awards by the month of their last valid day, for 12 months from the current one. Awards without such a day are left
   * out. `month` is the first day of the month
   */
  ending: { month: Day; light: number; full: number }[]
  /**
   * median days of each step, for applications whose decision letter was released in the last 12 months (`days`) and in
   * the 12 months before (`before`); null when none of them had the step
   */
  steps: { step: Step; days: number | null; before: number | null }[]
  /** seats accepted in the last 12 months, and how many people took them */
  seats: { kind: SeatKind; people: number; seats: number }[]
  /** released decisions of the last four quarters. `from` is the first day of the quarter */
  decisions: { from: Day; outcomes: Record<Outcome, number> }[]
  /**
   * the items, at most ten, about which libraries were asked the most questions in the last 12 months, most questions
   * first
   */
  questions: { code: string; title: string; count: number }[]
  /** the inputs of the forecast on the page /capacity */
  capacity: CapacityFacts
}

/**
 * The steps of an application. `panel`: from the check until the panel starts. `read`: from then until the panel's
 * proposal.
 */
export const steps = ['check', 'panel', 'read', 'decide', 'release'] as const
export type Step = (typeof steps)[number]

/** For each move that ends a step: the step, and the moves that can start it. */
const startedBy: Partial<Record<ApplicationMove, { step: Step; from: readonly ApplicationMove[] }>> = {
  check: { step: 'check', from: ['submit'] },
  seat: { step: 'panel', from: ['check'] },
  propose: { step: 'read', from: ['seat', 'takeUp', 'sendBack'] },
  decide: { step: 'decide', from: ['propose'] },
  confirm: { step: 'decide', from: ['check'] },
  releaseLetter: { step: 'release', from: ['decide', 'confirm'] },
}

/** Moves that start, end or interrupt a step. Other moves, such as holds, do not interrupt a step. */
const counted: readonly string[] = [
  'submit',
  'check',
  'return',
  'seat',
  'askMore',
  'resubmit',
  'takeUp',
  'propose',
  'sendBack',
  'decide',
  'confirm',
  'reverse',
  'releaseLetter',
  'reopen',
] satisfies readonly ApplicationMove[]

/**
 * The days that each step of one application took, with repeated steps added up. Time with the library belongs to no
 * step.
 * @param moves in the order in which they were made
 */
export function daysOfSteps(moves: readonly { move: string; on: Day }[]): Partial<Record<Step, number>> {
  const days: Partial<Record<Step, number>> = {}
  let last: { move: string; on: Day } | null = null
  for (const made of moves) {
    if (!counted.includes(made.move)) continue
    const ended = startedBy[made.move as ApplicationMove]
    if (ended && last && (ended.from as readonly string[]).includes(last.move))
      days[ended.step] = (days[ended.step] ?? 0) + daysBetween(last.on, made.on)
    last = made
  }
  return days
}

/** The median, rounded to a whole number; null for an empty list. */
export function median(numbers: readonly number[]): number | null {
  if (numbers.length === 0) return null
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return Math.round(sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2)
}

/** The first day of the month that contains the day. */
export const monthOf = (day: Day): Day => `${day.slice(0, 7)}-01` as Day

/** A decision that is hidden from the reader. */
export interface ClosedDecision {
  outcome: Outcome
  releasedOn: Day
}

/** The counts by quarter, without the decisions that are hidden from the reader. */
export const withoutDecisions = (
  { decisions }: Pick<YearFigures, 'decisions'>,
  closed: readonly ClosedDecision[],
): YearFigures['decisions'] =>
  decisions.map(({ from, outcomes }) => {
    const countOf = (outcome: Outcome): number =>
      closed.filter(each => each.outcome === outcome && each.releasedOn >= from && each.releasedOn < addMonths(from, 3))
        .length
    const left = Object.entries(outcomes).map(([name, count]) => [name, Math.max(0, count - countOf(name as Outcome))])
    return { from, outcomes: Object.fromEntries(left) as Record<Outcome, number> }
  })

/** The first days of the last four quarters, the current one last. */
export function lastQuarters(today: Day): Day[] {
  const month = Number(today.slice(5, 7))
  const present = addMonths(monthOf(today), -((month - 1) % 3))
  return [-9, -6, -3, 0].map(months => addMonths(present, months))
}
