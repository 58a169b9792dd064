import { addMilliseconds, instantAt, millisecondsBetween, systemClock, type Day, type Instant } from '../domain/time.ts'
import type { Clock } from '../parts.ts'

/** A clock that continues from the time it was last set, at the speed of its base clock. */
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

/** The demo's clock. It starts at 9am in London on the day `today` or, when that is null, at the real time. */
export function demoClock(today: Day | null, base: Clock = systemClock): MovingClock {
  const clock = movingClock(base)
  if (today !== null) clock.set(instantAt(today, '09:00'))
  return clock
}
