import { addMilliseconds, instantAt, millisecondsBetween, systemClock, type Day } from '../domain/time.ts'
import type { Clock } from '../parts.ts'

/** The demo can be told a day: it is then nine in the morning in London, and time goes on from there. */
export function demoClock(today: Day | null, base: Clock = systemClock): Clock {
  if (today === null) return base
  const startedAt = base.now()
  const nine = instantAt(today, '09:00')
  return { now: () => addMilliseconds(nine, millisecondsBetween(startedAt, base.now())) }
}
