import { setTimeout as after } from 'node:timers/promises'

/** Less than the time limit of a test, so that no loop runs on into the next test files of the same process. */
const longest = 100_000

/**
 * Polls a condition for which there is no event.
 * @throws after 100 seconds
 */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const began = performance.now()
  while (!(await isTrue())) {
    if (performance.now() - began > longest) throw new Error(`this did not become true: ${isTrue.toString()}`)
    await after(5)
  }
}
