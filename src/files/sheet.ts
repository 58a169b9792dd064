import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Day } from '../domain/time.ts'
import { csvRow } from './csv.ts'
import { writeXlsx } from './xlsx.ts'

export type CellValue = string | number | { day: Day } | null

/** A table for a spreadsheet. Its rows come in batches, so that a long table is never in memory as a whole. */
export interface Sheet {
  name: string
  heads: readonly string[]
  batches: Iterable<readonly (readonly CellValue[])[]> | AsyncIterable<readonly (readonly CellValue[])[]>
}

export const sheetTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const
export type SheetType = keyof typeof sheetTypes

/**
 * Writes a table as a file, no faster than the receiver accepts it, and ends the stream.
 * @throws any error from reading the rows, and an error when the receiver disconnects
 */
export const writeSheet = (type: SheetType, sheet: Sheet, to: Writable): Promise<void> =>
  type === 'csv' ? pipeline(Readable.from(csvOf(sheet)), to) : writeXlsx(sheet, to)

async function* csvOf({ heads, batches }: Sheet): AsyncGenerator<string> {
  yield `\ufeff${csvRow(heads)}`
  for await (const rows of batches) yield rows.map(cells => csvRow(cells.map(textOf))).join('')
}

function textOf(value: CellValue): string {
  if (value === null) return ''
  return typeof value === 'object' ? value.day : String(value)
}
