import { columnOf } from './text-sheet.mjs'
import { relationsOf, readParts } from './text-parts.mjs'
import { sharedStrings } from './text-sheets.mjs'
import { Unread } from './rows-unread.mjs'

const daysTo1904 = 1_462

/**
 * Reads the rows of the first visible sheet of an XLSX. Reads the stored results of formulas, and never calculates
 * them.
 * @throws Unread when some of it cannot be read
 */
export async function throughSheetRows(path, writer) {
  const unread = await readParts(path, { step() {} }, async parts => eachRow(parts, await firstSheet(parts), writer))
  if (unread) throw new Unread(unread === 'too large' ? unread : 'unreadable')
}

async function firstSheet(parts) {
  const relations = await relationsOf(parts, 'xl/workbook.xml')
  let [part, is1904] = ['', false]
  await parts.xml('xl/workbook.xml', {
    start(element, { state = 'visible', id, date1904 = '0' }) {
      if (element === 'workbookPr') is1904 = date1904 === '1' || date1904 === 'true'
      if (element === 'sheet' && state === 'visible') part ||= relations.get(id)?.target ?? ''
    },
  })
  return { part, is1904 }
}

async function eachRow(parts, { part, is1904 }, writer) {
  const strings = await sharedStrings(parts)
  const dates = await dateStyles(parts)
  const state = { number: 0, cells: [], wrong: [], cell: null, stopped: null }
  await parts.xml(part, {
    start(element, { r, t = 'n', s = '0' }) {
      if (element === 'row') Object.assign(state, { number: Number(r) || state.number + 1, cells: [], wrong: [] })
      if (element === 'c')
        state.cell = {
          column: r ? columnOf(r) - 1 : state.cells.length,
          type: t,
          style: Number(s),
          value: '',
          formula: false,
        }
      if (element === 'f' && state.cell) state.cell.formula = true
    },
    text(said, element) {
      if (state.cell && (element === 'v' || element === 't')) state.cell.value += said
    },
    end(element) {
      if (element === 'c' && state.cell) addCell(state, { strings, dates, is1904 })
      if (element !== 'row' || state.stopped) return
      try {
        writer.add(
          state.number,
          [...state.cells].map(cell => cell ?? ''),
          state.wrong,
        )
      } catch (problem) {
        state.stopped = problem // thrown below, because an error thrown here would count as a damaged file
      }
    },
  })
  if (state.stopped) throw state.stopped
}

function addCell(state, context) {
  const { column, type, value, formula } = state.cell
  if (column >= 0 && column < 16_384) {
    state.cells[column] = type === 'e' ? '' : textOf(state.cell, context)
    if (type === 'e') state.wrong.push([column, 'error'])
    else if (formula && value === '') state.wrong.push([column, 'formula'])
  }
  state.cell = null
}

function textOf({ type, style, value }, { strings, dates, is1904 }) {
  if (type === 's') return strings[Number(value)] ?? ''
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE'
  if (type !== 'n' || value === '' || !Number.isFinite(Number(value))) return value
  if (!dates.has(style)) return String(Number(value))
  return dayOrNumber(Number(value) + (is1904 ? daysTo1904 : 0))
}

const millisecondsInADay = 86_400_000
/** The serial number of 31 December 9999, the last date that a spreadsheet can hold. */
const lastDay = 2_958_465

/**
 * The day with this number, such as 1975-03-04. LibreOffice shows days before 1900, which have negative numbers. A time
 * of day, which is less than 1, stays a number.
 */
function dayOrNumber(number) {
  if ((number >= 0 && number < 1) || Math.abs(number) > lastDay) return String(number)
  const day = new Date(Date.UTC(1899, 11, 30) + Math.floor(number) * millisecondsInADay).toISOString()
  return /^\d{4}-/.test(day) ? day.slice(0, 10) : String(number)
}

const builtInDates = id => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47)

/** The numbers of the cell styles that show a date. */
async function dateStyles(parts) {
  const custom = new Set()
  const styles = new Set()
  let [isIn, number] = [false, 0]
  await parts.xml('xl/styles.xml', {
    start(element, { numFmtId, formatCode = '' }) {
      if (element === 'numFmt' && /[dmy]/i.test(formatCode.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')))
        custom.add(Number(numFmtId))
      if (element === 'cellXfs') isIn = true
      if (element !== 'xf' || !isIn) return
      if (builtInDates(Number(numFmtId)) || custom.has(Number(numFmtId))) styles.add(number)
      number += 1
    },
    end(element) {
      if (element === 'cellXfs') isIn = false
    },
  })
  return styles
}
