import { addDays, addMinutes, dayOf, instant, instantAt, type Day, type Instant } from '../../src/domain/time.ts'

export interface TestClock {
  now(): Instant
  today(): Day
  set(at: string): void
  minutesPass(minutes: number): void
  /** to nine o'clock in the morning, London time, that many days later */
  daysPass(days: number): void
}

/** A clock that stands until it is set or moved. */
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
