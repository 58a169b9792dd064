import { test } from '@jest/globals'

// `npm run test:faults` takes up to an hour and runs every case. `npm test` takes minutes and runs a sample of them.

export const isLongRun = process.env.LONG_RUN === '1'
/** The number of times that `tests/faults/long` repeats a fault. */
export const rounds = Number(process.env.ROUNDS ?? 20)

/** Adds a test to `npm run test:faults` only. */
export function longTest(name: string, run: () => Promise<void>, timeout?: number): void {
  if (isLongRun) test(name, run, timeout)
}

/** @returns all cases, or in `npm test` only the one at this index */
export const casesOf = <Case>(all: readonly Case[], place: number): readonly Case[] => (isLongRun ? all : [all[place]!])

/**
 * @param place the index of the page or form under test, so that each gets different cases
 * @returns all cases, or in `npm test` a few
 */
export const someOf = <Case>(all: readonly Case[], place: number, few: number): readonly Case[] =>
  isLongRun
    ? all
    : Array.from({ length: Math.min(few, all.length) }, (_, each) => all[(place * few + each) % all.length]!)
