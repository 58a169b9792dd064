// Instants and civil days. Of the TypeScript files, only this one and src/words/format.ts use JavaScript's Date.

/** A moment: ISO 8601, UTC, milliseconds, such as 2027-03-28T01:00:00.000Z. Sorts as text. */
export type Instant = string & { readonly instant: unique symbol }
/** A civil day in Europe/London: YYYY-MM-DD. Sorts as text. */
export type Day = string & { readonly day: unique symbol }

export const systemClock = { now: (): Instant => new Date().toISOString() as Instant }

/** @throws RangeError when `text` is not an ISO 8601 moment in UTC; seconds and milliseconds can be left out */
export function instant(text: string): Instant {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/.test(text) || !isDay(text.slice(0, 10)))
    throw new RangeError(`not an instant: ${text}`)
  return new Date(text).toISOString() as Instant
}

/**
 * Whether a text is a day that exists. Years after 2999 are refused, so that adding months never gives a five-digit
 * year.
 */
export function isDay(text: string): text is Day {
  if (!/^[12]\d{3}-\d\d-\d\d$/.test(text)) return false
  const [year, month, date] = partsOf(text)
  return month >= 1 && month <= 12 && date >= 1 && date <= lengthOfMonth(year, month)
}

/** @returns null for a day that does not exist: 31 February does not become 3 March */
export function parseDay(text: string): Day | null {
  return isDay(text) ? text : null
}

/** The calendar date in London at this instant. */
export function dayOf(at: Instant): Day {
  return wallClockOf(at).slice(0, 10) as Day
}

/** The time in London at a moment, as HH:MM. */
export function londonTimeOf(at: Instant): string {
  return wallClockOf(at).slice(11)
}

/**
 * The moment when clocks in London show this time: the first, if they show it twice. If they skip it, the moment when
 * they show one hour later.
 * @param time HH:MM
 * @throws RangeError for another format
 */
export function instantAt(day: Day, time: string): Instant {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) throw new RangeError(`not a time: ${time}`)
  const asIfUtc = instant(`${day}T${time}Z`)
  const inSummerTime = addMinutes(asIfUtc, -60)
  return wallClockOf(inSummerTime) === `${day}T${time}` ? inSummerTime : asIfUtc
}

/** The instant as a `Date`, for packages that do not accept text. */
export const dateOf = (at: Instant): Date => new Date(at)

export function addMilliseconds(at: Instant, milliseconds: number): Instant {
  return new Date(Date.parse(at) + milliseconds).toISOString() as Instant
}

export function addMinutes(at: Instant, minutes: number): Instant {
  return addMilliseconds(at, minutes * 60_000)
}

/** Milliseconds from a to b; negative when b is earlier. */
export function millisecondsBetween(a: Instant, b: Instant): number {
  return Date.parse(b) - Date.parse(a)
}

/** @throws RangeError for a year that does not have four digits */
export function addDays(day: Day, days: number): Day {
  return dayNumbered(numberOf(day) + days)
}

/** Days from a to b; negative when b is earlier. */
export function daysBetween(a: Day, b: Day): number {
  return numberOf(b) - numberOf(a)
}

/**
 * The same day of another month, or the last day of a shorter month. Always count from one fixed day: adding 12 months
 * to 29 February four times, one after the other, gives 28 February.
 * @throws RangeError for a year that does not have four digits
 */
export function addMonths(day: Day, months: number): Day {
  const [year, month, date] = partsOf(day)
  const count = year * 12 + (month - 1) + months
  const newYear = Math.floor(count / 12)
  const newMonth = (count % 12) + 1
  return format(newYear, newMonth, Math.min(date, lengthOfMonth(newYear, newMonth)))
}

/** 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: Day): number {
  return ((((numberOf(day) + 3) % 7) + 7) % 7) + 1
}

const london = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/** YYYY-MM-DDTHH:MM in London, whatever the time zone of the server. */
function wallClockOf(at: Instant): string {
  const hour = at.slice(0, 13)
  const known = londonHours.get(hour)
  if (known) return known + at.slice(13, 16)
  const shown = Object.fromEntries(london.formatToParts(Date.parse(at)).map(({ type, value }) => [type, value]))
  const time = `${shown.year}-${shown.month}-${shown.day}T${shown.hour}:${shown.minute}`
  if (time.slice(13) !== at.slice(13, 16)) return time // until 1847 London was not a whole number of minutes from UTC
  if (londonHours.size >= 1_000) londonHours.clear()
  londonHours.set(hour, time.slice(0, 13))
  return time
}

// Caches London time by UTC hour, because Intl is slow.
// Clocks change on the hour, so the offset is the same throughout a UTC hour.
const londonHours = new Map<string, string>()

function partsOf(day: string): [year: number, month: number, date: number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))]
}

function lengthOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function format(year: number, month: number, date: number): Day {
  if (year < 1000 || year > 9999) throw new RangeError(`the year ${year} has no four digits`)
  return `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}` as Day
}

// Numbers days from 1 January 1970. The calculation starts each year on 1 March, so that the leap day is its last day.
function numberOf(day: Day): number {
  const [year, month, date] = partsOf(day)
  const marchYear = month > 2 ? year : year - 1
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + date - 1
  return (
    marchYear * 365 +
    Math.floor(marchYear / 4) -
    Math.floor(marchYear / 100) +
    Math.floor(marchYear / 400) +
    dayOfYear -
    719_468
  )
}

function dayNumbered(number: number): Day {
  const shifted = number + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = ((monthFromMarch + 2) % 12) + 1
  return format(
    era * 400 + yearOfEra + (month <= 2 ? 1 : 0),
    month,
    dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  )
}
