/** Returns rows as CSV for a spreadsheet: RFC 4180, with a byte order mark so that it is read as UTF-8. */
export const csv = (rows: readonly (readonly string[])[]): string =>
  `\ufeff${rows.map(row => row.map(cell).join(',')).join('\r\n')}\r\n`

/** An apostrophe before anything that a spreadsheet would read as a formula. Some also read full-width signs. */
function cell(text: string): string {
  const safe = /^\s*[=+\-@＝＋－＠−\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
