import { Busy } from '../domain/refusals.ts'

/**
 * Runs at most `most` tasks at a time. Up to `queue` more wait, first come, first served.
 * @returns a function that runs a task when its turn comes, and throws Busy when the queue is full
 */
export function concurrencyLimit(most: number, queue: number): <Result>(act: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = []
  let inside = 0
  const leave = (): void => {
    const next = waiting.shift()
    if (next) next()
    else inside -= 1
  }
  return async act => {
    if (inside >= most && waiting.length >= queue) throw new Busy()
    if (inside < most) inside += 1
    else await new Promise<void>(enter => waiting.push(enter))
    return act().finally(leave)
  }
}
