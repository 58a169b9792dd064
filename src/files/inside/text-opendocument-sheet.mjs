import { tableText } from './text-table.mjs'
import { asName } from './text-writer.mjs'

/**
 * Tracks the current sheet, row and cell. In a spreadsheet, the returned `writer` holds the text of cells until the row
 * ends.
 */
export function sheets(writer) {
  const state = { isSheet: false, sheet: '', isHidden: false, hiddenTables: new Set(), style: '' }
  let row = tableText(writer)
  const start = {
    spreadsheet: () => (state.isSheet = true),
    style: ({ name }) => (state.style = name),
    'table-properties': ({ display }) => display === 'false' && state.hiddenTables.add(state.style),
    table(given) {
      row = tableText(writer)
      const isHidden = state.hiddenTables.has(given['style-name'])
      Object.assign(state, {
        sheet: asName(given.name ?? ''),
        isHidden,
        row: 0,
        column: 0,
        columns: 0,
        hiddenColumns: [],
        cells: [],
      })
    },
    'table-column'(given) {
      const count = repeated(given, 'number-columns-repeated')
      if (isCollapsed(given)) state.hiddenColumns?.push([state.columns + 1, state.columns + count])
      state.columns += count
    },
    'table-row'(given) {
      Object.assign(state, { column: 0, cells: [], isRowHidden: isCollapsed(given) })
      state.row += 1
      state.after = repeated(given, 'number-rows-repeated') - 1
    },
    'table-cell': startCell(state),
    'covered-table-cell': startCell(state),
  }
  const cell = () => (state.isSheet && state.at ? placeOf(state) : null)
  return {
    start: (name, given) => start[name]?.(given),
    end(name) {
      if (name === 'table-cell' || name === 'covered-table-cell') endCell(state)
      if (name !== 'table-row') return
      if (state.isSheet) row(state.cells ?? [])
      state.row += state.after ?? 0
    },
    /** the position of the open cell; null outside cells */
    cell,
    isSheet: () => state.isSheet,
    writer: {
      ...writer,
      add: (place, text, marks) =>
        place.in === 'cell'
          ? state.cells.push({ column: state.column, text, place, isNumber: state.isNumber })
          : writer.add(place, text, marks),
    },
  }
}

const repeated = (given, name) => Math.max(1, Math.min(20_000, Number(given[name] ?? 1) || 1))
const isCollapsed = ({ visibility }) => visibility === 'collapse' || visibility === 'filter'

const startCell = state => given => {
  state.column += 1
  state.wide = repeated(given, 'number-columns-repeated') - 1
  state.isNumber = /^(float|currency|percentage)$/.test(given['value-type'] ?? '')
  state.at = true
}

function endCell(state) {
  state.column += state.wide ?? 0
  state.at = false
}

function placeOf({ sheet, row, column, isHidden, isRowHidden, hiddenColumns }) {
  const isUnseen = isHidden || isRowHidden || hiddenColumns.some(([first, last]) => column >= first && column <= last)
  return { in: 'cell', sheet, cell: `${letters(column)}${row}`, ...(isUnseen ? { isHidden: true } : {}) }
}

/** The letters of a column: 2 is `B`, 28 is `AB`. */
function letters(column) {
  let name = ''
  for (let left = column; left > 0; left = Math.floor((left - 1) / 26))
    name = String.fromCharCode(65 + ((left - 1) % 26)) + name
  return name
}
