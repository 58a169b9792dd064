import type { Write } from '../../src/db/unit-of-work.ts'

/** A `write` that runs `change` once, before its nth transaction, as if someone else had just made that change. */
export function interruptedWrite(write: Write, nth: number, change: () => Promise<unknown>): Write {
  let started = 0
  return async (actor, act) => {
    started += 1
    if (started === nth) await change()
    return write(actor, act)
  }
}
