import type { DueCard } from '../../../web/components.ts'

/**
 * A card and its place: what is late first, then by its date, then what has none, and what only waits last. `quiet` is
 * its text where no other card asks for anything.
 */
export interface Ranked {
  card: DueCard
  rank: number
  quiet?: string
}

const undated = 40
const waits = 10_000

/** @param days from today to its date; null without one */
export const toDo = (card: DueCard, days: number | null = null): Ranked => ({ card, rank: days ?? undated })
/** The longer it has waited for us, the further up. */
export const waitedFor = (card: DueCard, days: number): Ranked => ({ card, rank: undated - 10 - days })
/** Somebody loses something each day: before all that only waits. */
export const urgent = (card: DueCard, days: number): Ranked => ({ card, rank: -400 - days })
/** @param quiet said instead of its text where nothing else is to be done */
export const toKnow = (card: DueCard, quiet?: string): Ranked => ({ card, rank: waits, ...(quiet ? { quiet } : {}) })

/** As they come where two have the same place. */
export function inOrder(all: readonly Ranked[]): DueCard[] {
  const isQuiet = all.every(({ rank }) => rank === waits)
  return all
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ card, quiet }) => (isQuiet && quiet ? { ...card, text: quiet } : card))
}
