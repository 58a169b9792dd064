import { compareTasks, waitedFor, type Loss, type Task } from '../../../domain/task-order.ts'
import { dayOf, daysBetween, type Day, type Instant } from '../../../domain/time.ts'
import type { DueCard, DueLine } from '../../../web/components.ts'
import { dueLine } from '../../../web/due-line.ts'
import { relativeDay, timeOfDay, weekdayInYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { roundIsOver, roundOpens } from '../../applications/applications.public.ts'

/** A card on the home page. */
export interface RankedCard {
  card: DueCard
  /** determines the card's position; null for a card without a task, which comes after all tasks */
  task: Task | null
  /** replaces the card's text when no card on the page needs action */
  quiet?: string
  /** the application that a coordinator's task is about */
  applicationId?: string
}

/** Adds the application that a task is about. */
export const aboutApplication = (applicationId: string, ranked: RankedCard): RankedCard => ({
  ...ranked,
  applicationId,
})

/**
 * A card for a task.
 * @param cost.loss what is lost when nobody does the task
 * @param cost.days the days from today to the task's date, negative when late; null without a date
 */
export const task = (card: DueCard, cost: { loss: Loss; days: number | null }): RankedCard => ({ card, task: cost })

/** A card for a task that has waited for this many days. Longest waits come first. */
export const waitingTask = (card: DueCard, days: number): RankedCard => ({ card, task: waitedFor(days) })

/**
 * A card that needs no action.
 * @param quiet replaces the card's text when no card on the page needs action
 */
export const informationCard = (card: DueCard, quiet?: string): RankedCard => ({
  card,
  task: null,
  ...(quiet ? { quiet } : {}),
})

/**
 * The cards in the order of domain/task-order.ts. Cards of equal rank keep their order. If no card has a task, the
 * quiet texts replace the usual ones.
 */
export function byUrgency(all: readonly RankedCard[]): DueCard[] {
  const isQuiet = all.every(({ task: ranked }) => ranked === null)
  return all.toSorted(byTask).map(({ card, quiet }) => (isQuiet && quiet ? { ...card, text: quiet } : card))
}

function byTask({ task: a }: RankedCard, { task: b }: RankedCard): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return compareTasks(a, b)
}

/** "By Friday 30 April (11 days from today)", or "Due on Friday 30 April (3 days ago)" */
export const dueBy = (t: T, day: Day, today: Day): DueLine => dueOn(t, day, weekdayInYear(t, day), today)

/** "By Friday 30 April, 5pm (11 days from today)", or "Due on Friday 30 April, 5pm (3 days ago)" */
export function dueAt(t: T, at: Instant, today: Day): DueLine {
  const day = dayOf(at)
  const moment = t('applications.tasks.moment', { day: weekdayInYear(t, day), time: timeOfDay(t, at) })
  return dueOn(t, day, moment, today)
}

/**
 * A line that says when the application's round opens or closes, or that it has closed. The round counts as open until
 * the end of the grace period. Null without a round.
 */
export function roundDue(
  t: T,
  { opensAt, closesAt, acceptsUntil }: Record<'opensAt' | 'closesAt' | 'acceptsUntil', Instant | null>,
  now: Instant,
): DueLine | null {
  if (!opensAt || !closesAt || !acceptsUntil) return null
  if (now < opensAt) return roundOpens(t, opensAt, dayOf(now))
  if (now < acceptsUntil) return dueAt(t, closesAt, dayOf(now))
  return roundIsOver(t, closesAt)
}

function dueOn(t: T, day: Day, strong: string, today: Day): DueLine {
  const days = daysBetween(today, day)
  return dueLine(t(days < 0 ? 'due.past' : 'home.due', { day: strong, distance: relativeDay(t, days) }), strong, days)
}
