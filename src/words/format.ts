import type { Day, Instant } from '../domain/time.ts'
import { isolated, type T } from './words.ts'

// Days, times, numbers and lists in the language of `t`. Times are shown as in London.

/** 28 February 2027 */
export const longDay = (t: T, day: Day): string => dayFormat(t, 'long').format(noonOf(day))
/** 28 Feb 2027, for columns */
export const shortDay = (t: T, day: Day): string => dayFormat(t, 'short').format(noonOf(day))
/** Friday 30 April 2027 */
export const weekdayAndDay = (t: T, day: Day): string => dayFormat(t, 'weekday').format(noonOf(day)).replace(/,/g, '')
/** Friday 30 April, where the year is clear */
export const weekdayInYear = (t: T, day: Day): string =>
  dayFormat(t, 'weekday in year').format(noonOf(day)).replace(/,/g, '')
/** 30 April, where the year is clear */
export const dayInYear = (t: T, day: Day): string => dayFormat(t, 'in year').format(noonOf(day))
/** October 2026 */
export const monthAndYear = (t: T, day: Day): string => dayFormat(t, 'month').format(noonOf(day))

/** 12 March 2027, or 1 October 2026 to 31 March 2027 */
export const period = (t: T, from: Day, to: Day): string =>
  from === to ? longDay(t, from) : t('period', { from: longDay(t, from), to: longDay(t, to) })

/** 28 April 2027, 3:42pm */
export const dayAndTime = (t: T, at: Instant): string =>
  t('day_and_time', { day: dayFormat(t, 'long, London').format(new Date(at)), time: timeOfDay(t, at) })
/** 3:42pm, or 5pm on the hour. */
export const timeOfDay = (t: T, at: Instant): string =>
  dayFormat(t, 'time')
    .format(new Date(at))
    .replace(/:00(?=\D)/, '')
    .replace(/\s(?=[ap]m$)/, '')
    .replace(/\s/g, ' ')

/**
 * How far a day is from today: "today", "tomorrow", "11 days from today", "3 days ago".
 * @param days the number of days from today, negative for the past
 */
export function relativeDay(t: T, days: number): string {
  if (days === 0) return t('distance.today')
  if (days === 1) return t('distance.tomorrow')
  if (days === -1) return t('distance.yesterday')
  return days > 0 ? t('distance.ahead', { count: days }) : t('distance.past', { count: -days })
}

/** "Central, Millbrook and Quarry Lane". Empty for an empty list. */
export const list = (t: T, items: readonly string[]): string => listFormat(t).format(items.map(isolated))

/** 12,500 */
export const number = (t: T, value: number): string => numberFormat(t).format(value)

/** A count for the start of a text. Above `most`, it is "More than" and that number. */
export const countUpTo = (t: T, count: number, most: number): string =>
  count > most ? t('count.more_than', { count: number(t, most) }) : number(t, count)

/** 84 KB or 1.2 MB, in multiples of 1,000. At least 1 KB for a file that is not empty. */
export function fileSize(t: T, bytes: number): string {
  const kilobytes = Math.ceil(bytes / 1000)
  return kilobytes < 1000
    ? t('size.kilobytes', { size: number(t, kilobytes) })
    : t('size.megabytes', { size: number(t, Math.round(bytes / 100_000) / 10) })
}

/** A hash or another long code in groups of four. */
export const inGroupsOfFour = (code: string): string => code.match(/.{1,4}/g)?.join(' ') ?? ''

/** The names of the months, from January. */
export const monthsIn = (t: T): string[] =>
  Array.from({ length: 12 }, (_, index) =>
    dayFormat(t, 'name of month').format(noonOf(`2027-${String(index + 1).padStart(2, '0')}-01` as Day)),
  )

type Shape =
  'long' | 'short' | 'name of month' | 'weekday' | 'weekday in year' | 'in year' | 'month' | 'long, London' | 'time'
const shapes: Readonly<Record<Shape, Intl.DateTimeFormatOptions>> = {
  long: { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
  short: { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' },
  weekday: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
  'weekday in year': { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' },
  'in year': { day: 'numeric', month: 'long', timeZone: 'UTC' },
  'name of month': { month: 'long', timeZone: 'UTC' },
  month: { month: 'long', year: 'numeric', timeZone: 'UTC' },
  'long, London': { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'Europe/London' },
  time: { hour: 'numeric', minute: '2-digit', hourCycle: 'h12', timeZone: 'Europe/London' },
}

const noonOf = (day: Day): Date => new Date(`${day}T12:00:00Z`)
const localeOf = (t: T): string => `${t.language}-GB`

// Formatters are kept, because creating one takes a hundred times as long as using it.
const dayFormats = new Map<string, Intl.DateTimeFormat>()
const listFormats = new Map<string, Intl.ListFormat>()
const numberFormats = new Map<string, Intl.NumberFormat>()
const dayFormat = (t: T, shape: Shape) =>
  kept(dayFormats, `${t.language} ${shape}`, () => new Intl.DateTimeFormat(localeOf(t), shapes[shape]))
const listFormat = (t: T) =>
  kept(listFormats, t.language, () => new Intl.ListFormat(localeOf(t), { type: 'conjunction' }))
const numberFormat = (t: T) => kept(numberFormats, t.language, () => new Intl.NumberFormat(localeOf(t)))

function kept<Value>(all: Map<string, Value>, key: string, make: () => Value): Value {
  const known = all.get(key)
  if (known) return known
  const made = make()
  all.set(key, made)
  return made
}
