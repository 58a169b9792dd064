import { tableText } from './text-table.mjs'
import { asName } from './text-writer.mjs'

const formatting = /&"[^"]*"|&K[0-9A-Fa-f+-]{6}|&\d+|&[A-Za-z]/g

/** Reads the rows of one sheet, its header and footer, and the text of its validation rules and links. */
export async function eachRow({ xml }, { part, name, isHidden, strings, used }, writer) {
  const row = tableText(writer)
  const state = { cells: [], isRowHidden: false, hiddenColumns: [], cell: null }
  await xml(part, {
    start(element, given) {
      if (element === 'col' && isOn(given.hidden)) state.hiddenColumns.push([Number(given.min), Number(given.max)])
      else if (element === 'row') Object.assign(state, { cells: [], isRowHidden: isOn(given.hidden) })
      else if (element === 'c') state.cell = { ref: given.r ?? '', type: given.t ?? 'n', value: '', formula: '' }
      else if (element === 'dataValidation' || element === 'hyperlink') writeRule(writer, given)
    },
    text(said, element) {
      if (state.cell && element === 'f') state.cell.formula += said
      else if (state.cell && (element === 'v' || element === 't')) state.cell.value += said
      else if (/^(odd|even|first)(Header|Footer)$/.test(element))
        writer.add({ in: element.endsWith('Header') ? 'header' : 'footer' }, said.replace(formatting, ' '))
      else if (/^formula[12]$/.test(element)) writer.add({ in: 'hidden' }, said)
    },
    end(element) {
      if (element === 'c' && state.cell) state.cells.push(...cellsOf(state, { name, isHidden, strings, used }))
      if (element === 'c') state.cell = null
      if (element === 'row') row(state.cells)
    },
  })
}

const isOn = value => value === '1' || value === 'true'

function writeRule(writer, { prompt, promptTitle, error, errorTitle, display, tooltip }) {
  for (const text of [prompt, promptTitle, error, errorTitle, display, tooltip])
    if (text) writer.add({ in: 'hidden' }, text)
}

/** The text of a cell, and its formula if that contains text in quotation marks. */
function cellsOf(
  { cell: { ref, type, value, formula }, isRowHidden, hiddenColumns },
  { name, isHidden, strings, used },
) {
  const column = columnOf(ref)
  const isUnseen = isHidden || isRowHidden || hiddenColumns.some(([min, max]) => column >= min && column <= max)
  const place = { in: 'cell', sheet: name, cell: asName(ref), ...(isUnseen ? { isHidden: true } : {}) }
  const isShared = type === 's'
  if (isShared) used.add(Number(value))
  const text = isShared ? (strings[Number(value)] ?? '') : value
  const quoted = formula.includes('"') ? [{ column: -1, text: formula, place }] : []
  return [{ column, text, place, isNumber: type === 'n' || type === 'b' }, ...quoted]
}

/** The column number of an address: 2 for `B12`. */
export function columnOf(ref) {
  let column = 0
  for (const letter of /^[A-Z]{0,3}/.exec(ref)[0]) column = column * 26 + letter.charCodeAt(0) - 64
  return column
}
