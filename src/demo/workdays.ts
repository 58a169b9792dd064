import { addDays, instantAt, weekdayOf, type Day, type Instant } from '../domain/time.ts'

// The times of stories are in working days, so that no step is at a weekend.

const isWorkday = (day: Day): boolean => weekdayOf(day) <= 5

/** The day that is `ago` working days before `today`. A negative number counts forward. */
export function workday(today: Day, ago: number): Day {
  const step = ago > 0 ? -1 : 1
  const weeks = Math.floor((Math.abs(ago) - 1) / 5)
  let day = today
  for (let left = Math.abs(ago) - weeks * 5; left > 0;) {
    day = addDays(day, step)
    if (isWorkday(day)) left -= 1
  }
  return addDays(day, step * weeks * 7)
}

/** The Friday of the same week. If it is from 22 December to 4 January, the first Friday after 4 January. */
export function closingFriday(day: Day): Day {
  const friday = addDays(day, 5 - weekdayOf(day))
  return friday.slice(5) >= '12-22' || friday.slice(5) <= '01-04' ? closingFriday(addDays(day, 7)) : friday
}

/** The latest Refugee Week that is over, taken as 15 to 21 June. */
export function lastRefugeeWeek(day: Day): { from: Day; to: Day } {
  const year = day.slice(5) > '06-21' ? day.slice(0, 4) : String(Number(day.slice(0, 4)) - 1)
  return { from: `${year}-06-15` as Day, to: `${year}-06-21` as Day }
}

export const momentAgo = (today: Day, ago: number, time: string): Instant => instantAt(workday(today, ago), time)

/** The name of a round, by its closing day: "Spring round 2027". */
export function roundName(closesOn: Day): string {
  const season = ['Winter', 'Spring', 'Summer', 'Autumn'][Math.floor((Number(closesOn.slice(5, 7)) % 12) / 3)]
  return `${season} round ${closesOn.slice(0, 4)}`
}
