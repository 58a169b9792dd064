import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import { containing } from '../../../db/name-search.ts'
import type { Row } from '../../../db/tables.ts'
import type { Reason } from '../../../domain/import-rows.ts'

export const rowKinds = ['organisation', 'branch', 'award', 'person'] as const
export type RowKind = (typeof rowKinds)[number]
/** The reason stored with a new organisation for which the file gives several types. */
export const otherTypeInFile = 'other type in file'
/** The reasons stored with a new organisation that the coordinator should compare with other rows of the file. */
export const unclearInFile = ['similar in file', 'same name in file', otherTypeInFile] as const
/** The reason stored with a branch that may be the same as one in an earlier row of the file. */
export const sameBranchInFile = 'same branch in file'
/** The problems of branches that depend on which organisation the branches belong to. */
export const foundByComparing: readonly Reason['is'][] = [sameBranchInFile, 'closed in award']
/** The reason stored with a new branch when another row of the file has a similar name and may mean the same branch. */
export const similarBranchInFile = 'similar branch in file'
/** The reason stored with a row that can never be undone, because a merge cannot be undone. */
export const keptMerged = 'kept merged'
/**
 * The results of the check. `duplicate` is a possible duplicate: the coordinator decides whether the record already
 * exists.
 */
export const rowResults = ['problem', 'duplicate', 'changed', 'new', 'same'] as const
export type RowResult = (typeof rowResults)[number]
export const rowChoices = ['same', 'different', 'leave out'] as const
export type RowChoice = (typeof rowChoices)[number]
export const rowStates = [
  'waiting', // to be saved
  'done', // saved
  'nothing', // nothing to save
  'left out', // because it has a problem, or because of a person's choice
  'failed', // could not be saved
  'undone', // saved, then undone
  'kept', // not undone, usually because someone has changed or used the record
] as const
export type RowState = (typeof rowStates)[number]

export interface ImportRow {
  importId: string
  number: number
  part: number
  /** for a branch: the number of the first row without problems that names its organisation; null when there is none */
  parent: number | null
  kind: RowKind
  title: string
  place: string
  findKey: string
  cells: readonly string[]
  given: unknown
  result: RowResult
  reasons: readonly Reason[]
  matchId: string | null
  choice: RowChoice | null
  state: RowState
  organisationId: string | null
  recordId: string | null
  recordVersion: number | null
  before: unknown
}
export type RowKey = Pick<ImportRow, 'importId' | 'number' | 'part'>
export type RowChanges = Partial<
  Pick<
    ImportRow,
    'result' | 'reasons' | 'matchId' | 'choice' | 'state' | 'organisationId' | 'recordId' | 'recordVersion' | 'before'
  >
>

export async function insertRows(trx: Tx, rows: readonly ImportRow[]): Promise<void> {
  await trx.batchInsert('import_rows', rows.map(toColumns), 100)
}

export async function updateRow(trx: Tx, { importId, number, part }: RowKey, changes: RowChanges): Promise<void> {
  const { reasons, matchId, organisationId, recordId, recordVersion, before, ...same } = changes
  await trx('import_rows')
    .where({ import_id: importId, number, part })
    .update({
      ...same,
      ...(reasons && { reasons: JSON.stringify(reasons) }),
      ...(matchId !== undefined && { match_id: matchId }),
      ...(organisationId !== undefined && { organisation_id: organisationId }),
      ...(recordId !== undefined && { record_id: recordId }),
      ...(recordVersion !== undefined && { record_version: recordVersion }),
      ...(before !== undefined && { before: JSON.stringify(before) }),
    })
}

export interface RowsWanted {
  importId: string
  /** only rows with one of these results; leaves out the new branches of organisations that the coordinator left out */
  results?: readonly RowResult[]
  states?: readonly RowState[]
  isUndecided?: boolean
  /** only rows with one of these numbers */
  numbers?: readonly number[]
  /** only rows with one of these reasons */
  reasons?: readonly Reason['is'][]
  /** only rows whose key contains this text, which must have the form that `findKeyOf` returns */
  find?: string
  after?: { number: number; part: number } | null
  limit: number
}

/** The wanted rows, in the order of the file. */
export const rowsOf = async (db: Db | Tx, wanted: RowsWanted): Promise<ImportRow[]> =>
  (await rowsWanted(db, withPattern(wanted))).map(toRow)

/** `rowsOf` as a lookup. */
export const rowsLookup = (db: Db | Tx, wanted: RowsWanted): Lookup<ImportRow[]> => rowsFound(db, withPattern(wanted))

interface RowsFound extends Omit<RowsWanted, 'find'> {
  /** the LIKE pattern that a row's key must match */
  typed: string | null
}
const withPattern = ({ find, ...wanted }: RowsWanted): RowsFound => ({
  ...wanted,
  typed: find ? containing(find) : null,
})

const rowsFound = withKeptSql((db: Db | Tx, wanted: RowsFound): Lookup<ImportRow[]> =>
  lookup<Row<'import_rows'>, ImportRow[]>(
    () => rowsWanted(db, wanted),
    rowColumns,
    rows => rows.map(toRow),
  ),
)

const rowsWanted = (db: Db | Tx, wanted: RowsFound) =>
  db('import_rows')
    .where({ import_id: wanted.importId })
    .modify(query => {
      if (wanted.results) query.whereIn('result', [...wanted.results]).where(isNotLeftOut)
      if (wanted.states) query.whereIn('state', [...wanted.states])
      if (wanted.reasons) query.where(withReason(wanted.reasons))
      if (wanted.numbers) query.whereIn('number', [...wanted.numbers])
      if (wanted.isUndecided) query.whereNull('choice')
      if (wanted.typed) query.whereRaw("find_key like ? escape '!'", [wanted.typed])
      if (wanted.after) query.whereRaw('(number, part) > (?, ?)', [wanted.after.number, wanted.after.part])
    })
    .orderBy(['number', 'part'])
    .limit(wanted.limit)
    .select(...rowColumns)

const withReason =
  (reasons: readonly Reason['is'][]) =>
  (either: Knex.QueryBuilder): void => {
    for (const reason of reasons) either.orWhere('reasons', 'like', `%"is":"${reason}"%`)
  }

const isNotLeftOut = (either: Knex.QueryBuilder): void =>
  void either.whereNot('result', 'new').orWhereNull('choice').orWhereNot('choice', 'leave out')

/** The next saved rows to undo, from the end of the file. All branches come before any organisation. */
export async function lastDone(db: Db | Tx, importId: string, limit: number): Promise<ImportRow[]> {
  const rows = await db('import_rows')
    .where({ import_id: importId, state: 'done' })
    .orderBy([
      { column: 'part', order: 'desc' },
      { column: 'number', order: 'desc' },
    ])
    .limit(limit)
  return rows.map(toRow)
}

/** The rows of organisations with these row numbers. */
export async function parentsOf(db: Db | Tx, importId: string, numbers: readonly number[]): Promise<ImportRow[]> {
  const rows = await db('import_rows')
    .where({ import_id: importId, part: 0 })
    .whereIn('number', [...new Set(numbers)])
  return rows.map(toRow)
}

export async function branchRowsUnder(db: Db | Tx, { importId, number }: RowKey): Promise<ImportRow[]> {
  const rows = await db('import_rows').where({ import_id: importId, parent: number }).orderBy('number')
  return rows.map(toRow)
}

export async function findRow(db: Db | Tx, { importId, number, part }: RowKey): Promise<ImportRow | null> {
  const row = await db('import_rows').where({ import_id: importId, number, part }).first()
  return row ? toRow(row) : null
}

/** The ids of the organisations that this import has added so far. */
export async function organisationsAdded(trx: Tx, { importId }: Pick<RowKey, 'importId'>): Promise<Set<string>> {
  const ids = await trx('import_rows')
    .where({ import_id: importId, kind: 'organisation', state: 'done' })
    .pluck<string[]>('record_id')
  return new Set(ids)
}

/** The ids of an organisation's records that rows of this import have matched or saved. */
export async function recordsTaken(trx: Tx, importId: string, organisationId: string): Promise<Set<string>> {
  const rows = await trx('import_rows')
    .where({ import_id: importId, organisation_id: organisationId })
    .select('record_id', 'match_id')
  return new Set(rows.flatMap(({ record_id: record, match_id: match }) => [record, match]).filter(id => id !== null))
}

/**
 * Changes the rows that could not be undone back to `done`, so that undoing tries them again. Leaves out rows kept
 * because of a merge.
 * @returns the number of rows changed
 */
export async function retryKept(trx: Tx, importId: string): Promise<number> {
  return trx('import_rows')
    .where({ import_id: importId, state: 'kept' })
    .whereNot(withReason([keptMerged]))
    .update({ state: 'done', reasons: '[]' })
}

/**
 * Undoing a row gives the record a new version. Stores that version in the rows of earlier imports that saved the
 * record, so that they can still be undone.
 */
export async function expectRestored(
  trx: Tx,
  { organisationId, recordId }: Pick<ImportRow, 'organisationId' | 'recordId'>,
  { from, to }: { from: number; to: number },
): Promise<void> {
  await trx('import_rows')
    .where({ organisation_id: organisationId, record_id: recordId, record_version: from })
    .update({ record_version: to })
}

/** Deletes the rows of an import, including the texts from its file. */
export async function deleteRows(trx: Tx, importId: string): Promise<void> {
  await trx('import_rows').where({ import_id: importId }).delete()
}

const toColumns = (row: ImportRow): Row<'import_rows'> => ({
  import_id: row.importId,
  number: row.number,
  part: row.part,
  parent: row.parent,
  kind: row.kind,
  title: row.title,
  place: row.place,
  find_key: row.findKey,
  cells: JSON.stringify(row.cells),
  given: JSON.stringify(row.given),
  result: row.result,
  reasons: JSON.stringify(row.reasons),
  match_id: row.matchId,
  choice: row.choice,
  state: row.state,
  organisation_id: row.organisationId,
  record_id: row.recordId,
  record_version: row.recordVersion,
  before: row.before === null ? null : JSON.stringify(row.before),
})

const rowColumns = [
  'import_id',
  'number',
  'part',
  'parent',
  'kind',
  'title',
  'place',
  'find_key',
  'cells',
  'given',
  'result',
  'reasons',
  'match_id',
  'choice',
  'state',
  'organisation_id',
  'record_id',
  'record_version',
  'before',
] as const

const toRow = (row: Row<'import_rows'>): ImportRow => ({
  importId: row.import_id,
  number: row.number,
  part: row.part,
  parent: row.parent,
  kind: row.kind as RowKind,
  title: row.title,
  place: row.place,
  findKey: row.find_key,
  cells: JSON.parse(row.cells) as string[],
  given: JSON.parse(row.given) as unknown,
  result: row.result as RowResult,
  reasons: JSON.parse(row.reasons) as Reason[],
  matchId: row.match_id,
  choice: row.choice as RowChoice | null,
  state: row.state as RowState,
  organisationId: row.organisation_id,
  recordId: row.record_id,
  recordVersion: row.record_version,
  before: row.before === null ? null : (JSON.parse(row.before) as unknown),
})
