/**
 * The maximum number of combining marks in a row in Unicode's Stream-Safe Text Format (UAX #15, section 13). No
 * language needs more.
 */
const most = 30
const excessMarks = new RegExp(String.raw`(\p{M}{${most}})\p{M}+`, 'gu')

/**
 * Removes combining marks beyond the first 30 in a row. Normalising takes quadratic time in their number, so a long run
 * would block the service.
 */
export const withoutStackedMarks = (text: string): string => text.replace(excessMarks, '$1')
