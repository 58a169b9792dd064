import type { Write } from '../../src/db/unit-of-work.ts'

/** A `write` that runs `change` once, before its nth transaction. It stands for a change by someone else. */
export function interruptedWrite(write: Write, nth: number, change: () => Promise<unknown>): Write {
  let started = 0
  return async (actor, act) => {
    started += 1
    if (started === nth) await change()
    return write(actor, act)
  }
}
