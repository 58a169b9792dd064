import { addMilliseconds, instantAt, millisecondsBetween, systemClock, type Day, type Instant } from '../domain/time.ts'
import type { Clock } from '../parts.ts'

/** Goes on as its base does, from wherever it was set last. */
export interface MovingClock extends Clock {
  set(at: Instant): void
}

export function movingClock(base: Clock = systemClock): MovingClock {
  let ahead = 0
  return {
    now: () => addMilliseconds(base.now(), ahead),
    set: at => {
      ahead = millisecondsBetween(base.now(), at)
    },
  }
}

/** The demo can be told a day: it is then nine in the morning in London, and time goes on from there. */
export function demoClock(today: Day | null, base: Clock = systemClock): MovingClock {
  const clock = movingClock(base)
  if (today !== null) clock.set(instantAt(today, '09:00'))
  return clock
}
