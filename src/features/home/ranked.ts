import type { DueCard } from '../../web/components.ts'

/** A card and its place: what is late first, then by its date, then what has none, and what only waits last. */
export interface Ranked { card: DueCard; rank: number }

const undated = 40
const waits = 10_000

/** @param days from today to its date; null without one */
export const toDo = (card: DueCard, days: number | null = null): Ranked => ({ card, rank: days ?? undated })
/** The longer it has waited for us, the further up. */
export const waitedFor = (card: DueCard, days: number): Ranked => ({ card, rank: undated - 10 - days })
/** Somebody loses something each day: before all that only waits. */
export const urgent = (card: DueCard, days: number): Ranked => ({ card, rank: -400 - days })
export const toKnow = (card: DueCard): Ranked => ({ card, rank: waits })

/** As they come where two have the same place. */
export const inOrder = (all: readonly Ranked[]): DueCard[] => all.toSorted((a, b) => a.rank - b.rank).map(({ card }) => card)
