import { addDays, addMinutes, dayOf, instant, instantAt, type Day, type Instant } from '../../src/domain/time.ts'

export interface TestClock {
  now(): Instant
  today(): Day
  set(at: string): void
  minutesPass(minutes: number): void
  /** Moves to 9am in London, this number of days later. */
  daysPass(days: number): void
}

/** A clock whose time changes only when a test sets or moves it. */
export function aClock(start: string): TestClock {
  let at = instant(start)
  return {
    now: () => at,
    today: () => dayOf(at),
    set: to => {
      at = instant(to)
    },
    minutesPass: minutes => {
      at = addMinutes(at, minutes)
    },
    daysPass: days => {
      at = instantAt(addDays(dayOf(at), days), '09:00')
    },
  }
}
