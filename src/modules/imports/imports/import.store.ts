import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { ImportKind } from '../../../domain/import-columns.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'

export const importStatuses = [
  'checked', // the file was read, but nothing is saved
  'cancelled', // before anything was saved
  'running', // rows are being saved
  'stopped', // by a person, or because the person who started it lost their role; can be continued or undone
  'finished', // every row was handled; can be undone
  'undoing', // saved rows are being undone
  'undone', // undoing has ended: every saved row was undone or kept
] as const
export type ImportStatus = (typeof importStatuses)[number]

export interface Import {
  id: string
  kind: ImportKind
  fileName: string
  status: ImportStatus
  headings: readonly string[]
  madeBy: string
  madeAt: Instant
  startedBy: string | null
  startedAt: Instant | null
  endedAt: Instant | null
  undoneAt: Instant | null
  /** the number of saved rows that could not be undone */
  rowsKept: number
  rowsDeletedAt: Instant | null
  leaseUntil: Instant | null
  generation: number
  version: number
}

/** @throws NotFound when there is no such import */
export async function findImport(db: Db | Tx, id: string): Promise<Import> {
  const found = looksLikeId(id) ? await runLookup(db, importWithId(db, id)) : null
  if (!found) throw new NotFound()
  return found
}

const importWithId = withKeptSql((db: Db | Tx, id: string): Lookup<Import | null> =>
  lookup<Row<'imports'>, Import | null>(
    () =>
      db('imports')
        .where({ id })
        .select(...importColumns),
    importColumns,
    ([row]) => (row ? toImport(row) : null),
  ),
)

/**
 * One page of imports, newest first.
 * @param after the last import of the previous page
 */
export const newestImports = (
  db: Db,
  after: { madeAt: string; id: string } | null,
  limit: number,
): Promise<ImportLine[]> => runLookup(db, newestImportsLookup(db, after, limit))

type ImportLine = Import & { by: string }

const newestImportsLookup = withKeptSql(
  (db: Db, after: { madeAt: string; id: string } | null, limit: number): Lookup<ImportLine[]> =>
    lookup<Row<'imports'> & { by: string }, ImportLine[]>(
      () =>
        db('imports')
          .join('people', 'people.id', 'imports.made_by')
          .modify(query => {
            if (after) query.whereRaw('(imports.made_at, imports.id) < (?, ?)', [after.madeAt, after.id])
          })
          .orderBy([
            { column: 'imports.made_at', order: 'desc' },
            { column: 'imports.id', order: 'desc' },
          ])
          .limit(limit)
          .select(...importColumns.map(column => `imports.${column}`), 'people.name as by'),
      [...importColumns, 'by'],
      rows => rows.map(row => ({ ...toImport(row), by: row.by })),
    ),
)

export async function insertImport(
  trx: Tx,
  row: Pick<Row<'imports'>, 'id' | 'kind' | 'file_name' | 'headings' | 'made_by' | 'made_at'>,
): Promise<void> {
  await trx('imports').insert({
    ...row,
    status: 'checked',
    started_by: null,
    started_at: null,
    ended_at: null,
    undone_at: null,
    rows_kept: 0,
    rows_deleted_at: null,
    lease_until: null,
    lease_generation: 0,
    version: 1,
  })
}

/**
 * Changes the state of an import. Also ends the lease of the job that works on it, so that the job stops.
 * @throws Stale when the import has changed since it was read
 */
export async function updateImport(
  trx: Tx,
  { id, version }: Import,
  changes: Partial<Row<'imports'>> & { status: ImportStatus },
): Promise<void> {
  const changed = await trx('imports')
    .where({ id, version })
    .update({
      ...changes,
      version: version + 1,
      lease_until: null,
      lease_generation: trx.raw('lease_generation + 1'),
    })
  if (changed === 0) throw new Stale()
}

const importColumns = [
  'id',
  'kind',
  'file_name',
  'status',
  'headings',
  'made_by',
  'made_at',
  'started_by',
  'started_at',
  'ended_at',
  'undone_at',
  'rows_kept',
  'rows_deleted_at',
  'lease_until',
  'lease_generation',
  'version',
] as const

export const toImport = (row: Row<'imports'>): Import => ({
  id: row.id,
  kind: row.kind as ImportKind,
  fileName: row.file_name,
  status: row.status as ImportStatus,
  headings: JSON.parse(row.headings) as string[],
  madeBy: row.made_by,
  madeAt: row.made_at,
  startedBy: row.started_by,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  undoneAt: row.undone_at,
  rowsKept: Number(row.rows_kept),
  rowsDeletedAt: row.rows_deleted_at,
  leaseUntil: row.lease_until,
  generation: row.lease_generation,
  version: row.version,
})
