import type { Write } from '../../src/db/unit-of-work.ts'

/**
 * A `write` whose nth transaction does its work and never commits. A test can then kill the process at a known item,
 * however slow the machine is. A transaction that is attempted again counts once.
 */
export function stuckWrite(write: Write, nth: number): Write {
  let committed = 0
  return async (actor, act) => {
    const result = await write(actor, async work => {
      const done = await act(work)
      if (committed + 1 === nth) await untilKilled()
      return done
    })
    committed += 1
    return result
  }
}

/** If the test fails and does not kill the process, it exits after 150 seconds. */
const untilKilled = (): Promise<never> => new Promise(() => void setTimeout(() => process.exit(1), 150_000))
