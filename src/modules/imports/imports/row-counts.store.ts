import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import {
  keptMerged,
  rowResults,
  rowStates,
  type RowChoice,
  type RowKind,
  type RowResult,
  type RowState,
} from './import-row.store.ts'

/** A number of organisations, and of the other rows: branches, awards or people. */
export interface Counted {
  organisations: number
  others: number
}

export interface RowCounts {
  /** in `new`, branches of organisations that the coordinator left out are not counted */
  results: Readonly<Record<RowResult, number>>
  states: Readonly<Record<RowState, number>>
  /** the number of saved rows by result; a possible duplicate that was saved as a different record counts as `new` */
  saved: Readonly<Record<RowResult, number>>
  /** the number of possible duplicates that nobody has decided about */
  undecided: number
  /** the rows that the import will try to save */
  toSave: Counted
  done: Counted
  waiting: Counted
  kept: Counted
  /** the number of kept rows that may be undone in another attempt */
  retryable: number
  /** the number of rows of the file with a problem */
  problemRows: number
  organisations: number
  rows: number
}

interface CountedRows {
  kind: RowKind
  result: RowResult
  state: RowState
  choice: RowChoice | null
  /** the coordinator's choice about the organisation of a branch */
  parentChoice: RowChoice | null
  count: number | string
  merged: number | string
}

export const countsOf = (db: Db | Tx, importId: string): Promise<RowCounts> => runLookup(db, countsLookup(db, importId))

/** `countsOf` as a lookup. */
export const countsLookup = withKeptSql((db: Db | Tx, importId: string): Lookup<RowCounts> => {
  const columns = ['import_rows.kind', 'import_rows.result', 'import_rows.state', 'import_rows.choice'] as const
  const found = () =>
    db('import_rows')
      .leftJoin('import_rows as parents', parents =>
        parents
          .on('parents.import_id', 'import_rows.import_id')
          .andOn('parents.number', 'import_rows.parent')
          .andOnVal('parents.part', 0),
      )
      .where('import_rows.import_id', importId)
      .groupBy(...columns, 'parents.choice')
      .select(...columns, 'parents.choice as parentChoice', db.raw('count(*) as count'), db.raw(mergedRows))
  return lookup<CountedRows, RowCounts>(
    found,
    ['kind', 'result', 'state', 'choice', 'parentChoice', 'count', 'merged'],
    countsFrom,
  )
})

/** SQL for the number of rows that can never be undone, because of a merge */
const mergedRows = `sum(case when import_rows.reasons like '%"is":"${keptMerged}"%' then 1 else 0 end) as merged`

function countsFrom(found: readonly CountedRows[]): RowCounts {
  const zero = <Name extends string>(names: readonly Name[]) =>
    Object.fromEntries(names.map(name => [name, 0])) as Record<Name, number>
  const counts = {
    results: zero(rowResults),
    states: zero(rowStates),
    saved: zero(rowResults),
    undecided: 0,
    toSave: { organisations: 0, others: 0 },
    done: { organisations: 0, others: 0 },
    waiting: { organisations: 0, others: 0 },
    kept: { organisations: 0, others: 0 },
    retryable: 0,
    problemRows: 0,
    organisations: 0,
    rows: 0,
  }
  for (const { kind, result, state, choice, parentChoice, count: text, merged } of found) {
    const part = kind === 'organisation' ? 'organisations' : 'others'
    const count = Number(text)
    const isLeftOut = choice === 'leave out' || parentChoice === 'leave out'
    if (result !== 'new' || !isLeftOut) counts.results[result] += count
    counts.states[state] += count
    if (state === 'done' || state === 'waiting' || state === 'kept') counts[state][part] += count
    if (state === 'kept') counts.retryable += count - Number(merged)
    if (result === 'problem' && part === 'others') counts.problemRows += count
    if (state === 'done') counts.saved[choice === 'different' ? 'new' : result] += count
    const isUndecided = result === 'duplicate' && choice === null
    if (isUndecided) counts.undecided += count
    const isKept = kind === 'organisation' && choice === 'same'
    if (state === 'waiting' && !isUndecided && !isKept && !isLeftOut) counts.toSave[part] += count
    counts[kind === 'organisation' ? 'organisations' : 'rows'] += count
  }
  return counts
}
