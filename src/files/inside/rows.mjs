import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { throughCsvRows } from './rows-csv.mjs'
import { throughSheetRows } from './rows-sheet.mjs'
import { Unread } from './rows-unread.mjs'

/** The maximum number of rows that are read, including the first row, which names the columns. */
const mostRows = 5_001
/** The maximum number of columns. Empty cells at the end of a row do not count. */
const mostColumns = 100
const longestCell = 4_000
const mostCharacters = 40_000_000
const portion = 64 * 1024

const parent = process.ppid
let written = null
process.once('exit', () => {
  // if the parent process has ended, its clean-up may have run too early, so the file is deleted here
  if (written && process.ppid !== parent) rmSync(written, { force: true })
})

/**
 * Writes the rows of a CSV, or of an XLSX's first visible sheet, to a file, one per line, without empty rows.
 * @returns null, or `reason` and `row`: why and where reading stopped; row 0 when the reason is not about one row
 * @throws errors of the file system
 */
export async function writeRows(from, to, type) {
  const writer = rowWriter(to)
  written = to
  try {
    await (type === 'text/csv' ? throughCsvRows : throughSheetRows)(from, writer)
    return writer.isEmpty() ? { reason: 'no rows', row: 0 } : null
  } catch (problem) {
    if (problem.syscall) throw problem
    if (problem instanceof Unread) return { reason: problem.reason, row: problem.row }
    return { reason: 'unreadable', row: 0 }
  } finally {
    writer.close()
  }
}

function rowWriter(path) {
  const file = openSync(path, 'wx', 0o600)
  let [waiting, rows, length] = ['', 0, 0]
  const flush = () => {
    if (waiting !== '') writeSync(file, waiting)
    waiting = ''
  }
  return {
    /**
     * @param number the row's number in a spreadsheet, from 1
     * @param cells the text of each cell
     * @param wrong cells whose value cannot be used: `[column, why]`
     */
    add(number, cells, wrong = []) {
      const lastText = cells.findLastIndex(cell => cell.trim() !== '')
      const last = wrong.reduce((most, [column]) => Math.max(most, column), lastText)
      if (last === -1) return
      if ((rows += 1) > mostRows) throw new Unread('too many rows')
      if (last >= mostColumns) throw new Unread('too many columns', number)
      const kept = cells.slice(0, mostColumns)
      const long = kept.flatMap((cell, column) => (cell.length > longestCell ? [[column, 'long']] : []))
      const line = JSON.stringify([
        number,
        kept.map(cell => cell.slice(0, longestCell).toWellFormed()),
        [...wrong, ...long],
      ])
      if ((length += line.length) > mostCharacters) throw new Unread('too large', number)
      waiting += `${line}\n`
      if (waiting.length > portion) flush()
    },
    isEmpty: () => rows === 0,
    close() {
      try {
        flush()
      } finally {
        closeSync(file)
      }
    },
  }
}
