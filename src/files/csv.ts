/**
 * Formats rows as CSV for a spreadsheet: RFC 4180, with a byte order mark, so that spreadsheets read the file as UTF-8.
 */
export const csv = (rows: readonly (readonly string[])[]): string => `\ufeff${rows.map(csvRow).join('')}`

/** One row of `csv`, with its line break. */
export const csvRow = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`

/**
 * The text of a cell, with an apostrophe before anything that a spreadsheet would read as a formula. Some spreadsheets
 * also accept full-width signs.
 */
export const withoutFormula = (text: string): string => (startsFormula.test(text) ? `'${text}` : text)
const startsFormula = /^\s*[=+\-@＝＋－＠−\t\r]/

/** Quotes semicolons and tabs too, because many spreadsheets use one of them as the separator. */
function csvCell(text: string): string {
  const safe = withoutFormula(text)
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
