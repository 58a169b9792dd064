import { addDays, weekdayOf, type Day } from './time.ts'

// UK bank holidays, except one-off ones. They are used only to suggest deadlines in forms.
// Awards, deadlines and reminders count every day.
// Sources: the Banking and Financial Dealings Act 1971, the yearly proclamations, and the St Andrew's Day Bank Holiday
// (Scotland) Act 2007.

const monday = 1
const saturday = 6
const on = (year: number, date: string): Day => `${year}-${date}` as Day

/** The first working day on or after the given day: not at a weekend, and not a bank holiday anywhere in the UK. */
export function workingDayFrom(day: Day): Day {
  return isWeekend(day) || bankHolidays(Number(day.slice(0, 4))).has(day) ? workingDayFrom(addDays(day, 1)) : day
}

/** The bank holidays of a year in any part of the UK, without one-off ones. */
export function bankHolidays(year: number): ReadonlySet<Day> {
  const easter = easterSunday(year)
  const days = new Set<Day>([
    addDays(easter, -2),
    addDays(easter, 1),
    mondayFrom(on(year, '05-01')),
    mondayFrom(on(year, '05-25')),
    mondayFrom(on(year, '08-01')), // Scotland
    mondayFrom(on(year, '08-25')),
  ])
  // Fixed dates, such as Christmas. A holiday at a weekend moves to the next weekday that is not a holiday.
  for (const date of ['01-01', '01-02', '03-17', '07-12', '11-30', '12-25', '12-26'])
    days.add(freeFrom(on(year, date), days))
  return days
}

const isWeekend = (day: Day): boolean => weekdayOf(day) >= saturday

function freeFrom(day: Day, taken: ReadonlySet<Day>): Day {
  return isWeekend(day) || taken.has(day) ? freeFrom(addDays(day, 1), taken) : day
}

const mondayFrom = (day: Day): Day => (weekdayOf(day) === monday ? day : mondayFrom(addDays(day, 1)))

/** Easter Sunday in the Gregorian calendar, by the Meeus/Jones/Butcher algorithm. */
function easterSunday(year: number): Day {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114
  return on(year, `${String(Math.floor(f / 31)).padStart(2, '0')}-${String((f % 31) + 1).padStart(2, '0')}`)
}
