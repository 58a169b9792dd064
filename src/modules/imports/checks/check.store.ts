import type { Db, Tx } from '../../../db/connection.ts'
import type { Day } from '../../../domain/time.ts'
import type { ImportRow } from '../imports/import-row.store.ts'
import { rowsOf, rowResults, similarInFile } from '../imports/import-row.store.ts'

/** A record in the database that might be the same as a row. */
export interface MatchShown {
  name: string
  address: string
  closedOn: Day | null
}

/** The organisations and branches that might be the same as one of these rows, by id. */
export async function matchesOf(db: Db, rows: readonly ImportRow[]): Promise<Map<string, MatchShown>> {
  const idsOf = (kind: ImportRow['kind']) => rows.filter(row => row.kind === kind).flatMap(row => row.matchId ?? [])
  const organisations = await db('organisations').whereIn('id', idsOf('organisation')).select('id', 'name', 'place')
  const branches = await db('branches')
    .whereIn('id', idsOf('branch'))
    .select('id', 'name', 'address', 'postcode', 'closed_on')
  return new Map([
    ...organisations.map(({ id, name, place }): [string, MatchShown] => [id, { name, address: place, closedOn: null }]),
    ...branches.map(({ id, name, address, postcode, closed_on }): [string, MatchShown] => [
      id,
      { name, address: [address, postcode].filter(Boolean).join(', '), closedOn: closed_on },
    ]),
  ])
}

const ofEach = 4

/** The first few rows with each result, problems first. */
export async function fewOfEach(db: Db, importId: string): Promise<ImportRow[]> {
  const found: ImportRow[] = []
  for (const result of rowResults) found.push(...(await rowsOf(db, { importId, results: [result], limit: ofEach })))
  return found
}

/**
 * Two rows that a coordinator matched to the same existing branch. Only one row can update a branch.
 * @returns their row numbers, or null if there are none
 */
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

/** New organisations with names similar to those of others in the file. */
export const similarRows = (db: Db | Tx, importId: string, limit: number): Promise<ImportRow[]> =>
  rowsOf(db, { importId, results: ['new'], reason: similarInFile, limit })

/** Possible duplicates that nobody has decided about. */
export async function undecidedRows(db: Db, importId: string, limit: number): Promise<ImportRow[]> {
  return rowsOf(db, { importId, results: ['duplicate'], isUndecided: true, limit })
}

/** The organisations that will get reminders after an import of awards. */
export interface Reminded {
  count: number
  /** the names of the first of these organisations */
  names: readonly string[]
}

/**
 * The organisations that will get reminders about an imported award, because emails are switched on for them.
 * @param most the maximum number of names
 */
export async function organisationsReminded(db: Db, importId: string, most: number): Promise<Reminded> {
  const reminded = () =>
    db('organisations')
      .whereNotNull('emails_started_at')
      .whereIn(
        'id',
        db('import_rows').where({ import_id: importId, kind: 'award', state: 'waiting' }).select('organisation_id'),
      )
  const counted = await reminded().count('* as count').first<{ count: number | string }>()
  const names = await reminded().orderBy(['name_key', 'id']).limit(most).pluck('name')
  return { count: Number(counted.count), names }
}
