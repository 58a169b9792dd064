import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookups, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Day } from '../../../domain/time.ts'
import {
  rowsLookup,
  rowsOf,
  similarBranchInFile,
  unclearInFile,
  type ImportRow,
  type RowResult,
} from '../imports/import-row.store.ts'

/** A record in the database that might be the same as a row of the file. */
export interface MatchShown {
  name: string
  address: string
  closedOn: Day | null
}

/** The organisations and branches that might be the same as one of these rows, by id. */
export async function matchesOf(db: Db, rows: readonly ImportRow[]): Promise<Map<string, MatchShown>> {
  const idsOf = (kind: ImportRow['kind']) => rows.filter(row => row.kind === kind).flatMap(row => row.matchId ?? [])
  if (rows.every(row => row.matchId === null)) return new Map()
  const { organisations, branches } = await runLookups(db, {
    organisations: organisationsIn(db, idsOf('organisation')),
    branches: branchesIn(db, idsOf('branch')),
  })
  return new Map([
    ...organisations.map(({ id, name, place }): [string, MatchShown] => [id, { name, address: place, closedOn: null }]),
    ...branches.map(({ id, name, address, postcode, closed_on }): [string, MatchShown] => [
      id,
      { name, address: [address, postcode].filter(Boolean).join(', '), closedOn: closed_on },
    ]),
  ])
}

const organisationsIn = withKeptSql((db: Db, ids: readonly string[]) =>
  lookup<Pick<Row<'organisations'>, 'id' | 'name' | 'place'>, Pick<Row<'organisations'>, 'id' | 'name' | 'place'>[]>(
    () => db('organisations').whereIn('id', ids).select('id', 'name', 'place'),
    ['id', 'name', 'place'],
    rows => rows,
  ),
)

const branchColumns = ['id', 'name', 'address', 'postcode', 'closed_on'] as const
type BranchFound = Pick<Row<'branches'>, (typeof branchColumns)[number]>
const branchesIn = withKeptSql((db: Db, ids: readonly string[]): Lookup<BranchFound[]> =>
  lookup<BranchFound, BranchFound[]>(
    () =>
      db('branches')
        .whereIn('id', ids)
        .select(...branchColumns),
    branchColumns,
    rows => rows,
  ),
)

/** The first few rows with this result. */
export const fewWith = (db: Db, importId: string, result: RowResult): Lookup<ImportRow[]> =>
  rowsLookup(db, { importId, results: [result], limit: 4 })

/** The possible duplicates with these keys, in the order of the file. */
export async function duplicatesIn(
  db: Db,
  importId: string,
  keys: readonly Pick<ImportRow, 'number' | 'part'>[],
): Promise<ImportRow[]> {
  const numbers = keys.map(({ number }) => number)
  const found = await rowsOf(db, { importId, results: ['duplicate'], numbers, limit: 2 * keys.length })
  return found.filter(row => keys.some(({ number, part }) => number === row.number && part === row.part))
}

/** The numbers of two rows for which a coordinator chose the same existing branch; null when there are no such rows. */
export async function branchUpdatedTwice(trx: Tx, importId: string): Promise<{ row: number; other: number } | null> {
  const found = await trx('import_rows')
    .where({ import_id: importId, kind: 'branch', result: 'duplicate', choice: 'same' })
    .groupBy('match_id')
    .havingRaw('count(*) > 1')
    .first<{ row: number | string; other: number | string } | undefined>(
      trx.raw('min(number) as "row"'),
      trx.raw('max(number) as other'),
    )
  return found ? { row: Number(found.row), other: Number(found.other) } : null
}

/** New organisations that the coordinator should compare with other rows of the file. */
export const similarRows = (db: Db | Tx, importId: string, limit: number): Lookup<ImportRow[]> =>
  rowsLookup(db, { importId, results: ['new'], reasons: unclearInFile, limit })

/** New branches whose names are similar to others in the file. */
export const similarBranchRows = (db: Db | Tx, importId: string, limit: number): Lookup<ImportRow[]> =>
  rowsLookup(db, { importId, results: ['new'], reasons: [similarBranchInFile], limit })

/** Possible duplicates that nobody has decided about. */
export const undecidedRows = (db: Db, importId: string, limit: number): Lookup<ImportRow[]> =>
  rowsLookup(db, { importId, results: ['duplicate'], isUndecided: true, limit })

/** The organisations that will get reminders because of an import of awards. */
export interface Reminded {
  count: number
  /** the names of the first few of these organisations */
  names: readonly string[]
}

/**
 * The organisations that will get reminders about an imported award, because emails are switched on for them.
 * @param most the maximum number of names
 */
export const organisationsReminded = withKeptSql((db: Db, importId: string, most: number): Lookup<Reminded> =>
  lookup<{ name: string; count: number | string }, Reminded>(
    () =>
      db('organisations')
        .whereNotNull('emails_started_at')
        .whereIn(
          'id',
          db('import_rows').where({ import_id: importId, kind: 'award', state: 'waiting' }).select('organisation_id'),
        )
        .orderBy(['name_key', 'id'])
        .limit(most)
        .select('name', db.raw('count(*) over () as count')),
    ['name', 'count'],
    rows => ({ count: Number(rows[0]?.count ?? 0), names: rows.map(({ name }) => name) }),
  ),
)
