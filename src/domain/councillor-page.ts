import type { Day } from './time.ts'

// The page for councillors: what the award costs, the year in numbers, and quotes from people who agreed to be quoted.

/** One line of costs, in whole pounds. */
export interface Cost {
  name: string
  toApply: number
  toRenew: number
}
export interface YearNumber {
  value: string
  label: string
}
/** A quote from an item of evidence. */
export interface Quote {
  evidenceId: string
  words: string
  /** a description of the person without a name, such as "Reading group member, Central" */
  who: string
}

/** The content that a library wrote for its page for councillors. */
export interface CouncillorPage {
  costs: readonly Cost[]
  hoursToApply: number | null
  hoursToRenew: number | null
  paidFrom: string
  /** what the library asks councillors to do */
  request: string
  numbers: readonly YearNumber[]
  /** the months that the numbers are about, as typed */
  period: string
  quotes: readonly Quote[]
  contact: string
}

export const emptyCouncillorPage: CouncillorPage = {
  costs: [],
  hoursToApply: null,
  hoursToRenew: null,
  paidFrom: '',
  request: '',
  numbers: [],
  period: '',
  quotes: [],
  contact: '',
}

/** The maximum number of costs, of numbers and of quotes, so that the page fits on one sheet of A4. */
export const mostCosts = 4
export const mostNumbers = 4
export const mostQuotes = 2

export const totalOf = (costs: readonly Cost[]): Pick<Cost, 'toApply' | 'toRenew'> => ({
  toApply: costs.reduce((sum, { toApply }) => sum + toApply, 0),
  toRenew: costs.reduce((sum, { toRenew }) => sum + toRenew, 0),
})

/** Whether the first number in a text is above 0 and below 5, and so could identify someone. */
export function isTooSmall(value: string): boolean {
  const [first] = value.match(/\d[\d,. ]*/) ?? []
  const number = Number(first?.replaceAll(/[, ]/g, ''))
  return first !== undefined && number > 0 && number < 5
}

/** A quote, and the last day on which council papers may use it; null when there is no consent for it. */
export type QuoteToShow = Quote & { until: Day | null }

/** The quotes that council papers may use on this day. */
export const quotesOn = (quotes: readonly QuoteToShow[], today: Day): (QuoteToShow & { until: Day })[] =>
  quotes.flatMap(quote => (quote.until !== null && quote.until >= today ? [{ ...quote, until: quote.until }] : []))
