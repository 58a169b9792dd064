import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { CellValue } from '../../../files/sheet.ts'
import { recordView } from '../../../history/record.ts'
import { countOne, type Limit } from '../../../web/limits.ts'

/** One column of a downloaded list. */
export interface Column<Line> {
  head: string
  cell(line: Line): CellValue
}

/** Higher than the limit on evidence downloads, because lists are short and contain no evidence. */
export const listsPerPerson: Limit = { name: 'list downloads', most: 30, seconds: 3_600 }

/** A list as the access log names it, and the organisation that the list is about. */
export interface LoggedList {
  name: string
  organisationId: string | null
  /** the filters that were applied, as returned by `loggedFilters` */
  filters?: string | null
}

/** The filters whose values are choices, months, days or ids. Other filters can hold a person's name. */
const chosenFilters = new Set(['show', 'month', 'stream', 'from', 'to', 'status', 'reason'])

/**
 * The filters in the address of a list, as a query string for the access log; null without any. For a filter that can
 * hold typed text, the string has only the filter's name.
 * @param address the list's own address, which has only the filters that were applied
 */
export function loggedFilters(address: string): string | null {
  const { searchParams } = new URL(address, 'http://list')
  const parts = [...searchParams]
    .filter(([, value]) => value.trim() !== '')
    .map(([name, value]) => {
      const isChosen = chosenFilters.has(name) && /^[a-z0-9][a-z0-9 -]{0,59}$/.test(value)
      return isChosen ? `${name}=${encodeURIComponent(value)}` : encodeURIComponent(name)
    })
  return parts.length > 0 ? parts.join('&') : null
}

/**
 * Counts the download and writes it to the access log. Call it before anything is sent.
 * @throws TooMany above the limit in `listsPerPerson`
 */
export async function recordListDownload(work: UnitOfWork, list: LoggedList): Promise<void> {
  await countOne(work.trx, listsPerPerson, work.actor.id, work.at)
  await recordView(work, {
    what: 'list',
    entityId: list.name,
    organisationId: list.organisationId,
    filters: list.filters ?? null,
  })
}

/** The number of lines read at a time. */
const batchSize = 500

/**
 * The rows of a list, in batches.
 * @param read reads the lines after the given line; after null, it reads the first lines
 */
export async function* rowsOf<Line>(
  columns: readonly Column<Line>[],
  read: (after: Line | null, limit: number) => Promise<readonly Line[]>,
): AsyncGenerator<CellValue[][]> {
  let after: Line | null = null
  for (;;) {
    const lines: readonly Line[] = await read(after, batchSize)
    if (lines.length > 0) yield lines.map(line => columns.map(({ cell }) => cell(line)))
    after = lines.at(-1) ?? null
    if (lines.length < batchSize) return
  }
}
