import type { Write } from '../../src/db/unit-of-work.ts'

/**
 * A `write` whose nth transaction does its work and never commits. A test can then kill the process at a known item,
 * however slow the machine is.
 */
export function stuckWrite(write: Write, nth: number): Write {
  let transactions = 0
  return (actor, act) =>
    write(actor, async work => {
      const result = await act(work)
      transactions += 1
      if (transactions === nth) await untilKilled()
      return result
    })
}

/** A test that fails may not kill the process, so it ends by itself in the end. */
const untilKilled = (): Promise<never> => new Promise(() => void setTimeout(() => process.exit(1), 150_000))
