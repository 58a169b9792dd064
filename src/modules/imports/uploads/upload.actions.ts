import type { Db } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Actor } from '../../../domain/actor.ts'
import { layoutOf, type ImportKind } from '../../../domain/import-columns.ts'
import { readRow } from '../../../domain/import-rows.ts'
import type { Day } from '../../../domain/time.ts'
import { isAddress } from '../../../email/addresses.ts'
import { holdsLink } from '../../../email/plain-name.ts'
import { readTable, tableTypes, type TableRow, type UnreadTable } from '../../../files/table-rows.ts'
import { recordEvent } from '../../../history/record.ts'
import { countOne, type Limit } from '../../../web/limits.ts'
import type { Received } from '../../../web/uploads.ts'
import { survivorOf } from '../../organisations/organisations.public.ts'
import { checkAwards } from '../award-rows/award-check.actions.ts'
import type { ReadRow } from '../imports/import-row.actions.ts'
import { insertRows, type ImportRow } from '../imports/import-row.store.ts'
import { insertImport } from '../imports/import.store.ts'
import { checkOrganisations } from '../organisation-rows/organisation-check.actions.ts'
import { checkPeople } from '../person-rows/person-check.actions.ts'
import { importEntity } from '../runs/run.actions.ts'

/** The maximum size of a file, in bytes. */
export const mostFileBytes = 10 * 1024 * 1024

/** A file that was read and compared with the database. */
export interface CheckedFile {
  id: string
  fileName: string
  headings: readonly string[]
  rows: readonly ImportRow[]
}

/** Why a file cannot be imported. */
export type NotImported =
  { is: 'type'; name: string } | { is: 'columns'; names: string } | { is: UnreadTable; row: number }

/** The limit for each person. Reading a file keeps a process busy for a few seconds. */
const filesAnHour: Limit = { name: 'checked imports', most: 60, seconds: 3_600 }

/**
 * Counts a file towards the person's limit.
 * @throws TooMany when the person has reached the hourly limit
 */
export const countFile = (work: UnitOfWork): Promise<number> => countOne(work.trx, filesAnHour, work.actor.id, work.at)

/**
 * Reads the uploaded file and compares its rows with the database. Writes nothing.
 * @throws Busy when too many files are being read
 */
export async function checkFile(
  db: Db,
  { actor, today }: { actor: Actor; today: Day },
  kind: ImportKind,
  { files: [file] }: Pick<Received, 'files'>,
): Promise<CheckedFile | NotImported> {
  const path = file?.staged?.path
  if (!file || !path || !tableTypes.includes(file.type)) return { is: 'type', name: file?.name ?? '' }
  const table = await readTable(path, file.type)
  if ('unread' in table) return { is: table.unread, row: table.row }
  const [first, ...rest] = table.rows
  const headings = withoutEmptyEnd(first!.cells)
  const found = layoutOf(kind, headings)
  if ('missing' in found) return { is: 'columns', names: found.missing.join(', ') }
  if (rest.length === 0) return { is: 'no rows', row: 0 }
  const reading = {
    kind,
    layout: found.layout,
    columns: headings.length,
    isCsv: file.type === 'text/csv',
    today,
    isAddress,
    holdsLink,
  }
  const read = rest.map((row: TableRow): ReadRow => ({ ...row, ...readRow(reading, row) }))
  const id = newId()
  return { id, fileName: file.name, headings, rows: await compare(db, actor, id, { kind, read, today }) }
}

function withoutEmptyEnd(cells: readonly string[]): readonly string[] {
  const last = cells.findLastIndex(cell => cell.trim() !== '')
  return cells.slice(0, last + 1)
}

function compare(
  db: Db,
  actor: Actor,
  id: string,
  { kind, read, today }: { kind: ImportKind; read: readonly ReadRow[]; today: Day },
): Promise<ImportRow[]> {
  if (kind === 'awards') return checkAwards(db, actor, id, { read, today })
  return kind === 'people' ? checkPeople(db, actor, id, read) : checkOrganisations(db, actor, id, read)
}

/**
 * Stores the rows of a file, but not the file itself. If an organisation was merged since the check, its rows get the
 * id of the organisation that remains.
 * @returns the import's id
 */
export async function keepCheckedFile(work: UnitOfWork, kind: ImportKind, file: CheckedFile): Promise<string> {
  await insertImport(work.trx, {
    id: file.id,
    kind,
    file_name: file.fileName,
    headings: JSON.stringify(file.headings),
    made_by: work.actor.id,
    made_at: work.at,
  })
  const survivors = new Map<string | null, string>()
  for (const id of new Set(file.rows.flatMap(({ organisationId }) => organisationId ?? [])))
    survivors.set(id, await survivorOf(work.trx, id))
  await insertRows(
    work.trx,
    file.rows.map(row => ({ ...row, organisationId: survivors.get(row.organisationId) ?? null })),
  )
  await recordEvent(work, 'import.checked', importEntity(file), { kind, rows: file.rows.length })
  return file.id
}
