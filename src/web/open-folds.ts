import type { Db, Tx } from '../db/connection.ts'
import { withKeptSql } from '../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../db/lookups.ts'

/** The collapsible sections that stay open on a person's next visit if the person left them open. */
export type Fold = 'evidence details'

export const isFoldOpen = (db: Db | Tx, { id }: { id: string }, fold: Fold): Promise<boolean> =>
  runLookup(db, foldLookup(db, id, fold))

const foldLookup = withKeptSql((db: Db | Tx, personId: string, fold: Fold): Lookup<boolean> =>
  lookup<{ fold: string }, boolean>(
    () => db('open_folds').where({ person_id: personId, fold }).select('fold'),
    ['fold'],
    rows => rows.length > 0,
  ),
)

/** Stores whether the person left a collapsible section open. Without a row, the section is closed. */
export async function rememberFold(trx: Tx, { id }: { id: string }, fold: Fold, isOpen: boolean): Promise<void> {
  const row = { person_id: id, fold }
  if (isOpen) await trx('open_folds').insert(row).onConflict(['person_id', 'fold']).ignore()
  else await trx('open_folds').where(row).delete()
}
