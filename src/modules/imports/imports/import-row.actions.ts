import { keyOfName } from '../../../domain/similar-names.ts'
import type { RowRead } from '../../../domain/import-rows.ts'
import type { ImportRow, RowResult, RowState } from './import-row.store.ts'

/** A row of a file, as the service read it. */
export interface ReadRow extends RowRead {
  number: number
  cells: readonly string[]
}

type Given = Pick<
  ImportRow,
  'number' | 'cells' | 'part' | 'kind' | 'title' | 'place' | 'given' | 'result' | 'reasons'
> &
  Partial<Pick<ImportRow, 'parent' | 'findKey' | 'matchId' | 'recordVersion' | 'organisationId'>>

/** A row of a new import, before anything is saved or decided. */
export const newRow = (importId: string, row: Given): ImportRow => ({
  importId,
  number: row.number,
  part: row.part,
  parent: row.parent ?? null,
  kind: row.kind,
  title: row.title.slice(0, 300),
  place: row.place.slice(0, 300),
  findKey: row.findKey ?? findKeyOf(row.title, row.place),
  cells: row.cells,
  given: row.given ?? null,
  result: row.result,
  reasons: row.reasons,
  matchId: row.matchId ?? null,
  choice: null,
  state: stateOf(row.result),
  organisationId: row.organisationId ?? null,
  recordId: null,
  recordVersion: row.recordVersion ?? null,
  before: null,
})

/** The initial state of a row, from the result of the check. */
export function stateOf(result: RowResult): RowState {
  if (result === 'problem') return 'left out'
  return result === 'same' ? 'nothing' : 'waiting'
}

/**
 * The text in which a search for rows looks. It is in lower case, without accents or punctuation, with at most 500
 * characters.
 */
export const findKeyOf = (...texts: readonly string[]): string => keyOfName(texts.join(' ')).slice(0, 500)
