import { addDays, instantAt, weekdayOf, type Day, type Instant } from '../domain/time.ts'

// Stories count in working days, so that nobody checks an application on a Sunday, whatever day the demo is made on.

const isWorkday = (day: Day): boolean => weekdayOf(day) <= 5

/** So many working days before a day; negative ones come after it. */
export function workday(today: Day, ago: number): Day {
  const step = ago > 0 ? -1 : 1
  let day = today
  for (let left = Math.abs(ago); left > 0;) {
    day = addDays(day, step)
    if (isWorkday(day)) left -= 1
  }
  return day
}

/** The Friday of the week of a day: rounds close on it. */
export const fridayOf = (day: Day): Day => addDays(day, 5 - weekdayOf(day))

export const momentAgo = (today: Day, ago: number, time: string): Instant => instantAt(workday(today, ago), time)

/** "Spring round 2027", by the day it closes on. */
export function roundName(closesOn: Day): string {
  const season = ['Winter', 'Spring', 'Summer', 'Autumn'][Math.floor((Number(closesOn.slice(5, 7)) % 12) / 3)]
  return `${season} round ${closesOn.slice(0, 4)}`
}
