import { addDays, isDay, type Day } from './time.ts'

// Cleans and parses the cells of spreadsheets. People and programs write the same value in many ways.

/** The text of a cell in one line: without hidden and broken characters, and with single spaces. */
export function cleanCell(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\u00c2(?=[\u00a0-\u00bf])/g, '') // UTF-8 that was decoded as Latin-1
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]/g, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
}

/** Whether cleaning changed more than spaces at the ends. */
export const wasCleaned = (text: string): boolean => cleanCell(text) !== text.trim()

/** An email address from a cell, without the `mailto:` of a link. */
export const emailIn = (text: string): string => cleanCell(text).replace(/^mailto:\s*/i, '')

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const firstSerial = '1899-12-30' as Day
/**
 * The range of Excel's day numbers that are read as days: 1980 to 2064. Other five-digit numbers are more likely
 * mistyped years.
 */
const serials = { from: 29_221, to: 60_000 }

/**
 * A day written like 2026-05-01, 01/05/2026 or 1 May 2026, or as Excel's number of days since 1900.
 * @returns null for anything else, and for a day that does not exist
 */
export function dayIn(text: string): Day | null {
  const clean = cleanCell(text).replace(/[ T]00:00(:00)?(\.0+)?Z?$/, '')
  if (/^\d{5}(\.\d+)?$/.test(clean)) {
    const days = Math.floor(Number(clean))
    return days >= serials.from && days <= serials.to ? addDays(firstSerial, days) : null
  }
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(clean)
  if (iso) return dayOfParts(iso[1]!, iso[2]!, iso[3]!)
  const british = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(clean)
  if (british) return dayOfParts(british[3]!, british[2]!, british[1]!)
  const spelled = /^(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})$/.exec(clean)
  if (!spelled) return null
  const month = months.indexOf(spelled[2]!.slice(0, 3).toLowerCase())
  return month < 0 ? null : dayOfParts(spelled[3]!, String(month + 1), spelled[1]!)
}

function dayOfParts(year: string, month: string, date: string): Day | null {
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  return isDay(day) ? day : null
}

/** A date that may be known only by its year. */
export interface RoughDay {
  day: Day
  isYear: boolean
}

/**
 * A day, or a year alone, from a cell; null for anything else. A year alone is read as its first day.
 * @param end for the day on which something ended: a year alone is read as its last day, but this year as today, so
 * that what has ended does not count as open until 31 December
 */
export function roughDayIn(text: string, end: { today: Day } | null): RoughDay | null {
  const year = /^([12]\d{3})(\.0)?$/.exec(cleanCell(text))?.[1]
  if (year && end?.today.startsWith(year)) return { day: end.today, isYear: true }
  if (year) return { day: `${year}-${end ? '12-31' : '01-01'}` as Day, isYear: true }
  const day = dayIn(text)
  return day && { day, isYear: false }
}

/** A postcode in its usual form, such as "AB1 2CD"; null when the text is not one. */
export function postcodeIn(text: string): string | null {
  const letters = cleanCell(text).replace(/\s/g, '').toUpperCase()
  const found = /^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$/.exec(letters)
  return found ? `${found[1]} ${found[2]}` : null
}
