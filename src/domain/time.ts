// Instants and civil days. Only this file and src/words/format.ts know the language's own Date.

/** A moment: ISO 8601, UTC, milliseconds, such as 2027-03-28T01:00:00.000Z. Sorts as text. */
export type Instant = string & { readonly instant: unique symbol }
/** A civil day in Europe/London: YYYY-MM-DD. Sorts as text. */
export type Day = string & { readonly day: unique symbol }
