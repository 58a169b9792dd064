import { dayOf, daysBetween, type Day, type Instant } from '../../../domain/time.ts'
import type { DueCard, DueLine } from '../../../web/components.ts'
import { dueLine } from '../../../web/due-line.ts'
import { distance, timeOfDay, weekdayInYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'

/** A card on the home page, with a rank that decides its place. */
export interface RankedCard {
  card: DueCard
  /** lower comes first: late tasks, then tasks by date, tasks without a date, and cards that need no action */
  rank: number
  /** replaces the card's text when no card on the page needs action */
  quiet?: string
}

const rankWithoutDate = 40
const rankOfNews = 10_000

/** A task. @param days from today to its date, negative when it is late; null when it has none */
export const task = (card: DueCard, days: number | null = null): RankedCard => ({ card, rank: days ?? rankWithoutDate })

/** A task that has waited for so many days. The longest wait comes first. */
export const waitingTask = (card: DueCard, days: number): RankedCard => ({ card, rank: rankWithoutDate - 10 - days })

/** A task that comes before all others, because each day costs a library something. @param days it has waited */
export const urgentTask = (card: DueCard, days: number): RankedCard => ({ card, rank: -400 - days })

/**
 * A card that needs no action.
 * @param quiet replaces its text when no card on the page needs action
 */
export const news = (card: DueCard, quiet?: string): RankedCard => ({
  card,
  rank: rankOfNews,
  ...(quiet ? { quiet } : {}),
})

/** The cards by rank. Cards of the same rank keep their order. */
export function inOrder(all: readonly RankedCard[]): DueCard[] {
  const isQuiet = all.every(({ rank }) => rank === rankOfNews)
  return all
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ card, quiet }) => (isQuiet && quiet ? { ...card, text: quiet } : card))
}

/** "By Friday 30 April 2027 (11 days from today)" */
export const dueBy = (t: T, day: Day, today: Day): DueLine => dueOn(t, day, weekdayInYear(t, day), today)

/** "By Friday 30 April 2027, 5pm (11 days from today)" */
export function dueAt(t: T, at: Instant, today: Day): DueLine {
  const day = dayOf(at)
  const moment = t('applications.tasks.moment', { day: weekdayInYear(t, day), time: timeOfDay(t, at) })
  return dueOn(t, day, moment, today)
}

function dueOn(t: T, day: Day, strong: string, today: Day): DueLine {
  const days = daysBetween(today, day)
  return dueLine(t('home.due', { day: strong, distance: distance(t, days) }), strong, days)
}
