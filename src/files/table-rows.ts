import { open, rm } from 'node:fs/promises'
import { z } from 'zod'
import type { FileType } from '../domain/evidence.ts'
import { askForDocument } from './document.ts'
import type { Answer } from './limited-process.ts'
import { refusalSaid } from './refusals.ts'

/** Why a table was not read. Each has a sentence in words/en/imports/uploads.ts. */
export const unreadTables = [
  'too large',
  'too slow',
  'too many rows',
  'too many columns',
  'long row',
  'quotes',
  'no rows',
  'unreadable',
] as const
export type UnreadTable = (typeof unreadTables)[number]

/** The maximum number of rows in one table, not counting the header row. */
export const mostTableRows = 5_000

export const tableTypes: readonly FileType[] = [
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
]

/** A row of a table, with its number in the spreadsheet. */
export interface TableRow {
  number: number
  cells: readonly string[]
  /** cells whose value cannot be used: a formula without a stored result, an error, or too much text */
  wrong: readonly { column: number; why: 'formula' | 'error' | 'long' }[]
}

/** The rows, or why reading stopped and at which row. The row is 0 when the reason is not about one row. */
export type TableRead = { rows: readonly TableRow[] } | { unread: UnreadTable; row: number }

/**
 * Reads a CSV, or the first visible sheet of an XLSX, without empty rows.
 * @param path of the file, in staging
 * @throws Busy when the queue is full; Error when the child's output is invalid or the disk fails
 */
export async function readTable(path: string, type: FileType): Promise<TableRead> {
  const to = `${path}.rows`
  try {
    const answer = await askForDocument(path)({ task: 'read the rows', from: path, to, type })
    return unreadIn(answer) ?? { rows: await rowsIn(to) }
  } finally {
    await rm(to, { force: true })
  }
}

const unreadAfterEnd = { 'too long': 'too slow', 'too much': 'too large', 'by itself': 'unreadable' } as const
const unread = z.object({ reason: z.enum(unreadTables).catch('unreadable'), row: z.int().min(0).catch(0) })

function unreadIn(answer: Answer): { unread: UnreadTable; row: number } | null {
  if ('ended' in answer) return { unread: unreadAfterEnd[answer.ended], row: 0 }
  if (refusalSaid(answer.said)) return { unread: 'unreadable', row: 0 }
  if (answer.said.unread === null) return null
  const { reason, row } = unread.catch({ reason: 'unreadable', row: 0 }).parse(answer.said.unread)
  return { unread: reason, row }
}

const rowAsWritten = z.tuple([
  z.int().min(1).max(10_000_000),
  z.array(z.string().max(4_000)).max(100),
  z.array(z.tuple([z.int().min(0), z.enum(['formula', 'error', 'long'])])),
])

/** The rows in the child's output, validated because the child has opened an untrusted file. */
async function rowsIn(path: string): Promise<TableRow[]> {
  const file = await open(path, 'r')
  const rows: TableRow[] = []
  try {
    for await (const line of file.readLines({ encoding: 'utf8', autoClose: false })) {
      const [number, cells, wrong] = rowAsWritten.parse(JSON.parse(line))
      rows.push({ number, cells, wrong: wrong.map(([column, why]) => ({ column, why })) })
      if (rows.length > mostTableRows + 1) throw new Error('the child wrote too many rows')
    }
    return rows
  } finally {
    await file.close()
  }
}
